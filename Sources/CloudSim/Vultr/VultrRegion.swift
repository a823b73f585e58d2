/// A place where Vultr has machines.
struct VultrRegion: Sendable {
    let id: String
    let city: String
    let country: String
    let continent: String

    init(_ id: String, _ city: String, _ country: String, _ continent: String) {
        self.id = id
        self.city = city
        self.country = country
        self.continent = continent
    }

    /// Whether it has the fast kind of block storage; one region in the simulation has not.
    var hasFastBlocks: Bool { id != "man" }

    var row: JSON {
        var options: [JSON] = ["ddos_protection", "block_storage_storage_opt"]
        if hasFastBlocks { options.append("block_storage_high_perf") }
        return [
            "id": .string(id), "country": .string(country), "options": .array(options),
            "continent": .string(continent), "city": .string(city),
            "connectivity": ["public_ip", "nat_gateway"],
        ]
    }

    static func named(_ id: String) -> VultrRegion? { all.first { $0.id == id.lowercased() } }

    /// By id.
    static let all = [
        VultrRegion("ams", "Amsterdam", "NL", "Europe"),
        VultrRegion("atl", "Atlanta", "US", "North America"),
        VultrRegion("blr", "Bangalore", "IN", "Asia"),
        VultrRegion("bom", "Mumbai", "IN", "Asia"),
        VultrRegion("cdg", "Paris", "FR", "Europe"),
        VultrRegion("del", "Delhi NCR", "IN", "Asia"),
        VultrRegion("dfw", "Dallas", "US", "North America"),
        VultrRegion("ewr", "New Jersey", "US", "North America"),
        VultrRegion("fra", "Frankfurt", "DE", "Europe"),
        VultrRegion("hnl", "Honolulu", "US", "North America"),
        VultrRegion("icn", "Seoul", "KR", "Asia"),
        VultrRegion("itm", "Osaka", "JP", "Asia"),
        VultrRegion("jnb", "Johannesburg", "ZA", "Africa"),
        VultrRegion("lax", "Los Angeles", "US", "North America"),
        VultrRegion("lhr", "London", "GB", "Europe"),
        VultrRegion("mad", "Madrid", "ES", "Europe"),
        VultrRegion("man", "Manchester", "GB", "Europe"),
        VultrRegion("mel", "Melbourne", "AU", "Australia"),
        VultrRegion("mex", "Mexico City", "MX", "North America"),
        VultrRegion("mia", "Miami", "US", "North America"),
        VultrRegion("nrt", "Tokyo", "JP", "Asia"),
        VultrRegion("ord", "Chicago", "US", "North America"),
        VultrRegion("sao", "São Paulo", "BR", "South America"),
        VultrRegion("scl", "Santiago", "CL", "South America"),
        VultrRegion("sea", "Seattle", "US", "North America"),
        VultrRegion("sgp", "Singapore", "SG", "Asia"),
        VultrRegion("sjc", "Silicon Valley", "US", "North America"),
        VultrRegion("sto", "Stockholm", "SE", "Europe"),
        VultrRegion("syd", "Sydney", "AU", "Australia"),
        VultrRegion("tlv", "Tel Aviv-Yafo", "IL", "Asia"),
        VultrRegion("waw", "Warsaw", "PL", "Europe"),
        VultrRegion("yto", "Toronto", "CA", "North America"),
    ]
}
