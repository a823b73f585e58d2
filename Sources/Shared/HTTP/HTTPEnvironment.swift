import FoundationEssentials

/// The proxy and certificate settings that curl's users keep in their environment.
///
/// The same names and order as the `curl` program; empty values count as not set. Taken from a
/// given dictionary rather than by libcurl itself, so that what a call does is what its client
/// was built with.
package struct HTTPEnvironment: Sendable, Equatable {
    /// Proxy for `http:` URLs: `http_proxy`, else `all_proxy`; `nil` goes direct.
    ///
    /// `HTTP_PROXY` is not read, as in curl: a CGI request can set it.
    package var httpProxy: String?
    /// Proxy for `https:` URLs: `https_proxy`, else `all_proxy`; `nil` goes direct.
    package var httpsProxy: String?
    /// Hosts that are reached without a proxy, separated by commas; `*` is all of them.
    package var noProxy: String
    /// A file of trusted authorities: `CURL_CA_BUNDLE`, else `SSL_CERT_FILE`; `nil` is the system's.
    package var authoritiesFile: String?
    /// A folder of trusted authorities: `SSL_CERT_DIR`, unless `CURL_CA_BUNDLE` is set.
    package var authoritiesFolder: String?

    package init(_ variables: [String: String]) {
        func first(_ names: String...) -> String? {
            names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
        }
        httpProxy = first("http_proxy", "all_proxy", "ALL_PROXY")
        httpsProxy = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        noProxy = first("no_proxy", "NO_PROXY") ?? ""
        let bundle = first("CURL_CA_BUNDLE")
        authoritiesFile = bundle ?? first("SSL_CERT_FILE")
        authoritiesFolder = bundle == nil ? first("SSL_CERT_DIR") : nil
    }

    /// The settings of this process's own environment.
    package static func ofProcess() -> HTTPEnvironment {
        HTTPEnvironment(ProcessInfo.processInfo.environment)
    }
}
