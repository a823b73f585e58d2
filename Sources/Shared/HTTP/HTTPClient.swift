/// libcurl on one thread: sends requests and takes back answers, as many at once as are asked.
///
/// Create it once per process: connections of reads are kept and used again. Every call that is
/// under way has a connection, so that none waits for another. No redirect is followed (a 3xx is
/// an answer), no cookie is kept, HTTP/1.1 is spoken throughout, and answers may come compressed.
package final class HTTPClient: HTTPExchange {
    private let inbox: CurlInbox?

    /// Starts the client's thread.
    ///
    /// A client that could not be started answers `HTTPError.notSent` to everything.
    package init(environment: HTTPEnvironment = .ofProcess()) {
        inbox = CurlInbox()
        guard let inbox else { return }
        let thread = BackgroundThread {
            CurlLoop(inbox: inbox, environment: environment).run()
        }
        inbox.belongs(to: thread)
    }

    deinit {
        inbox?.close()
    }

    /// Ends every call that is under way, then the thread; returns when it has ended.
    ///
    /// Later calls throw `HTTPError.notSent`. Calling it again does nothing.
    package func shutdown() {
        inbox?.close()
    }

    /// Sends one request, at most once on the wire, and answers with any status whatever.
    ///
    /// - Throws: `HTTPError.notSent` only when it is certain that no byte of the request left;
    ///   `answerLost` when some may have and no whole answer came in time; `tooLarge` when the
    ///   body passes its limit, `headersTooLarge` when the headers pass 64 KiB; `cancelled` as soon as the task is.
    package func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard let inbox else { throw .notSent("libcurl could not be started") }
        let id = inbox.announce()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                inbox.start(CurlCall(id: id, request: request, caller: caller))
            }
        } onCancel: {
            inbox.cancel(id)
        }
        return try result.get()
    }
}
