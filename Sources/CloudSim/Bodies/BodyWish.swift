import Shared

/// What a machine's body should be at a moment, as its market has it.
///
/// It is made ten times a second for every machine, so it holds little; what a body is made from
/// is in its `plan`, made when one begins.
struct BodyWish: Sendable {
    let id: BodyID
    /// When its present run began; nothing: it does not run.
    var run: Instant?
    /// Which installation its disk belongs to; another one begins with an empty disk.
    var disk: String
    /// Who may log in, one line of a public key each.
    var authorizedKeys: [String]
    var trouble: BodyTrouble
    private let source: Source

    private enum Source: Sendable {
        case vast(SimInstance, Offer?, [VastAccount.Secret])
        case vultr(VultrMachine, VultrPlan?, UInt16)
    }

    /// A Vast instance, with the variables of its account.
    init(
        of instance: SimInstance, _ offer: Offer?, at now: Instant, authorizedKeys: [String],
        secrets: [VastAccount.Secret] = [], trouble: BodyTrouble = BodyTrouble()
    ) {
        id = BodyID(instance.id)
        let begun = instance.phases.filter { $0.begins <= now }
        let isInReach = !instance.outages.covers(now)
        run = begun.last.flatMap { isInReach && $0.status == .running ? $0.begins : nil }
        disk = begun.last { $0.status == .recycling }.map { "\($0.begins.microseconds)" } ?? "first"
        self.authorizedKeys = authorizedKeys
        self.trouble = trouble
        source = .vast(instance, offer, secrets)
    }

    /// A Vultr machine, whose sshd listens on a port of its own address.
    ///
    /// It answers as soon as the market calls it active, while its user data still runs.
    init(
        of machine: VultrMachine, _ plan: VultrPlan?, port: UInt16, at now: Instant,
        isSuspended: Bool = false, authorizedKeys: [String], trouble: BodyTrouble = BodyTrouble()
    ) {
        id = BodyID(machine)
        let installed = machine.installBegan + machine.boot / 2
        let runs =
            !machine.isLocked(at: now) && machine.hasPower(at: now) && !machine.isStuck
            && !isSuspended
        run = runs ? max(installed, machine.powered ?? installed) : nil
        disk = "\(machine.installBegan.microseconds)"
        self.authorizedKeys = authorizedKeys
        self.trouble = trouble
        source = .vultr(machine, plan, port)
    }

    /// What a body is made from; `ports` is where a Vast instance listens.
    func plan(_ ports: SSHPorts?) -> BodyPlan {
        switch source {
        case .vast(let instance, let offer, let secrets):
            BodyPlan(of: instance, offer, secrets, keys: authorizedKeys, ports)
        case .vultr(let machine, let plan, let port): BodyPlan(of: machine, plan, port)
        }
    }
}
