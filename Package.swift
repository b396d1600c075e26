// swift-tools-version: 6.1
import PackageDescription

// The commit that --version prints. Only `make dist` and packagers name it: a build that does not know says so.
let commit = Context.environment["GELU_ACCURACY_COMMIT"].flatMap { name in
  !name.isEmpty
    && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._+".contains($0)) }
    ? name : nil
}

let package = Package(
  name: "gelu-accuracy",
  platforms: [.macOS(.v15)],
  products: [
    // MARK: API
    .library(name: "GELUAccuracy", targets: ["GELUAccuracy"]),
    .executable(name: "gelu-accuracy", targets: ["gelu-accuracy"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
  ],
  targets: [
    // MARK: Implementation
    .systemLibrary(
      name: "CMPFR", pkgConfig: "mpfr",
      providers: [.apt(["libmpfr-dev", "libgmp-dev"]), .brew(["mpfr", "gmp"])]),
    .target(name: "FloatingPointFormats", exclude: ["README.md"]),
    .target(name: "CDigests", exclude: ["README.md"]),
    .target(name: "Digests", dependencies: ["CDigests"], exclude: ["README.md"]),
    .target(name: "Functions", exclude: ["README.md"]),
    .target(
      name: "Oracle", dependencies: ["CMPFR", "FloatingPointFormats", "Functions"],
      exclude: ["README.md"]),
    .target(
      name: "Kernels",
      dependencies: [
        "FloatingPointFormats", "Functions",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      exclude: [
        "README.md", "Recommended/best_constants.py", "Recommended/fast_coefficients.py",
      ]),
    .target(name: "CEnvironment", exclude: ["README.md"]),
    .target(name: "Threads", exclude: ["README.md"]),
    .target(
      name: "CBuild", exclude: ["README.md"],
      cSettings: commit.map { [.define("GELU_ACCURACY_COMMIT", to: "\"\($0)\"")] } ?? []),
    .target(name: "CHotLoop", exclude: ["README.md"]),
    .target(name: "CGoldenTables", exclude: ["README.md"]),
    .target(
      name: "Scoring",
      dependencies: [
        "CEnvironment", "CGoldenTables", "CHotLoop", "Digests", "FloatingPointFormats",
        "Functions", "Oracle", "Kernels", "Threads",
      ],
      exclude: ["README.md"]),
    .target(
      name: "Contracts",
      dependencies: ["FloatingPointFormats", "Functions", "Oracle", "Scoring"],
      exclude: ["README.md"]),
    .target(
      name: "Comparing",
      dependencies: [
        "Contracts", "FloatingPointFormats", "Functions", "Kernels", "Oracle", "Scoring",
      ],
      exclude: ["README.md"]),
    .target(
      name: "Analysis",
      dependencies: ["FloatingPointFormats", "Kernels", "Functions", "Oracle", "Scoring"],
      exclude: ["README.md"]),
    .target(
      name: "Identification",
      dependencies: ["FloatingPointFormats", "Functions", "Kernels", "Scoring"],
      exclude: ["README.md"]),
    .target(
      name: "Diagnosis",
      dependencies: [
        "Analysis", "FloatingPointFormats", "Functions", "Identification", "Kernels", "Oracle",
        "Scoring",
      ],
      exclude: ["README.md"]),
    .target(
      name: "Defects",
      dependencies: ["Diagnosis", "FloatingPointFormats", "Functions", "Kernels"],
      exclude: ["README.md"]),
    .target(
      name: "Verdicts", dependencies: ["FloatingPointFormats", "Scoring"],
      exclude: ["README.md"]),
    .target(
      name: "Reporting",
      dependencies: [
        "Analysis", "Digests", "FloatingPointFormats", "Functions", "Kernels", "Oracle", "Scoring",
        "Verdicts",
      ],
      exclude: ["README.md"]),
    .target(name: "CForeignKernel", dependencies: ["CEnvironment"], exclude: ["README.md"]),
    .target(
      name: "ForeignKernels",
      dependencies: [
        "CForeignKernel", "Digests", "FloatingPointFormats", "Kernels", "Oracle", "Scoring",
        "Threads",
      ],
      exclude: ["README.md"]),
    .target(
      name: "GELUAccuracy",
      dependencies: [
        "Analysis", "Comparing", "Contracts", "FloatingPointFormats", "Functions", "Oracle",
        "Kernels",
        "Scoring",
        "Diagnosis", "ForeignKernels", "Identification",
      ],
      exclude: ["README.md"]),
    .executableTarget(
      name: "gelu-accuracy",
      dependencies: [
        "GELUAccuracy", "Analysis", "CBuild", "Comparing", "Contracts", "Digests",
        "FloatingPointFormats", "Functions",
        "Oracle",
        "Kernels",
        "Defects", "Diagnosis", "ForeignKernels", "Identification", "Scoring", "Reporting",
        "Verdicts",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Packaging", "README.md"]),

    // MARK: Tests
    .target(
      name: "TestSupport", dependencies: ["CMPFR", "FloatingPointFormats"],
      path: "Tests/TestSupport"),
    .testTarget(
      name: "FloatingPointFormatsTests",
      dependencies: ["Digests", "FloatingPointFormats", "TestSupport"]),
    .testTarget(name: "DigestsTests", dependencies: ["Digests", "FloatingPointFormats"]),
    .testTarget(
      name: "OracleTests",
      dependencies: ["CMPFR", "FloatingPointFormats", "Functions", "Oracle", "TestSupport"]),
    .testTarget(
      name: "ScoringTests",
      dependencies: [
        "CEnvironment", "CHotLoop", "Digests", "FloatingPointFormats", "Functions", "Oracle",
        "Kernels",
        "Scoring",
        "TestSupport",
      ]),
    .testTarget(
      name: "ComparingTests",
      dependencies: [
        "Comparing", "Contracts", "FloatingPointFormats", "Functions", "Kernels", "Oracle",
        "Scoring", "TestSupport",
      ]),
    .testTarget(
      name: "GateTests",
      dependencies: [
        "Contracts",
        "FloatingPointFormats", "Functions", "Oracle", "Kernels", "Scoring", "TestSupport",
      ]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Analysis", "Digests", "FloatingPointFormats", "Functions", "Oracle", "Kernels", "Scoring",
        "Reporting",
        "Verdicts",
      ]),
    .testTarget(
      name: "CommandTests", dependencies: ["GELUAccuracy", "gelu-accuracy", "TestSupport"]),
    .testTarget(
      name: "AnalysisTests",
      dependencies: [
        "Analysis", "FloatingPointFormats", "Kernels", "Functions", "Oracle", "Scoring",
        "TestSupport",
      ]),
    .testTarget(
      name: "IdentificationTests",
      dependencies: ["FloatingPointFormats", "Functions", "Identification", "Kernels", "Oracle"]),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: [
        "Defects", "Diagnosis", "FloatingPointFormats", "Functions", "Identification", "Kernels",
        "Oracle", "Reporting", "Scoring", "TestSupport",
      ]),
    .testTarget(
      name: "KernelsTests", dependencies: ["FloatingPointFormats", "Kernels", "TestSupport"]),
    .executableTarget(
      name: "foreign-worker", dependencies: ["ForeignKernels"],
      path: "Tests/ForeignKernelsTests/foreign-worker"),
    .testTarget(
      name: "ForeignKernelsTests",
      dependencies: [
        "Digests", "FloatingPointFormats", "Kernels", "ForeignKernels", "CForeignKernel",
        "TestSupport", "foreign-worker",
      ],
      exclude: ["foreign-worker", "Fixtures", "Misbehaving"]),
  ]
)

// Only who makes the documentation needs the plugin.
if Context.environment["GELU_ACCURACY_DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
