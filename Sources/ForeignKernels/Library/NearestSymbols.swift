import Foundation
import Kernels

/// What a library exports that is most like a symbol that it does not: `my::gelu(float) as _ZN2my4geluEf`.
/// Empty where there is nothing like it, or no program that lists symbols.
func nearestSymbols(to name: String, in library: String) -> [String] {
  guard let listed = outputOf("nm", SymbolTable.arguments + [library]) else { return [] }
  let mangled = listed.split(whereSeparator: \.isNewline).compactMap { line -> String? in
    let parts = line.split(separator: " ")
    guard parts.count >= 2, ["T", "W", "i"].contains(parts[1]) else { return nil }
    return String(parts[0])
  }
  .prefix(2000)
  guard !mangled.isEmpty else { return [] }
  let plain = outputOf("c++filt", SymbolTable.filter + mangled)?.split(whereSeparator: \.isNewline)
  let shown = plain?.count == mangled.count ? plain?.map(String.init) : nil
  let wanted = lastName(name)
  let ranked = zip(mangled, shown ?? Array(mangled)).map { mangled, shown in
    (distance: distance(wanted, lastName(shown)), mangled: mangled, shown: shown)
  }
  return ranked.filter { $0.distance <= max(1, wanted.count / 3) }
    .sorted { ($0.distance, $0.shown) < ($1.distance, $1.shown) }.prefix(3)
    .map { $0.mangled == $0.shown ? $0.shown : "\($0.shown) as \($0.mangled)" }
}

/// `gelu` of `my::gelu<float>(float const*)`.
private func lastName(_ symbol: String) -> String {
  let name = symbol.prefix { $0 != "(" && $0 != "<" }
  return (name.split(separator: ":").last.map(String.init) ?? String(name)).lowercased()
    .trimmingCharacters(in: CharacterSet(charactersIn: "_ "))
}

/// 0 for equal names, 1 where one has the other in it, else how many letters have to be changed.
private func distance(_ a: String, _ b: String) -> Int {
  if a == b { return 0 }
  if a.count >= 3, b.contains(a) || 2 * b.count >= a.count && a.contains(b) { return 1 }
  return editDistance(a, b)
}

/// How the system's programs are asked for the symbols that a library exports.
private enum SymbolTable {
  #if canImport(Darwin)
    static let arguments = ["-gUP"]
    static let filter = ["-_"]
  #else
    static let arguments = ["-D", "--defined-only", "--format=posix"]
    static let filter: [String] = []
  #endif
}

/// What a program prints; nil where there is none, it fails, or it takes ten seconds.
private func outputOf(_ program: String, _ arguments: [String]) -> String? {
  guard let ran = try? Captured(program, arguments, takesErrors: false), ran.isGood else {
    return nil
  }
  return ran.text
}
