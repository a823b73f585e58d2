import CCurlShim
import CLibcurl

/// The life of the thread that owns every libcurl handle: take orders, move bytes, give answers.
final class CurlLoop {
    private let inbox: CurlInbox
    private let environment: HTTPEnvironment
    private var transfers: [UInt64: CurlTransfer] = [:]

    init(inbox: CurlInbox, environment: HTTPEnvironment) {
        self.inbox = inbox
        self.environment = environment
    }

    /// Runs until the inbox is closed, and ends whatever is under way by then.
    func run() {
        while true {
            let (commands, isClosed) = inbox.take()
            for command in commands { obey(command) }
            var running: Int32 = 0
            guard !isClosed, curl_multi_perform(inbox.multi, &running) == CURLM_OK else { break }
            finishCompleted()
            guard curl_multi_poll(inbox.multi, nil, 0, longestSleep, nil) == CURLM_OK else { break }
        }
        inbox.refuse()
        for command in inbox.take().commands { obey(command) }
        for transfer in transfers.values {
            end(transfer, .failure(transfer.failure("the HTTP client was shut down")))
        }
    }

    private func obey(_ command: CurlInbox.Command) {
        switch command {
        case .start(let call): begin(call)
        case .cancel(let id):
            guard let transfer = transfers[id] else { return }
            end(transfer, .failure(.cancelled(sent: transfer.hasDeparted)))
        }
    }

    private func begin(_ call: CurlCall) {
        do throws(HTTPError) {
            let transfer = try CurlTransfer(call, environment: environment)
            guard curl_multi_add_handle(inbox.multi, transfer.easy) == CURLM_OK else {
                throw .notSent("\(transfer.place): libcurl did not take the request")
            }
            transfers[call.id] = transfer
        } catch {
            call.caller.resume(returning: .failure(error))
        }
    }

    private func finishCompleted() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(inbox.multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE,
                let transfer = transfers.values.first(where: {
                    $0.easy == message.pointee.easy_handle
                })
            else { continue }
            end(transfer, transfer.result(of: message.pointee.data.result))
        }
    }

    private func end(_ transfer: CurlTransfer, _ result: Result<HTTPResponse, HTTPError>) {
        curl_multi_remove_handle(inbox.multi, transfer.easy)
        transfers[transfer.call.id] = nil
        transfer.call.caller.resume(returning: result)
    }
}

/// libcurl's own timers and `curl_multi_wakeup` end a sleep earlier.
private let longestSleep: Int32 = 60_000  // milliseconds
