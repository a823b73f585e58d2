import Glibc
import Shared

/// What `serve` was asked for.
struct WorldOptions {
    var seed: UInt64?
    var speed: Double
    var boot: ClosedRange<Duration>
    var thresholds: Bool
    /// How many times the market there is; nothing: as kept, or once.
    var marketSize: Int?
    /// What the account has at first in each market; nothing: as kept, or the usual.
    var credit: Dollars?
    /// How many keys the account has at Vast.
    var keys = 1
    var machines = MachineTable()
}

/// A world with its interfaces and its clock: everything of a server but the sockets.
struct Simulator: Sendable {
    let vast: VastAPI
    let vultr: VultrAPI
    let admin: AdminAPI
    let scale: ClockScale

    var world: World { vast.world }

    /// Answers a request for any of the interfaces.
    func answer(_ request: SimRequest, at now: Instant) -> SimOutcome {
        switch request.segments.first {
        case "cloudsim": .answer(admin.answer(request, at: now))
        case "v2": vultr.answer(request, at: now)
        default: vast.answer(request, at: now)
        }
    }

    /// A world that ends with the process, whose clock begins at the real time.
    static func fresh(_ options: WorldOptions, startedAt now: Instant) -> Simulator {
        let kept = KeptSettings(options, startedAt: now)
        let state = WorldState(seed: kept.seed, start: now)
        return Simulator(kept, options, state: state, store: nil)
    }

    /// The world of a folder, made at first use; its time went on while no server ran.
    ///
    /// - Throws: `SimulatorError` when the folder is in use or cannot be used, or holds another
    ///   seed's world.
    static func keeping(
        in folder: String, _ options: WorldOptions, startedAt now: Instant
    ) throws(SimulatorError) -> Simulator {
        try lock(folder)
        let path = "\(folder)/world.json"
        do throws(StoreError) {
            guard let bytes = try PrivateFile.read(path) else {
                let kept = KeptSettings(options, startedAt: now)
                let state = WorldState(seed: kept.seed, start: now)
                let store = WorldStore(path: path, header: kept.json)
                try store.write(state)
                return Simulator(kept, options, state: state, store: store)
            }
            guard let json = JSON(parsing: bytes), var kept = KeptSettings(json: json),
                let state = json["world"].flatMap({
                    WorldState(
                        json: $0, catalog: .market(times: kept.marketSize),
                        vultr: .market(times: kept.marketSize))
                })
            else {
                throw StoreError(message: "\(path) is not a world that this cloudsim can read")
            }
            guard options.seed == nil || options.seed == kept.seed else {
                throw StoreError(
                    message: "\(folder) holds the world of seed \(kept.seed); leave --seed out, "
                        + "or use another folder")
            }
            guard options.marketSize ?? kept.marketSize == kept.marketSize else {
                throw StoreError(
                    message: "\(folder) holds a market of size \(kept.marketSize); leave "
                        + "--market-size out, or use another folder")
            }
            kept.change(speed: options.speed, at: now)
            kept.change(options)
            let store = WorldStore(path: path, header: kept.json)
            try store.write(state)
            return Simulator(kept, options, state: state, store: store)
        } catch {
            throw SimulatorError(error.message, .state)
        }
    }

    private init(
        _ kept: KeptSettings, _ options: WorldOptions, state: WorldState, store: WorldStore?
    ) {
        var settings = WorldSettings(
            seed: kept.seed, boot: options.boot,
            account: WorldSettings.Account(
                apiKey: kept.vastKey, vultrKey: kept.vultrKey, credit: kept.credit))
        settings.account.moreKeys = kept.moreKeys
        settings.thresholds = options.thresholds
        let world = World(
            settings, catalog: .market(times: kept.marketSize),
            vultr: .market(times: kept.marketSize), state: state, store: store)
        self.init(
            world, machines: options.machines, adminKey: kept.adminKey, scale: kept.scale)
    }

    /// The interfaces of a world.
    init(_ world: World, machines: MachineTable, adminKey: String, scale: ClockScale) {
        vast = VastAPI(world: world, machines: machines)
        vultr = VultrAPI(world: world)
        admin = AdminAPI(world: world, machines: machines, key: adminKey)
        self.scale = scale
    }

    /// Takes the folder for this process, until it ends however it ends.
    private static func lock(_ folder: String) throws(SimulatorError) {
        _ = mkdir(folder, 0o700)
        let path = "\(folder)/lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw SimulatorError(
                "cannot open: \(String(cString: strerror(errno)))", at: path,
                hint: "pass a folder that can be written with --state", .state)
        }
        // The descriptor stays open: the lock ends with the process.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw SimulatorError(
                "another cloudsim uses this folder", at: folder,
                hint: "stop it, or pass another folder with --state", .busy)
        }
    }
}
