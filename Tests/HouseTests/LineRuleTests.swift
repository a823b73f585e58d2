import Testing

@Suite struct LineRuleTests {
    @Test(arguments: lineRules)
    func `no file breaks the rule`(_ rule: LineRule) throws {
        #expect(rule.violations(in: try Repository.files()) == [])
    }

    @Test(arguments: lineRules)
    func `the rule finds what it is for and lets the rest be`(_ rule: LineRule) {
        let path = "\(rule.folder)Planted/Bad\(rule.ending)"
        let bad = TextFile(path: path, text: "// fine\n\(rule.badLine)\n")
        let good = TextFile(path: path, text: rule.goodLines.joined(separator: "\n"))
        #expect(rule.violations(in: [bad]) == ["\(path):2: \(rule.name): \(rule.why)"])
        #expect(rule.violations(in: [good]) == [])
    }
}
