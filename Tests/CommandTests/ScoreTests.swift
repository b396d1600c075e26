import Foundation
import Testing

/// `score` on files that say one thing and options that say another, on files of nothing, and on rows that
/// have no score.
@Suite struct ScoreTests {
  private func files() throws -> Files {
    let files = try Files()
    let run = try files.run(
      "$GA emit-inputs --format float16 --function relu -o x.npy; cp x.npy y.npy")
    try #require(run.status == 0)
    return files
  }

  /// The sidecar says relu's value: both are replaced by what the options say.
  @Test func optionsGoBeforeTheSidecar() throws {
    let files = try files()
    let score = "$GA score --inputs x.npy --outputs y.npy"
    #expect(try files.run(score).out.contains("float16 against relu, "))
    #expect(try files.run("\(score) --derivative").out.contains("float16 against relu′, "))
    #expect(try files.run("\(score) --function silu").out.contains("float16 against silu, "))
    let both = try files.run("\(score) --function silu --derivative --json -").out
    #expect(both.contains("\"derivative\" : 1") && both.contains("\"function\" : \"silu\""))
    let format = try files.run("\(score) --format float32")
    #expect(format.status == 2 && format.err.contains("says float16, not float32"), "\(format)")
    #expect(try files.run("\(score) --format float16").status == 0)
    #expect(try files.run("\(score) --threads 0").status == 2)
  }

  /// Of the gradient's sidecar too: a right gradient is right.
  @Test func aGradientIsScoredAsOne() throws {
    let files = try Files()
    let text = "x_hex,dx_hex\n3c00,3c00\nbc00,0000\n"
    _ = try files.write(text, "g.csv")
    let run = try files.run(
      "$GA score --inputs g.csv --format float16 --function relu --derivative")
    #expect(run.out.contains("2 of 2 correctly rounded"), "\(run)")
  }

  /// A gate that passes on nothing is none.
  @Test func filesOfNothing() throws {
    let files = try Files()
    let prepared = try files.run(
      """
      : > e.csv; printf 'x,y\\n' > head.csv; printf 'dy,x,dx\\n' > grad.csv; : > e.txt
      printf '\\122\\0\\0\\0\\0\\0\\0\\0' > e.safetensors
      for t in x y; do printf '"%s":{"dtype":"F16","shape":[0],"data_offsets":[0,0]}' $t; done |
        sed 's/^/{/;s/}"/},"/;s/$/}/' > body
      printf "\\\\$(printf %03o $(wc -c < body))\\0\\0\\0\\0\\0\\0\\0" > e.safetensors
      cat body >> e.safetensors
      """)
    #expect(prepared.status == 0)
    for name in ["e.csv", "head.csv", "grad.csv", "e.txt", "e.safetensors"] {
      for json in ["", "--json -"] {
        let run = try files.run("$GA score --inputs \(name) --format float16 \(json)")
        #expect(run.status == 2 && run.out.isEmpty, "\(name): \(run)")
        #expect(run.err.contains("holds no inputs"), "\(name): \(run)")
      }
    }
    // With a sidecar that agrees with it.
    let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    _ = try files.write("", "n.bin")
    _ = try files.write(
      """
      {"count":0,"derivative":0,"format":"float16","function":"gelu","kind":"sample",
      "order":{"base":"ascending","seed":0,"shift":0},"padding":{"bits":0,"multiple":1},
      "sha256":"\(hash)"}
      """, "n.bin.json")
    let run = try files.run("$GA score --inputs n.bin --outputs n.bin")
    #expect(run.status == 2 && run.err.contains("holds no inputs"), "\(run)")
  }

  @Test func missingFilesAreMissing() throws {
    let files = try files()
    for line in [
      "--inputs none.npy", "--inputs none.csv --format float16", "--inputs none.pt",
      "--inputs x.npy --outputs none.npy",
    ] {
      let run = try files.run("$GA score \(line)")
      #expect(run.status == 2 && run.err.hasSuffix(": no such file\n"), "\(line): \(run)")
    }
    let seed = "$GA seed k --format float16 -o c --inputs-file none.npy --outputs-file x.npy"
    #expect(try files.run(seed).err.hasSuffix("none.npy: no such file\n"))
    for line in ["check none.json", "merge none.json", "check --manifest none.json"] {
      let run = try files.run("$GA \(line)")
      #expect(run.status == 2 && run.err.components(separatedBy: "none.json").count == 2, "\(run)")
      #expect(run.err.contains("no such file"), "\(run)")
    }
  }

