import Shared
import Testing

@Suite struct ExplanationTests {
    @Test func `an error names the tool, the place and what is wrong, then the hint`() {
        let full = Explanation(
            what: "groups[0].max is 0", place: "fleet.yaml:14:10", hint: "edit it",
            status: .configuration)
        #expect(
            full.lines(tool: "autoscaler") == [
                "autoscaler: error: fleet.yaml:14:10: groups[0].max is 0",
                "autoscaler: hint: edit it",
            ])
        #expect(
            Explanation(what: "no", status: .state).lines(tool: "t") == ["t: error: no"])
    }

    static let all: [any Explained] = [
        StateError.sqlite(code: 13, message: "disk is full", file: "/s"),
        StateError.sqlite(code: 5, message: "locked", file: "/s"),
        StateError.damaged(reason: "it is empty", file: "/s"),
        StateError.newer(version: 9, known: 1, file: "/s"), StateError.readOnly(file: "/s"),
        StateError.networkFileSystem(kind: "nfs", folder: "/s"),
        StateError.folder(reason: "no", folder: "/s"),
        StateError.otherFleet(state: "a", configured: "b", file: "/s"),
        StateError.changedMeanwhile(rental: "r"), LockError.held(tool: "t", holder: nil),
        ClockError.unreadable, ClockError.realProvider,
        ProviderError.unauthorized(provider: .vast, reason: "no"),
        ProviderError.unreachable(provider: .vast, reason: "no"),
        ProviderError.unexpected(provider: .vast, reason: "no"),
    ]

    @Test(arguments: all.indices)
    func `every error is one line without a full stop, and says what to do next`(_ index: Int) {
        let explanation = Self.all[index].explanation
        #expect(!explanation.what.contains("\n") && !explanation.what.hasSuffix("."))
        #expect(explanation.what.first?.isUppercase == false)
        #expect(explanation.hint?.isEmpty == false)
        #expect(explanation.status != .done)
    }
}
