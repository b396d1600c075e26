// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "MyGELU",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "gelu-accuracy", path: "../..")
  ],
  targets: [
    .target(name: "MyGELU"),
    .testTarget(
      name: "MyGELUTests",
      dependencies: ["MyGELU", .product(name: "GELUAccuracy", package: "gelu-accuracy")]),
  ])
