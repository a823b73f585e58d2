extension ConfigurationReader {
    /// `providers.vast`, each value replaced by the environment's where that has one.
    mutating func vastSettings(_ section: ConfigurationSection) -> VastSettings {
        var vast = VastSettings()
        if let url = value("url", of: section, .vastURL) { vast.url = url.text }
        vast.keyFile = value("key_file", of: section, .keyFile(folder: folder, home: home))
        use(vast.keyFile, as: .vastKey, "key_file", of: section)
        if let image = value("image", of: section, .image) { vast.image = image }
        if let disk = value("disk", of: section, .gigabytes()) { vast.diskGB = disk }
        if let price = value("max_price", of: section, .dollars) {
            vast.maxPrice = HourlyRate(perHour: price)
            notePrice(price, of: section)
        }
        if let verified = value("verified", of: section, .flag) { vast.verifiedOnly = verified }
        vast.query = query(of: section)
        if let spacing = value("spacing", of: section, .flag) { vast.spacing = spacing }
        return withEnvironment(vast)
    }

    mutating func withEnvironment(_ settings: VastSettings) -> VastSettings {
        var vast = settings
        if let url = variable("VAST_URL", .vastURL) { vast.url = url.text }
        let image = variable("VAST_IMAGE", .image)
        if let image = variable("VAST_DEFAULT_IMAGE", .image) ?? image { vast.image = image }
        if let disk = variable("VAST_DISK", .gigabytes(bareGB: true)) { vast.diskGB = disk }
        if let price = variable("VAST_MAX_PRICE", .dollars) {
            vast.maxPrice = HourlyRate(perHour: price)
        }
        if let query = queryOfEnvironment() { vast.query = query }
        return vast
    }
}
