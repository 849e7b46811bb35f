// swift-tools-version: 6.2
// A package that reads captures with Hindsight's libraries. Elsewhere the dependency is a URL and a version.

import PackageDescription

let package = Package(
  name: "findings",
  dependencies: [.package(name: "hindsight", path: "../..")],
  targets: [
    .executableTarget(
      name: "findings",
      dependencies: [
        .product(name: "CassandraInput", package: "hindsight"),
        .product(name: "CassandraAnalysis", package: "hindsight"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
