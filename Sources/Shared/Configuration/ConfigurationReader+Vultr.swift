extension ConfigurationReader {
    /// `providers.vultr`, its address replaced by the environment's where that has one; `nil`
    /// after a mistake that leaves no region.
    mutating func vultrSettings(_ section: ConfigurationSection) -> VultrSettings? {
        let regions = list("regions", of: section).enumerated().compactMap { index, node in
            value(node, path: "\(section.path(of: "regions"))[\(index)]", .region)
        }
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
}

extension ValueKind<String> {
    /// Vultr's short name of a region: `ewr`.
    fileprivate static var region: Self {
        let noun = "the short name of a region such as ewr"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let isName =
                (1...16).contains(text.utf8.count)
                && text.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
                }
            guard isName else { throw Misfit(what: "is \(quoted(text)), not \(noun)") }
            return text
        }
    }

    /// An origin with the version of the API behind it, which may be left out.
    fileprivate static var vultrURL: Self {
        let origin = ValueKind<ProviderURL>.providerURL
        return ValueKind(noun: "a URL such as https://api.vultr.com/v2") { (text) throws(Misfit) in
            var base = Substring(text)
            if base.last == "/" { base.removeLast() }
            if base.hasSuffix("/v2") { base.removeLast(3) }
            return "\(try origin.read(String(base)).text)/v2"
        }
    }
}
