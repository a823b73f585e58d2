import CLibcurl

/// Where a request goes, as libcurl reads its URL: all of it that an error may show.
struct HTTPPlace: Equatable {
    var isHTTPS: Bool
    var host: String
    var port: String

    /// Reads a URL.
    ///
    /// Nothing of a URL that cannot be read is shown, because any part of it may be a secret.
    /// - Throws: `HTTPError.notSent` for anything but an absolute `http` or `https` URL in
    ///   printable ASCII.
    init(url: String) throws(HTTPError) {
        guard url.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .notSent("the URL holds a character that is not percent-encoded")
        }
        guard let parsed = curl_url() else { throw .notSent("out of memory") }
        defer { curl_url_cleanup(parsed) }
        guard curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: parsed),
            let host = Self.part(CURLUPART_HOST, of: parsed),
            let port = Self.part(CURLUPART_PORT, of: parsed)
        else { throw .notSent("the URL cannot be read") }
        guard scheme == "http" || scheme == "https" else {
            throw .notSent("the URL begins neither with http nor with https")
        }
        isHTTPS = scheme == "https"
        self.host = host
        self.port = port
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        defer { curl_free(text) }
        guard curl_url_get(url, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text
        else { return nil }
        return String(cString: text)
    }
}

extension HTTPPlace: CustomStringConvertible {
    /// The place as `host:port`.
    var description: String { "\(host):\(port)" }
}

/// The `host:port` of a URL, the only part that a message may show: the rest may be a secret.
package func httpPlace(of url: String) -> String {
    (try? HTTPPlace(url: url))?.description ?? "a URL that cannot be read"
}
