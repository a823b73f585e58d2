extension ConfigurationReader {
    /// `providers.vultr`, its address replaced by the environment's where that has one; `nil`
    /// after a mistake that leaves no region.
    mutating func vultrSettings(_ section: ConfigurationSection) -> VultrSettings? {
        let regions = list("regions", of: section).enumerated().compactMap { index, node in
            value(node, path: "\(section.path(of: "regions"))[\(index)]", .region)
        }
        tellRepeated(regions, of: section)
        var vultr = VultrSettings(regions: regions.map { $0.lowercased() })
        if let url = value("url", of: section, .vultrURL) { vultr.url = url }
        vultr.keyFile = value("key_file", of: section, .keyFile(folder: folder, home: home))
        use(vultr.keyFile, as: .vultrKey, "key_file", of: section)
        if let os = value("os", of: section, .line("the name of an operating system")) {
            vultr.os = os
        }
        if let disk = value("disk", of: section, .gigabytes()) { vultr.diskGB = disk }
        if let price = value("max_price", of: section, .dollars) {
            vultr.maxPrice = HourlyRate(perHour: price)
            notePrice(price, of: section)
        }
        if let port = value("ssh_port", of: section, .wholeNumber(in: 1...65_535)) {
            vultr.sshPort = port
        }
        if let spacing = value("spacing", of: section, .flag) { vultr.spacing = spacing }
        if let url = variable("VULTR_API_URL", .vultrURL) { vultr.url = url }
        return regions.isEmpty ? nil : vultr
    }

    private mutating func tellRepeated(_ regions: [String], of section: ConfigurationSection) {
        let numbers = Dictionary(regions.map { ($0.lowercased(), 1) }, uniquingKeysWith: +)
        for (region, _) in numbers.filter({ $0.value > 1 }).sorted(by: { $0.key < $1.key }) {
            mistakes.add(
                "\(section.path(of: "regions")) names \(region) more than once",
                at: section.values["regions"]?.start ?? section.start, hint: "keep one of them")
        }
    }
}

extension ValueKind<String> {
    /// Vultr's short name of a region: `ewr`.
    fileprivate static var region: Self {
        let noun = "the short name of a region such as ewr"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let isName =
                (2...16).contains(text.utf8.count) && text.contains(where: \.isLetter)
                && text.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
                }
            guard isName else {
                throw Misfit(
                    what: "is \(quoted(text)), not \(noun)",
                    hint: "the regions are listed by https://api.vultr.com/v2/regions")
            }
            return text
        }
    }

    /// An origin with the version of the API behind it, which may be left out.
    static var vultrURL: Self {
        let origin = ValueKind<ProviderURL>.providerURL("https://api.vultr.com", path: "/v2")
        return ValueKind(noun: origin.noun) { (text) throws(Misfit) in
            "\(try origin.read(text).text)/v2"
        }
    }
}
