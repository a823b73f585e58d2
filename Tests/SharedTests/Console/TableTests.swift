import Shared
import Testing

@Suite struct TableTests {
    @Test func `columns are as wide as their widest cell, numbers to the right`() {
        var table = Table([("NAME", .left), ("N", .right), ("WHY", .left)])
        table.add(["a", "1", "because"])
        table.add(["longer", "200", ""])
        #expect(
            table.lines == ["NAME      N  WHY", "a         1  because", "longer  200"])
    }

    @Test func `a table without rows shows nothing`() {
        let table = Table([("NAME", .left)])
        #expect(table.isEmpty && table.lines.isEmpty)
    }

    @Test func `missing cells are empty, further ones are dropped`() {
        var table = Table([("A", .left), ("B", .left)])
        table.add(["x"])
        table.add(["y", "z", "more"])
        #expect(table.lines == ["A  B", "x", "y  z"])
    }

    @Test func `accents and emoji take one place each`() {
        var table = Table([("A", .left), ("B", .left)])
        table.add(["é🚀", "x"])
        table.add(["ab", "y"])
        #expect(table.lines == ["A   B", "é🚀  x", "ab  y"])
    }
}
