import Shared
import Testing

/// Promises M1 and M2: whose a machine is.
@Suite struct ReconcileLabelTests {
    @Test(arguments: [nil, "", "mine now", "fk-a-inst0001-00000002", "fk-b-inst0001-00000001"])
    func `a label that was lost or edited changes nothing and is to be repaired`(
        _ label: String?
    ) throws {
        var story = try ReconcileStory()
        let before = try Sample.rental(1, .ready, instance: 500)
        story.rentals = [before]
        story.show(500, label: label)
        let (rental, _, all) = try story.only()
        #expect(rental.state == .ready && rental.instance == vast(500))
        #expect(all.mislabelled == [vast(500): before.id])
        #expect(all.orphans.isEmpty && all.strangers.isEmpty && all.missing.isEmpty)
    }

    @Test func `the label of a machine that is ending is left as it is`() throws {
        var story = try ReconcileStory()
        story.rentals = [try Sample.rental(1, .ending, instance: 500)]
        story.show(500, label: "mine now")
        #expect(story.result().mislabelled.isEmpty)
    }

    @Test func `a second machine with one label is an orphan`() throws {
        var story = try ReconcileStory()
        let before = try Sample.rental(1, .ready, instance: 500)
        story.rentals = [before]
        story.show(500, of: before)
        let second = story.show(501, of: before)
        #expect(story.result().orphans == [second])
        #expect(story.result().rentals.map(\.instance) == [vast(500)])
    }

    @Test func `of two machines with the label of one in doubt the first is it`() throws {
        var story = try ReconcileStory()
        let before = try Sample.rental(1, .requested)
        story.rentals = [before]
        story.show(500, of: before)
        let second = story.show(501, of: before)
        let (rental, _, all) = try story.only()
        #expect(rental.instance == vast(500) && all.orphans == [second])
    }

    @Test func `a label of ours without a rental is an orphan`() throws {
        var story = try ReconcileStory()
        let row = story.show(500, label: "fk-a-inst0001-00000099")
        #expect(story.result().orphans == [row])
        #expect(story.result().rentals.isEmpty && story.result().changes.isEmpty)
    }

    @Test func `a label of another installation is told, and is nobody's orphan`() throws {
        var story = try ReconcileStory()
        story.show(500, label: "fk-a-other001-00000001")
        story.show(501, label: "fk-a-other001-00000002")
        story.show(502, label: "fk-a-another1-00000001")
        let all = story.result()
        #expect(all.otherInstallations == ["another1", "other001"])
        #expect(all.orphans.isEmpty && all.strangers.isEmpty)
    }

    @Test(arguments: [nil, "", "training", "fk-ab-inst0001-00000001", "fk-a-b-inst0001-00000001"])
    func `a machine without a label of ours is a stranger`(_ label: String?) throws {
        var story = try ReconcileStory()
        let row = story.show(500, label: label)
        #expect(story.result().strangers == [row])
        #expect(story.result().orphans.isEmpty && story.result().changes.isEmpty)
    }

    @Test func `a rental is matched by id, whatever another row's label says`() throws {
        var story = try ReconcileStory()
        let one = try Sample.rental(1, .ready, instance: 500)
        let two = try Sample.rental(2, .ready, instance: 501)
        story.rentals = [one, two]
        // Somebody swapped the labels.
        story.show(500, of: two)
        story.show(501, of: one)
        let all = story.result()
        #expect(all.rentals.map(\.instance) == [vast(500), vast(501)])
        #expect(all.mislabelled == [vast(500): one.id, vast(501): two.id])
        #expect(all.orphans.isEmpty)
    }
}
