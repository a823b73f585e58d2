import FoundationEssentials

/// One page of the instance list, or why it is none.
struct VastPage: Decodable {
    var rows: [VastRow]
    /// `nil` on the last page, whether Vast sends null or nothing.
    var nextToken: String?
    var total: Int?

    private enum CodingKeys: String, CodingKey {
        case success, instances
        case nextToken = "next_token"
        case total = "total_instances"
    }

    /// - Throws: `DecodingError` for anything but the promised shape: an object with an array of
    ///   rows, a text or nothing as the token, and no `success: false`.
    init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: CodingKeys.self)
        if try page.decodeIfPresent(Bool.self, forKey: .success) == false {
            throw DecodingError.dataCorruptedError(
                forKey: .success, in: page, debugDescription: "success is false")
        }
        rows = try page.decode([VastRow].self, forKey: .instances)
        nextToken = try page.decodeIfPresent(String.self, forKey: .nextToken)
        if nextToken?.isEmpty == true { nextToken = nil }
        total = page.lenientNumber(.total).flatMap(Int.init(exactly:))
    }
}
