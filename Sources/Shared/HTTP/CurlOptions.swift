import CCurlShim
import CLibcurl

/// Sets options of one easy handle and remembers the first refusal.
struct CurlOptions {
    let easy: UnsafeMutableRawPointer
    private(set) var status = CURLE_OK

    init(easy: UnsafeMutableRawPointer) {
        self.easy = easy
    }

    mutating func apply(_ request: HTTPRequest, headers: UnsafeMutablePointer<curl_slist>?) {
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        // A name server that hangs must not hold the thread when its call is given up.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.curlMilliseconds)
        set(CURLOPT_TIMEOUT_MS, request.timeout.curlMilliseconds)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_ACCEPT_ENCODING, "")
        set(CURLOPT_USERAGENT, "fleetkeeper/0.1")
        apply(method: request.method, body: request.body)
        keep(curl_shim_set_list(easy, CURLOPT_HTTPHEADER, headers))
        if request.travelsAlone {
            set(CURLOPT_FRESH_CONNECT, 1)
            set(CURLOPT_FORBID_REUSE, 1)
        }
    }

    /// A body goes as fields of a POST whatever the method: `CURLOPT_UPLOAD` would wait for a
    /// `100 Continue` and send it in chunks.
    private mutating func apply(method: HTTPRequest.Method, body: [UInt8]?) {
        if let body = body ?? method.emptyBody {
            set(CURLOPT_POST, 1)
            keep(
                curl_shim_set_offset(
                    easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            keep(curl_shim_set_copied_body(easy, body))
        }
        set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    }

    /// Always sets a proxy and its exceptions, so that libcurl reads no environment by itself.
    mutating func apply(_ environment: HTTPEnvironment, isHTTPS: Bool) {
        set(CURLOPT_PROXY, (isHTTPS ? environment.httpsProxy : environment.httpProxy) ?? "")
        set(CURLOPT_NOPROXY, environment.noProxy)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let file = environment.authoritiesFile {
            set(CURLOPT_CAINFO, file)
            set(CURLOPT_PROXY_CAINFO, file)
        }
        if let folder = environment.authoritiesFolder {
            set(CURLOPT_CAPATH, folder)
            set(CURLOPT_PROXY_CAPATH, folder)
        }
    }

    /// Has libcurl call these three, each with `context`.
    mutating func receive(
        with context: UnsafeMutableRawPointer, body: @escaping curl_write_callback,
        header: @escaping curl_write_callback, departure: @escaping curl_prereq_callback
    ) {
        keep(curl_shim_set_receiver(easy, CURLOPT_WRITEFUNCTION, body))
        keep(curl_shim_set_pointer(easy, CURLOPT_WRITEDATA, context))
        keep(curl_shim_set_receiver(easy, CURLOPT_HEADERFUNCTION, header))
        keep(curl_shim_set_pointer(easy, CURLOPT_HEADERDATA, context))
        keep(curl_shim_set_prerequest(easy, departure))
        keep(curl_shim_set_pointer(easy, CURLOPT_PREREQDATA, context))
    }

    private mutating func set(_ option: CURLoption, _ value: Int) {
        keep(curl_shim_set_long(easy, option, value))
    }

    private mutating func set(_ option: CURLoption, _ value: String) {
        keep(curl_shim_set_string(easy, option, value))
    }

    private mutating func keep(_ outcome: CURLcode) {
        if status == CURLE_OK { status = outcome }
    }
}

extension HTTPRequest {
    /// The header lines for libcurl, to be freed by the caller.
    ///
    /// - Throws: `HTTPError.notSent` for a header that would end its own line.
    func headerList(
        for place: HTTPPlace
    ) throws(HTTPError) -> UnsafeMutablePointer<curl_slist>? {
        let typed = headers.contains { $0.name.lowercased() == "content-type" }
        var lines = ["Expect:"]  // no "100-continue" before large bodies
        if !typed { lines.append(body == nil ? "Content-Type:" : "Content-Type: application/json") }
        for (name, value) in headers {
            guard !name.isEmpty, (name + value).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }),
                !name.contains(where: { " :;".contains($0) })
            else { throw .notSent("\(place): a request header holds a line break or a bad name") }
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw .notSent("out of memory")
            }
            list = longer
        }
        return list
    }
}

extension HTTPRequest.Method {
    /// The body of a request that has none: servers expect `Content-Length: 0` where a body is
    /// usual.
    fileprivate var emptyBody: [UInt8]? {
        switch self {
        case .get, .delete: nil
        case .put, .post, .patch: []
        }
    }
}

extension Duration {
    /// Whole milliseconds for libcurl, where 0 would mean without end: from 1 up to 24 days.
    fileprivate var curlMilliseconds: Int {
        Int(max(1, min(microseconds / 1000, Int64(Int32.max))))
    }
}