  /// Rows of dy = 0 are held to zero; those with an infinity or a NaN to what the limits give.
  @Test func gradientsWithoutAnUlp() throws {
    let files = try Files()
    let rows = [
      "4200,3c00,4200", "0000,3c00,0000", "8000,bc00,8000", "0000,3c00,3c00", "0000,7e00,7e00",
      "0000,7e00,0000", "7c00,3c00,7c00", "7e00,3c00,7e00", "7c00,4000,3c00",
    ]
    _ = try files.write("dy_hex,x_hex,dx_hex\n" + rows.joined(separator: "\n") + "\n", "g.csv")
    let run = try files.run("$GA score --inputs g.csv --format float16 --function relu")
    // Of the two outputs for x = 1, dy = 0 the wrong one is scored, and both are elements.
    #expect(run.status == 0 && run.out.contains("dy·relu′, 7 pairs (recorded)"), "\(run)")
    #expect(run.out.contains("0x3c00, dy 0x0000"), "\(run)")
    #expect(run.out.contains("9 elements; of them 3 of 4 right (75.000 %)"), "\(run)")
    #expect(run.out.contains("2 of 5 elements with an infinite or NaN input are wrong"), "\(run)")
    #expect(
      run.out.contains(
        "2 pairs with several outputs, each scored by its worst; the first is 0x3c00, dy 0x0000, with "
          + "0x0000 and 0x3c00"), "\(run)")
  }

  @Test func eitherMemoryOrderHasTheSameScore() throws {
    let files = try files()
    // y of 256 rows and columns, saved with the first index fastest.
    let data = try #require(FileManager.default.contents(atPath: files.path("y.npy")))
    let values = data.suffix(1 << 17)
    var moved = Data(count: 1 << 17)
    for i in 0..<(1 << 16) {
      let place = i % 256 * 256 + i / 256
      for b in 0...1 { moved[2 * place + b] = values[values.startIndex + 2 * i + b] }
    }
    let text = "{'descr': '<f2', 'fortran_order': True, 'shape': (256, 256), }\n"
    let header = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(text.utf8.count), 0])
    try (header + Data(text.utf8) + moved).write(to: files.folder.appending(path: "f.npy"))
    func score(_ x: String, _ y: String) throws -> String {
      try files.run("$GA score --inputs \(x) --outputs \(y) --json -").out
        .replacing("\"kernel\" : \"\(y)\"", with: "")
    }
    let straight = try score("x.npy", "y.npy")
    #expect(try score("x.npy", "f.npy") == straight && straight.contains("max_ulp"))
    try FileManager.default.copyItem(
      atPath: files.path("x.npy.json"), toPath: files.path("f.npy.json"))
    #expect(try score("f.npy", "y.npy") == straight)
  }

  /// x and y, or dy, x and dx, in one file of text.
  @Test func pairsInOneFile() throws {
    let files = try Files()
    let good = try files.write("x_hex,y_hex\n3c00,3c00\nbc00,0000\n4000,4000\n", "xy.csv")
    let run = try Run(["score", "--inputs", good, "--format", "float16", "--function", "relu"])
    #expect(run.status == 0 && run.out.contains("3 of 3 correctly rounded"), "\(run)")
    let twice = try files.write("x_hex,y_hex\n3c00,3c00\n3c00,3c01\n", "twice.csv")
    let two = try Run(["score", "--inputs", twice, "--format", "float16", "--function", "relu"])
    #expect(two.status == 0 && two.out.contains("the first is 0x3c00, with 0x3c00 and 0x3c01"))
    #expect(two.out.contains("0 of 1 correctly rounded") && two.out.contains("1 of 2 right"))
    let text = "dy_hex,x_hex,dx_hex\n4200,3c00,4200\nbc00,3c00,bc00\n4200,bc00,0000\n"
    let back = try Run([
      "score", "--inputs", files.write(text, "b.csv"), "--format", "float16", "--function", "relu",
    ])
    #expect(back.status == 0 && back.out.contains("dy·relu′, 3 pairs (recorded)"), "\(back)")
    #expect(back.out.contains("3 of 3 correctly rounded"), "\(back)")
    let none = try Run(["score", "--inputs", good])
    #expect(none.status == 2 && none.err.contains("not which format; give --format"))
  }
}
