import Shared
import Testing

@Suite(.timeLimit(.minutes(15))) struct HTTPEnvironmentTests {
    @Test func `plain requests go through the proxy, with its credentials`() async throws {
        try await withServer(answerEverything) { proxy in
            let client = HTTPClient(
                environment: HTTPEnvironment([
                    "http_proxy": "http://me:pass@127.0.0.1:\(proxy.port)"
                ]))
            let request = HTTPRequest(method: .get, url: "http://vast.invalid/api?q=1")
            let response = try await client.exchange(request)
            #expect(response.status == 200)
            #expect(proxy.requests.map(\.target) == ["http://vast.invalid/api?q=1"])
            #expect(
                proxy.requests.first?.values(of: "Proxy-Authorization") == ["Basic bWU6cGFzcw=="])
        }
    }

    @Test func `hosts of no_proxy are reached directly`() async throws {
        try await withServer(answerEverything) { server in
            let client = HTTPClient(
                environment: HTTPEnvironment([
                    "http_proxy": "http://proxy.invalid:1", "no_proxy": "localhost,127.0.0.1",
                ]))
            _ = try await client.exchange(HTTPRequest(method: .get, url: server.url("/direct")))
            #expect(server.requests.map(\.target) == ["/direct"])
        }
    }

    @Test func `a tunnel that the proxy refuses sent nothing and tells no password`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(502)
        } _: { proxy in
            let client = HTTPClient(
                environment: HTTPEnvironment([
                    "https_proxy": "http://me:s3cret@127.0.0.1:\(proxy.port)"
                ]))
            let request = HTTPRequest(method: .put, url: "https://vast.invalid/api")
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(error?.mayHaveActed == false)
            #expect(!String(describing: error).contains("s3cret"))
            #expect(proxy.requests.map(\.method) == ["CONNECT"])
            #expect(proxy.requests.map(\.target) == ["vast.invalid:443"])
        }
    }

    @Test(arguments: ["CURL_CA_BUNDLE", "SSL_CERT_FILE"])
    func `trusted authorities are read from the file that is named`(name: String) async throws {
        try await withServer(answerEverything) { server in
            let client = HTTPClient(environment: HTTPEnvironment([name: "/nonexistent/ca.pem"]))
            let request = HTTPRequest(method: .get, url: "https://127.0.0.1:\(server.port)/")
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(String(describing: error).contains("(curl 77)"))
        }
    }

    @Test func `names are read in curl's order and empty ones are not set`() {
        #expect(HTTPEnvironment(["HTTP_PROXY": "a"]).httpProxy == nil)
        #expect(HTTPEnvironment(["HTTPS_PROXY": "a"]).httpsProxy == "a")
        #expect(HTTPEnvironment(["https_proxy": "b", "HTTPS_PROXY": "a"]).httpsProxy == "b")
        #expect(HTTPEnvironment(["https_proxy": "", "ALL_PROXY": "a"]).httpsProxy == "a")
        #expect(HTTPEnvironment(["all_proxy": "a"]).httpProxy == "a")
        #expect(HTTPEnvironment(["NO_PROXY": "*"]).noProxy == "*")
        #expect(HTTPEnvironment(["SSL_CERT_DIR": "d"]).authoritiesFolder == "d")
        let bundled = HTTPEnvironment([
            "CURL_CA_BUNDLE": "b", "SSL_CERT_FILE": "f", "SSL_CERT_DIR": "d",
        ])
        #expect(bundled.authoritiesFile == "b")
        #expect(bundled.authoritiesFolder == nil)
    }
}
