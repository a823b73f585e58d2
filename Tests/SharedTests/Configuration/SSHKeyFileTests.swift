import Testing

@testable import Shared

/// The ssh key whose public half new machines get.
@Suite struct SSHKeyFileTests {
    let folder: TemporaryFolder
    static let line =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB6Ora2ArmfywNq0xdp7edUOj+GwHZEgr2XtUgoCidt6 "
        + "me@here\n"

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `the usual keys are looked for in their order, by their public halves`() throws {
        #expect(try SSHKeyFile.find(at: nil, home: folder.path) == nil)
        try folder.write(Self.line, to: ".ssh/id_rsa.pub")
        try folder.write("private", to: ".ssh/id_ed25519")
        let found = try SSHKeyFile.find(at: nil, home: folder.path)
        #expect(found?.path == "\(folder.path)/.ssh/id_rsa")
        #expect(found?.publicKey == SSHPublicKey(line: Self.line))
        try folder.write(Self.line, to: ".ssh/vast_rsa.pub")
        let better = try SSHKeyFile.find(at: nil, home: folder.path)
        #expect(better?.path == "\(folder.path)/.ssh/vast_rsa")
    }

    @Test func `a key that is named may be named by its public half`() throws {
        try folder.write(Self.line, to: "own.pub")
        for name in ["own", "own.pub"] {
            let found = try SSHKeyFile.find(at: "\(folder.path)/\(name)", home: "")
            #expect(found?.path == "\(folder.path)/own")
        }
    }

    @Test func `a key that is named and has no public half is told with the command that makes it`()
        throws
    {
        let path = "\(folder.path)/own"
        try folder.write("-----BEGIN OPENSSH PRIVATE KEY-----\n", to: "own")
        let error = #expect(throws: SSHKeyFileError.missing(path: "\(path).pub", other: .key)) {
            try SSHKeyFile.find(at: path, home: folder.path)
        }
        #expect(error?.explanation.hint == "make it: ssh-keygen -y -f \(path) >\(path).pub")
        #expect(error?.explanation.status == .configuration)
    }

    @Test
    func `a key that is named and is nowhere is told with the command that makes both halves`() {
        let path = "\(folder.path)/own"
        let error = #expect(throws: SSHKeyFileError.missing(path: "\(path).pub", other: .nothing)) {
            try SSHKeyFile.find(at: path, home: folder.path)
        }
        #expect(error?.explanation.hint == "make both: ssh-keygen -t ed25519 -f \(path)")
    }

    @Test func `a file that is no key gets no command that could not work`() throws {
        let path = try folder.write("root:x:0:0::/root:/bin/sh\n", to: "passwd")
        let error = #expect(
            throws: SSHKeyFileError.missing(path: "\(path).pub", other: .otherFile)
        ) {
            try SSHKeyFile.find(at: path, home: folder.path)
        }
        #expect(error?.explanation.hint?.contains("-y") == false)
    }

    @Test(arguments: [
        "ssh-ed25519 AAAA x", "ssh-rsa AAAAB3Nza", String(line.prefix(60)),
        line.replacing("ssh-ed25519", with: "ssh-rsa"), line.replacing(" me", with: "AAAA me"),
    ])
    func `a public key that is cut short or of another kind is refused`(_ text: String) throws {
        let path = try folder.write(text, to: "own.pub")
        #expect(throws: SSHKeyFileError.damaged(path: path)) {
            try SSHKeyFile.find(at: path, home: "")
        }
    }

    @Test(arguments: [
        "", "no key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\n",
        "ssh-ed25519 AAAA\nssh-rsa AAAA",
    ])
    func `what is no public key is never sent anywhere`(_ text: String) throws {
        let path = try folder.write(text, to: "own.pub")
        #expect(throws: SSHKeyFileError.notAKey(path: path)) {
            try SSHKeyFile.find(at: path, home: "")
        }
    }
}
