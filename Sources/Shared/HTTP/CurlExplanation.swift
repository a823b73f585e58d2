import CLibcurl

/// What a libcurl code means, in words that hold nothing of the request or the answer.
func curlExplanation(_ code: CURLcode) -> String {
    let what =
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: "the host name cannot be resolved"
        case CURLE_COULDNT_RESOLVE_PROXY: "the proxy's name cannot be resolved"
        case CURLE_COULDNT_CONNECT: "connection refused or unreachable"
        case CURLE_OPERATION_TIMEDOUT: "timed out"
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_ABORTED_BY_CALLBACK:
            "the connection ended before an answer"
        case CURLE_PARTIAL_FILE: "the connection ended within the answer"
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: "the answer is not HTTP"
        case CURLE_PEER_FAILED_VERIFICATION: "the server's certificate is not trusted"
        default: code.libcurlText
        }
    return "\(what) (curl \(code.rawValue))"
}

extension CURLcode {
    /// libcurl's fixed text for the code, as our messages are written: no capital.
    fileprivate var libcurlText: String {
        guard let text = curl_easy_strerror(self) else { return "failed" }
        return String(cString: text)
    }
}
