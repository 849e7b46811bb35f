// swift-tools-version: 6.2
// Layers as targets: each answers one question and may only look down (Documentation.docc/Architecture.md).

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

// Scripts that make a program for others say which commit it is of.
let commit = (Context.environment["HINDSIGHT_COMMIT"] ?? "").filter {
  $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
}

let package = Package(
  name: "hindsight",
  products: [
    .executable(name: "hindsight", targets: ["hindsight"]),
    .library(name: "CassandraModel", targets: ["CassandraModel"]),
    .library(name: "CassandraInput", targets: ["CassandraInput"]),
    .library(name: "CassandraAnalysis", targets: ["CassandraAnalysis"]),
    .library(name: "CassandraReport", targets: ["CassandraReport"]),
  ],
  targets: [
    // The only library linked. Without its header SwiftPM names the package to install.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // What do we know?
    .target(name: "CassandraModel", exclude: ["README.md"], swiftSettings: strict),
    // Where did it come from?
    .target(
      name: "CassandraInput", dependencies: ["CassandraModel", "CZlib"], exclude: ["README.md"],
      swiftSettings: strict),
    // What does it mean?
    .target(
      name: "CassandraAnalysis", dependencies: ["CassandraModel"], exclude: ["README.md"],
      swiftSettings: strict),
    // What would the monitoring procedures have done?
    .target(
      name: "CassandraReplays", dependencies: ["CassandraModel", "CassandraAnalysis"], exclude: ["README.md"],
      swiftSettings: strict),
    // How do we say it?
    .target(
      name: "CassandraReport", dependencies: ["CassandraModel", "CassandraAnalysis", "CassandraReplays"],
      exclude: ["README.md"], swiftSettings: strict),
    // Which commit is this program of?
    .target(
      name: "CBuildCommit", exclude: ["README.md"],
      cSettings: commit.isEmpty ? [] : [.define("HINDSIGHT_COMMIT", to: "\"\(commit)\"")]),
    // One page of wiring.
    .executableTarget(
      name: "hindsight",
      dependencies: [
        "CBuildCommit", "CassandraModel", "CassandraInput", "CassandraAnalysis", "CassandraReplays",
        "CassandraReport",
      ],
      exclude: ["README.md"], swiftSettings: strict),

    // What tests of several layers share.
    .target(
      name: "TestSupport", dependencies: ["CZlib", "CassandraModel"], path: "Tests/TestSupport",
      exclude: ["README.md"],
      swiftSettings: strict),
    // Inputs that are damaged on purpose, for tests and for the long run.
    .target(
      name: "FuzzSupport",
      dependencies: [
        "CassandraModel", "CassandraInput", "CassandraAnalysis", "CassandraReplays", "CassandraReport",
        "TestSupport",
      ],
      path: "Tests/FuzzSupport", exclude: ["README.md"], swiftSettings: strict),
    .testTarget(
      name: "CassandraModelTests", dependencies: ["CassandraModel"], swiftSettings: strict),
    // CZlib, because these tests make their own gzip and zip files.
    .testTarget(
      name: "CassandraInputTests",
      dependencies: ["CassandraInput", "CassandraModel", "CZlib", "FuzzSupport", "TestSupport"],
      exclude: ["Nodetool/Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "CassandraReportTests",
      dependencies: [
        "CassandraModel", "CassandraAnalysis", "CassandraReplays", "CassandraReport", "TestSupport",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "hindsight", "CassandraModel", "CassandraInput", "CassandraAnalysis", "CassandraReplays",
        "CassandraReport",
        "FuzzSupport", "TestSupport",
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "CassandraAnalysisTests",
      dependencies: ["CassandraModel", "CassandraAnalysis", "CassandraReplays", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "hindsight", "CassandraModel", "CassandraInput", "CassandraAnalysis", "CassandraReplays",
        "CassandraReport",
        "FuzzSupport", "TestSupport",
      ],
      exclude: ["Fixtures", "Golden"], swiftSettings: strict),
    // What other programs make of our output: skipped, with a word, where such a program is not.
    .testTarget(
      name: "OutsideProgramTests", dependencies: ["hindsight", "TestSupport"], exclude: ["Golden"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// The benchmark is for people who measure; an ordinary build does not know it.
if Context.environment["HINDSIGHT_BENCHMARK"] != nil {
  package.targets.append(
    .executableTarget(
      name: "benchmark", dependencies: ["CZlib", "CassandraModel", "CassandraAnalysis"],
      exclude: ["README.md"], swiftSettings: strict))
}

// The long run over damaged inputs, which a person starts: SecurityAndHostileInput.md. Guided by
// libFuzzer, it has libFuzzer's main program in the place of its own.
let isGuided = Context.environment["HINDSIGHT_LIBFUZZER"] != nil
if isGuided || Context.environment["HINDSIGHT_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzSupport", "TestSupport"],
      exclude: ["README.md"]
        + (isGuided ? ["Files.swift", "Main.swift", "Supervisor.swift", "Worker.swift"] : []),
      swiftSettings: strict))
}
