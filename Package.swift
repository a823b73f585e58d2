// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "fleetkeeper",
    products: [
        .executable(name: "autoscaler", targets: ["Autoscaler"]),
        .executable(name: "cloudsim", targets: ["CloudSim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(
            url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        // System libraries, from Debian's -dev packages.
        .systemLibrary(
            name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CLibsqlite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CCurlShim", dependencies: ["CLibcurl"]),

        // A header of the C library that Swift's own module of it leaves out.
        .systemLibrary(name: "CMalloc"),

        // What two tools need.
        .target(
            name: "Shared",
            dependencies: [
                "CLibcurl", "CLibyaml", "CLibsqlite", "CCurlShim", "CMalloc", argumentParser,
                logging,
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),

        // The tools, one folder each.
        .executableTarget(
            name: "Autoscaler", dependencies: ["Shared", argumentParser, logging],
            swiftSettings: strict),
        .executableTarget(
            name: "CloudSim",
            dependencies: [
                "Shared", argumentParser, logging,
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            exclude: ["Catalog/README.md"],
            swiftSettings: strict),

        // What several test targets need; it is part of no tool.
        .target(
            name: "TestSupport", dependencies: ["Shared"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "ProviderTests",
            dependencies: [
                "CloudSim", "Shared", "TestSupport", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: strict),
        .testTarget(name: "SharedTests", dependencies: ["Shared"], swiftSettings: strict),
        .testTarget(
            name: "AutoscalerTests",
            dependencies: ["Autoscaler", "CloudSim", "Shared", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CloudSimTests", dependencies: ["CloudSim", "Shared"], swiftSettings: strict),
        .testTarget(
            name: "CommandTests", dependencies: ["Autoscaler", "CloudSim", "Shared"],
            swiftSettings: strict),
        .testTarget(name: "HouseTests", dependencies: ["Shared"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
