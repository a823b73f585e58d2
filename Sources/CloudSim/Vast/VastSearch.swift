import Shared

/// The three forms of the offer search.
extension VastCall {
    func search(_ form: VastRoute.SearchForm) -> SimResponse {
        do throws(FilterError) {
            let query = try OfferQuery(try queryObject(form))
            let columns = try selectedColumns(form)
            return SimResponse(status: 200, body: offers(query, columns: columns))
        } catch {
            return .invalidArguments(error.message)
        }
    }

    private func queryObject(_ form: VastRoute.SearchForm) throws(FilterError) -> JSONObject {
        let query: JSON? =
            switch form {
            case .body: body
            case .wrapped: body?["q"]
            case .url: request.item("q").map { JSON(parsing: $0) } ?? .object([:])
            }
        guard let members = query?.members else {
            throw FilterError(message: "the query must be a JSON object")
        }
        return members
    }

    /// The columns asked for; nothing is all.
    private func selectedColumns(_ form: VastRoute.SearchForm) throws(FilterError) -> [String]? {
        switch form {
        case .body: return nil
        case .wrapped: return try columnNames(body?["select_cols"])
        case .url:
            guard let text = request.item("select_cols") else { return nil }
            return try columnNames(JSON(parsing: text) ?? .null)
        }
    }

    /// What a query finds, in its order.
    func found(_ query: OfferQuery) -> [OfferView] {
        world.catalog.offers.lazy.map { offer in
            OfferView(
                offer: offer, allocated: query.allocated, isBid: query.isBid,
                isFree: !state.rentedOffers.contains(offer.id) && state.isFree(offer),
                isRented: state.rentedOffers.contains(offer.id), minBid: state.minBid(of: offer),
                now: state.now)
        }
        .filter { ($0.isFree || query.includesRented) && query.matches($0) }
        .sorted { query.precedes($0, $1) }
    }

    private func offers(_ query: OfferQuery, columns: [String]?) -> [UInt8] {
        let found = found(query)
        var writer = JSONWriter()
        writer.append("{\"offers\":[")
        for (position, offer) in found.prefix(query.limit).enumerated() {
            if position > 0 { writer.append(",") }
            guard let columns else {
                offer.write(to: &writer)
                continue
            }
            var members = JSONObject()
            for column in columns { members.append(column, offer[column] ?? .null) }
            writer.write(members)
        }
        writer.append("]}")
        return writer.bytes
    }
}

/// Reads a list of column names; nothing when all are wanted.
func columnNames(_ value: JSON?) throws(FilterError) -> [String]? {
    guard let value else { return nil }
    guard let elements = value.elements else {
        throw FilterError(message: "select_cols must be a list of names")
    }
    let names = elements.compactMap(\.text)
    guard names.count == elements.count else {
        throw FilterError(message: "select_cols must be a list of names")
    }
    return names.contains("*") ? nil : names
}
