import CCurlShim
import CLibcurl

/// One exchange in the hands of libcurl; it lives on the thread that owns the handles.
final class CurlTransfer {
    let call: CurlCall
    let place: HTTPPlace
    let easy: UnsafeMutableRawPointer

    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var departures = 0
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var passedLimit: HTTPError?

    /// Whether a byte of the request may have left.
    var hasDeparted: Bool { departures > 0 }

    /// Makes the exchange ready to go.
    ///
    /// - Throws: `HTTPError.notSent` when the request cannot be sent as it is.
    init(_ call: CurlCall, environment: HTTPEnvironment) throws(HTTPError) {
        place = try HTTPPlace(url: call.request.url)
        guard call.request.timeout > .zero, call.request.connectTimeout > .zero else {
            throw .outOfTime
        }
        guard let easy = curl_easy_init() else { throw .notSent("out of memory") }
        self.call = call
        self.easy = easy
        // From here on `deinit` frees what a throw leaves behind.
        headerList = try call.request.headerList(for: place)
        var options = CurlOptions(easy: easy)
        options.apply(call.request, headers: headerList)
        options.apply(environment, isHTTPS: place.isHTTPS)
        options.receive(
            with: Unmanaged.passUnretained(self).toOpaque(), body: receiveBody,
            header: receiveHeader, departure: noteDeparture)
        guard options.status == CURLE_OK else {
            throw .notSent("\(place): libcurl refused an option (curl \(options.status.rawValue))")
        }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
    }

    /// What the caller gets once libcurl is done.
    func result(of code: CURLcode) -> Result<HTTPResponse, HTTPError> {
        if let passedLimit { return .failure(passedLimit) }
        if code == CURLE_OUT_OF_MEMORY, headerBytes > 0 {
            // libcurl says so of a single header line beyond 100 KB.
            return .failure(.headersTooLarge(limit: maximumHeaderBytes))
        }
        guard code == CURLE_OK else { return .failure(failure(curlExplanation(code))) }
        var status = 0
        guard curl_shim_get_long(easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK, status >= 200
        else { return .failure(failure("no HTTP status in the answer")) }
        return .success(HTTPResponse(status: status, headers: receivedHeaders(), body: body))
    }

    /// The error for a call that ended without an answer, by what is known to have left.
    func failure(_ what: String) -> HTTPError {
        hasDeparted ? .answerLost("\(place): \(what)") : .notSent("\(place): \(what)")
    }

    /// The final answer's headers, without those of a proxy, of interim answers and trailers.
    private func receivedHeaders() -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        var previous: UnsafeMutablePointer<curl_header>?
        while let header = curl_easy_nextheader(easy, UInt32(CURLH_HEADER), -1, previous) {
            if let name = header.pointee.name, let value = header.pointee.value {
                headers.append((String(cString: name), headerValue(value)))
            }
            previous = header
        }
        return headers
    }
}

// What libcurl calls back, on the thread that runs it.
extension CurlTransfer {
    /// Whether the request may be written to a connection now: only the first time.
    ///
    /// libcurl repeats a request by itself when a reused connection dies before an answer. This
    /// is where it asks, before each writing, and where that ends.
    fileprivate func departs() -> Bool {
        departures += 1
        return departures == 1
    }

    fileprivate func accept(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= call.request.maximumBody - body.count else {
            passedLimit = .tooLarge(limit: call.request.maximumBody)
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    fileprivate func accept(headerBytes count: Int) -> Bool {
        headerBytes += count
        guard headerBytes <= maximumHeaderBytes else {
            passedLimit = .headersTooLarge(limit: maximumHeaderBytes)
            return false
        }
        return true
    }
}

/// The value as text; of an empty one, libcurl 7.88 leaves the end of its line.
private func headerValue(_ value: UnsafePointer<CChar>) -> String {
    let bytes = String(cString: value).utf8.reversed().drop { $0 <= 0x20 }
    return String(decoding: bytes.reversed(), as: UTF8.self)
}

private let maximumHeaderBytes = 64 << 10

private func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    let received = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.accept(body: received) == true ? size * count : refused
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    transfer(context)?.accept(headerBytes: size * count) == true ? size * count : refused
}

private func noteDeparture(
    _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
    _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
    transfer(context)?.departs() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

/// A count that libcurl never offers, so that it stops the transfer; 0 would accept an empty write.
private let refused = Int(CURL_WRITEFUNC_ERROR)
