import Foundation
import Testing

/// One text file of the repository.
struct TextFile: Equatable, CustomStringConvertible {
    /// Relative to the root: `Sources/Shared/Fleet/Offer.swift`.
    var path: String
    var text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var description: String { path }
}

/// The working copy that these tests were built from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Every file that git knows or would take; never empty.
    ///
    /// Where there is no git, every file that was not built.
    static func paths() throws -> [String] {
        let git = try? run(
            "/usr/bin/env",
            [
                "git", "-c", "safe.directory=*", "-C", root, "ls-files", "--cached", "--others",
                "--exclude-standard",
            ])
        let listed =
            git?.status == 0
            ? git?.output.split(separator: "\n").map(String.init) ?? [] : try walked()
        let present = listed.filter { FileManager.default.fileExists(atPath: root + "/" + $0) }
        try #require(present.contains("Package.swift"))
        return Set(present).sorted()
    }

    /// The files that are text, by the path's beginning and end.
    static func files(below folder: String = "", ending: String = "") throws -> [TextFile] {
        try paths().filter { $0.hasPrefix(folder) && $0.hasSuffix(ending) }.compactMap(file)
    }

    /// `nil` when it is not there, or not text.
    static func file(_ path: String) -> TextFile? {
        guard let data = FileManager.default.contents(atPath: root + "/" + path),
            let text = String(data: data, encoding: .utf8)
        else { return nil }
        return TextFile(path: path, text: text)
    }

    static func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: root + "/" + path)
    }

    private static func walked() throws -> [String] {
        let all = try FileManager.default.subpathsOfDirectory(atPath: root)
        return all.filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: root + "/" + path, isDirectory: &isFolder)
            let isOurs = !path.hasPrefix(".build/") && !path.hasPrefix(".git/")
            return exists && !isFolder.boolValue && isOurs
        }
    }
}
