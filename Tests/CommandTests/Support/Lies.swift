import Shared
import Testing

/// A way in which a provider's list of machines can be wrong.
struct Lie: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Whether it can be told from the truth where nothing is known yet.
    var isVisibleAtFirst = true
    var story: Between.Story

    /// A lie about the list alone.
    static func aboutTheList(
        _ name: String, isVisibleAtFirst: Bool = true,
        _ reply: @escaping @Sendable (Call, () -> Reply) -> Reply
    ) -> Lie {
        Lie(testDescription: name, isVisibleAtFirst: isVisibleAtFirst) { call, truth in
            call.isList ? reply(call, truth) : truth()
        }
    }

    static let all: [Lie] = [
        aboutTheList("410") { _, _ in
            .json(#"{"success": false, "error": "deprecated_endpoint", "msg": "x"}"#, status: 410)
        },
        aboutTheList("a page of HTML with status 200") { _, _ in
            .text("<html><body>ok</body></html>", status: 200, type: "text/html")
        },
        aboutTheList("an empty text") { _, _ in .json(#""""#) },
        aboutTheList("nothing at all") { _, _ in .json("") },
        aboutTheList("{}") { _, _ in .json("{}") },
        aboutTheList("[]") { _, _ in .json("[]") },
        aboutTheList("null") { _, _ in .json("null") },
        aboutTheList("instances that are null") { _, _ in .json(#"{"instances": null}"#) },
        aboutTheList("an object in place of the rows") { _, _ in .json(#"{"instances": {}}"#) },
        aboutTheList("rows without ids") { _, _ in .json(#"{"instances": [{}, {}]}"#) },
        aboutTheList("rows that are numbers") { _, _ in .json(#"{"instances": [1, 2, 3, 4]}"#) },
        aboutTheList("no success and no rows") { _, _ in
            .json(#"{"success": false, "instances": [], "total_instances": 0}"#)
        },
        aboutTheList("half a page") { _, _ in .json(#"{"instances": [], "total_inst"#) },
        aboutTheList("429 in words") { _, _ in
            .text("API requests too frequent: endpoint threshold=1.0", status: 429)
        },
        aboutTheList("503") { _, _ in .text("<html>busy</html>", status: 503, type: "text/html") },
        aboutTheList("404") { _, _ in .json(#"{"success": false, "msg": "no"}"#, status: 404) },
        aboutTheList("a redirection") { _, _ in
            .answer(
                status: 302, type: "text/html", headers: ["Location: http://127.0.0.1:1/"],
                body: [])
        },
        aboutTheList("a connection closed without a word") { _, _ in .closed },
        aboutTheList("fewer rows than the total") { _, truth in
            truth().changing {
                $0["total_instances"] = 4
                $0["instances"] = []
            }
        },
        aboutTheList("a complete empty list", isVisibleAtFirst: false) { _, _ in emptyPage },
        aboutTheList("one page, and then 502") { call, truth in
            call.query.contains("after_token") ? .text("Bad Gateway", status: 502) : halfPage(truth)
        },
        aboutTheList("a cursor that repeats") { _, truth in halfPage(truth) },
        aboutTheList("the same page under new cursors") { call, truth in
            halfPage(truth, token: call.query.contains("after_token") ? "eyJ9" : "eyJ8")
        },
        aboutTheList("empty pages without end") { call, _ in
            .json(#"{"success": true, "instances": [], "next_token": "\#(call.query.count)"}"#)
        },
        Lie(testDescription: "another account, which has no machines", isVisibleAtFirst: false) {
            call, truth in
            if call.isAccount { return truth().changing { $0["id"] = 999 } }
            return call.isList ? emptyPage : truth()
        },
        Lie(testDescription: "no account") { call, truth in
            call.isAccount ? .json("{}") : truth()
        },
        Lie(testDescription: "HTML wherever one looks") { _, _ in
            .text("<html>Checking your browser</html>", status: 200, type: "text/html")
        },
        Lie(testDescription: "closed connections wherever one looks") { _, _ in .closed },
    ]

    private static let emptyPage = Reply.json(
        #"{"success": true, "instances": [], "instances_found": 0, "total_instances": 0}"#)

    /// The first two rows of the list, with a cursor that says there are more.
    private static func halfPage(_ truth: () -> Reply, token: String = "eyJ2") -> Reply {
        truth().changing { page in
            page["instances"] = .array(Array((page["instances"]?.elements ?? []).prefix(2)))
            page["next_token"] = .string(token)
        }
    }
}
