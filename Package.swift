// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]

/// A target of the house; `design` gives its arrows.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A system library: a module map and a shim, nothing else.
func library(_ name: String, pkgConfig: String?, apt: [String]) -> Target {
  .systemLibrary(
    name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt(apt)])
}

/// Tests of a target; fixtures are read from `Tests/Fixtures`, beside the tests.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + dependencies + ["TestSupport"],
    swiftSettings: strict)
}

let package = Package(
  name: "casebook",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "casebook", targets: ["casebook"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ],
  targets: [
    library(
      "CMarkGFM", pkgConfig: "libcmark-gfm",
      apt: ["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]),
    library("CHTS", pkgConfig: "htslib", apt: ["libhts-dev"]),
    library("COpenBLAS", pkgConfig: nil, apt: ["libopenblas-dev"]),
    library("CCrypto", pkgConfig: "libcrypto", apt: ["libssl-dev"]),
    library("CSQLite", pkgConfig: "sqlite3", apt: ["libsqlite3-dev"]),
    library("CJemalloc", pkgConfig: "jemalloc", apt: ["libjemalloc-dev"]),
    library("CPosix", pkgConfig: nil, apt: []),
    .target(name: "CKernels"),
    room("Diagnostics", []),
    room("Tables", ["Diagnostics"]),
    room("Store", ["Tables", "Diagnostics", "CCrypto", "CPosix"]),
    room("CohortModel", ["Tables", "Diagnostics"]),
    room("Numerics", ["CKernels", "COpenBLAS"]),
    room("Markup", ["Tables", "Diagnostics", "CMarkGFM", "Yams"]),
    room("Figures", ["Markup", "Tables", "Diagnostics"]),
    room("Knowledge", ["CohortModel", "Tables", "Diagnostics"]),
    room(
      "Formats", ["CohortModel", "Knowledge", "Tables", "Diagnostics", "CHTS", "CKernels", "Yams"]),
    room("Analyses", ["CohortModel", "Knowledge", "Numerics", "Tables"]),
    room("Ethics", ["CohortModel", "Tables", "Numerics", "Diagnostics", "CCrypto"]),
    room(
      "Reports",
      ["Ethics", "Analyses", "Knowledge", "Figures", "Markup", "CohortModel", "Tables"]),
    .target(
      name: "SiteDefaults", resources: [.embedInCode("files")], swiftSettings: strict),
    room(
      "SiteBuilder",
      ["Markup", "Figures", "Tables", "Store", "Diagnostics", "SiteDefaults", "CSQLite"]),
    room(
      "Pipeline",
      [
        "SiteBuilder", "SiteDefaults", "Reports", "Ethics", "Analyses", "Knowledge", "Formats",
        "Figures", "Markup",
        "Numerics", "CohortModel", "Store", "Tables", "Diagnostics", "FlyingFox", "Yams",
      ]),
    .executableTarget(
      name: "casebook",
      dependencies: [
        "Pipeline", "Diagnostics", "CJemalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("Diagnostics"),
    tests("Tables", ["Diagnostics"]),
    tests("Ethics", ["CohortModel", "Tables"]),
    tests("Formats", ["CohortModel", "Knowledge", "Tables", "Diagnostics", "Store"]),
    tests("Numerics", ["CKernels"]),
    tests("Analyses", ["CohortModel", "Knowledge", "Numerics", "Tables", "Formats", "Store"]),
    tests("Markup", ["Diagnostics"]),
    tests("Figures", ["Markup", "Tables", "Diagnostics"]),
    tests("SiteBuilder", ["Markup", "Store", "Diagnostics"]),
    tests("Store", ["Diagnostics"]),
    tests(
      "Pipeline", ["Analyses", "CohortModel", "Diagnostics", "Knowledge", "Store", "Tables"]),
  ]
)
