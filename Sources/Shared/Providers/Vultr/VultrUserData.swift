/// A script for the first boot as cloud-init runs it, with variables exported at its head.
///
/// Without a first line that says what it is, cloud-init would not run it. Empty for an empty
/// script, as nothing would read the variables.
/// - Returns: `nil` when there are variables and the text is no shell script (a cloud-config, a
///   program of another language): they could not reach it.
func vultrUserData(_ script: String, _ env: [MachineVariable]) -> String? {
    guard !script.isEmpty else { return "" }
    let isTold = ["#!", "#cloud-", "#include", "## template:", "Content-Type:", "MIME-Version:"]
        .contains { script.hasPrefix($0) }
    let told = isTold ? script : "#!/bin/bash\n" + script
    guard !env.isEmpty else { return told }
    guard isShellScript(told) else { return nil }
    let exports = env.map { "export \($0.name)=\(shellQuoted($0.value))\n" }.joined()
    let lines = told.unicodeScalars.split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = lines.count > 1 ? String(lines[1]) : ""
    return "\(String(lines[0]))\n\(exports)\(rest)"
}

/// Whether the first line gives a text to a shell that knows `export`.
private func isShellScript(_ text: String) -> Bool {
    guard text.hasPrefix("#!") else { return false }
    let first = text.unicodeScalars.prefix { $0 != "\n" }.dropFirst(2)
    let words = String(first).split(whereSeparator: \.isWhitespace)
    let names = words.map { $0.split(separator: "/").last ?? "" }
    let program =
        names.first == "env" ? names.dropFirst().first { !$0.hasPrefix("-") } : names.first
    return ["sh", "bash", "dash", "ash", "ksh", "zsh"].contains(program ?? "")
}

/// A text that a shell takes as it stands, whatever is in it.
private func shellQuoted(_ text: String) -> String {
    "'" + text.replacing("'", with: #"'\''"#) + "'"
}
