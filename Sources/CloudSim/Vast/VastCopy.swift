import Shared

/// Copies between machines, volumes, clouds and the caller's disk: accepted, nothing is moved.
extension VastCall {
    mutating func copy() -> SimResponse {
        var answer: JSONObject = ["success": true]
        var remote = 0
        for (side, key) in [("src", "src_id"), ("dst", "dst_id")] {
            guard let place = place(body?[key]) else {
                return .failure(200, "invalid_args", "\(key) is not a place that can be copied.")
            }
            guard body?["\(side)_path"]?.text != nil else {
                return .failure(200, "invalid_args", "\(side)_path is required.")
            }
            switch place {
            case .here: break
            case .away: remote += 1
            case .machine(let id):
                remote += 1
                guard let instance = state[id] else {
                    return .failure(200, "no_such_instance", "Instance \(id) not found.")
                }
                let port = 60_000 + instance.id % 5000
                answer.append("\(side)_addr", "127.0.0.1")
                answer.append("\(side)_port", .int(port))
            }
        }
        guard remote > 0 else {
            return .failure(200, "invalid_args", "One side must be an instance.")
        }
        return SimResponse(.object(answer))
    }

    func cancelCopy() -> SimResponse {
        guard let destination = place(body?["dst_id"]), destination != .here else {
            return .invalidArguments("dst_id is required")
        }
        return .success
    }

    private enum Place: Equatable {
        /// The caller's own disk.
        case here
        case machine(Int64)
        /// A volume or a cloud service.
        case away
    }

    /// `123`, `C.123`, `V.123`, `s3.101`, `drive`, `local` or null.
    private func place(_ value: JSON?) -> Place? {
        guard let value, value != .null else { return .here }
        if let id = value.whole { return .machine(id) }
        guard let text = value.text, !text.isEmpty else { return nil }
        if text == "local" { return .here }
        if let id = Int64(text) { return .machine(id) }
        guard text.hasPrefix("C.") else {
            guard text.hasPrefix("V.") else { return .away }
            let id = Int64(text.dropFirst(2))
            return state.vast.volumes.contains { $0.id == id } ? .away : nil
        }
        return Int64(text.dropFirst(2)).map { .machine($0) }
    }
}
