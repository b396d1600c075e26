import Foundation
import Testing

/// Contracts that are committed hold wherever they are checked out.
@Suite struct SeedTests {
  /// Names that a shell takes apart, or runs.
  static let folders = ["it's a place", "a $(touch ran) \"b\" `touch ran`; #&"]

  @Test(arguments: folders) func aContractMovesWithItsKernel(_ name: String) throws {
    let files = try Files()
    let home = files.folder.appending(path: name)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let seed = try Run(
      script: """
        printf '#!/bin/sh\\nexec cat\\n' > run.sh
        mkdir 'the data'; $GA emit-inputs --format bfloat16 --inputs sample:100 -o 'the data/x.npy' > emitted
        cp 'the data/x.npy' y.npy
        own=(--format bfloat16 --function relu --inputs sample:100 -o 'my contracts' --accept 'a copy')
        $GA seed command --command 'sh run.sh' "${own[@]}" &&
        $GA seed file --inputs-file 'the data/x.npy' --outputs-file "$PWD/y.npy" "${own[@]}"
        """, in: home)
    #expect(seed.status == 0, "\(seed)")
    let paths = ["command", "file"].map { "my contracts/bfloat16/\($0)-against-relu.json" }
    #expect(seed.out == paths.joined(separator: "\n") + "\n", "\(seed)")
    let moved = files.folder.appending(path: "else where/it's here")
    try FileManager.default.createDirectory(
      at: moved.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: home, to: moved)
    let check = try Run(
      ["check"] + paths.map { moved.appending(path: $0).path })
    let verdicts = check.out.split(separator: "\n").filter { $0.hasPrefix("holds  ") }
    #expect(check.status == 0 && verdicts.count == 2, "\(check)")
    let linked = try Run(
      script: "ln -s 'my contracts/bfloat16' there; $GA check there/*.json", in: moved)
    #expect(linked.status == 0, "\(linked)")
    for path in paths {
      let text = try String(contentsOf: moved.appending(path: path), encoding: .utf8)
      #expect(!text.contains(files.folder.lastPathComponent), "\(text)")
    }
    #expect(try !files.names.contains { $0.hasSuffix("ran") })
  }

  @Test(.enabled(if: Compiler.exists), arguments: ["build/libk.so", "$PWD/build/libk.so"])
  func aLibraryMovesToo(_ library: String) throws {
    let files = try Files()
    let home = files.folder.appending(path: "home")
    try FileManager.default.createDirectory(
      at: home.appending(path: "build"), withIntermediateDirectories: true)
    let source = try files.write(
      "float same(float x) { return x; }", "k.c")
    try Compiler.run([
      "-shared", "-fPIC", source, "-o", home.appending(path: "build/libk.so").path,
    ])
    let seed = try Run(
      script: """
        $GA seed same --library \(library) --symbol same --form scalar --format float32 \
          --derivative --inputs sample:100 -o contracts --accept 'no gradient'
        """, in: home)
    #expect(seed.status == 0 && seed.out == "contracts/float32/same.json\n", "\(seed)")
    let copy = files.folder.appending(path: "copy")
    try FileManager.default.moveItem(at: home, to: copy)
    let path = copy.appending(path: "contracts/float32/same.json").path
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"../../build/libk.so\""))
    let check = try Run(["check", path])
    #expect(check.status == 0 && check.out.hasPrefix("holds  same"), "\(check)")
  }

  /// The contract of one function is not lost for that of another.
  @Test func anotherFunctionIsAnotherFile() throws {
    let files = try Files()
    let seed = "$GA seed k --command cat --format float16 -o . --accept copy"
    #expect(try files.run("\(seed) --function relu").out == "./float16/k-against-relu.json\n")
    #expect(try files.run(seed).out == "./float16/k.json\n")
    #expect(try files.run(seed).status == 0)
    let other = try files.run("\(seed) --derivative")
    #expect(other.status == 2 && other.err.contains("k.json holds k to gelu;"), "\(other)")
    let builtIn = try files.run("$GA seed relu --format float16 --function gelu -o .")
    #expect(builtIn.out == "./float16/relu-against-gelu.json\n", "\(builtIn)")
  }
}
