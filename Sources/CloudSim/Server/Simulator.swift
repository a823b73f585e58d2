import Glibc
import Shared

/// What `serve` was asked for.
struct WorldOptions {
    var seed: UInt64?
    var speed: Double
    var boot: ClosedRange<Duration>
    var thresholds: Bool
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
                    WorldState(json: $0, catalog: .market, vultr: .market)
                })
            else {
                throw StoreError(message: "\(path) is not a world that this cloudsim can read")
            }
            guard options.seed == nil || options.seed == kept.seed else {
                throw StoreError(
                    message: "\(folder) holds the world of seed \(kept.seed); leave --seed out, "
                        + "or use another folder")
            }
            kept.change(speed: options.speed, at: now)
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
            account: WorldSettings.Account(apiKey: kept.vastKey, vultrKey: kept.vultrKey))
        settings.thresholds = options.thresholds
        let world = World(
            settings, catalog: .market, vultr: .market, state: state, store: store)
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

/// What a world keeps across restarts besides its machines.
struct KeptSettings {
    var seed: UInt64
    var scale: ClockScale
    var vastKey: String
    var vultrKey: String
    var adminKey: String

    init(_ options: WorldOptions, startedAt now: Instant) {
        seed = options.seed ?? 1
        scale = ClockScale(realStart: now, simulatedStart: now, speed: options.speed)
        var random = RandomSource(seed: UInt64.random(in: .min ... .max))
        vastKey = random.key()
        adminKey = random.key()
        vultrKey = Self.newVultrKey()
    }

    init?(json: JSON) {
        guard let seed = json["seed"]?.text.flatMap({ UInt64($0) }),
            let scale = json["clock"]?.text.flatMap({ ClockScale(text: $0) }),
            let vastKey = json["vast_api_key"]?.text, let adminKey = json["admin_key"]?.text
        else { return nil }
        self.seed = seed
        self.scale = scale
        self.vastKey = vastKey
        self.adminKey = adminKey
        // A folder from before there was a Vultr half gets its key now.
        vultrKey = json["vultr_api_key"]?.text ?? Self.newVultrKey()
    }

    /// A key in the form of Vultr's: 36 capitals.
    private static func newVultrKey() -> String {
        var random = RandomSource(seed: UInt64.random(in: .min ... .max))
        return String(
            (0..<36).map { _ in Character(UnicodeScalar(UInt8(65 + random.next() % 26))) })
    }

    /// Goes on at another speed from a real moment; simulated time makes no jump.
    mutating func change(speed: Double, at now: Instant) {
        guard speed != scale.speed else { return }
        scale = ClockScale(realStart: now, simulatedStart: scale.map(now), speed: speed)
    }

    var json: JSONObject {
        [
            "seed": .string(String(seed)), "clock": .string(scale.text),
            "vast_api_key": .string(vastKey), "vultr_api_key": .string(vultrKey),
            "admin_key": .string(adminKey),
        ]
    }
}
