import Foundation

/// JUnit's XML, a test case for each contract.
enum JUnit {
  static func text(_ all: [ContractResult]) -> String {
    let cases = all.map { v in
      let head =
        "  <testcase classname=\"gelu-accuracy\" name=\"\(escaped(v.name))\" file=\"\(escaped(v.path))\" "
        + "time=\"\(String(format: "%.3f", v.seconds))\""
      if let problem = v.problem {
        return "\(head)>\n    <error message=\"\(escaped(problem))\"/>\n  </testcase>"
      }
      let out = escaped(
        v.findings.map { "\(v.word($0)): \($0.text)" }.joined(separator: "\n"))
      let failure = v.failures.first.map { first in
        let lines = v.failures.map { "\(v.word($0)): \($0.text)" }.joined(separator: "\n")
        return "    <failure message=\"\(escaped(first.text))\">\(escaped(lines))</failure>\n"
      }
      return "\(head)>\n\(failure ?? "")    <system-out>\(out)</system-out>\n  </testcase>"
    }
    let counts =
      "tests=\"\(all.count)\" failures=\"\(all.count { $0.status == 1 })\" "
      + "errors=\"\(all.count { $0.status == 2 })\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="gelu-accuracy" \(counts)>
      \(cases.joined(separator: "\n"))
      </testsuite>
      """
  }

  private static func escaped(_ text: String) -> String {
    String(
      text.unicodeScalars.map { c -> String in
        switch c {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "\n": "&#10;"
        // XML 1.0 has no other control characters, and two more that it leaves out.
        case _ where c.value < 32 && c != "\t" || c.value == 0xfffe || c.value == 0xffff: "?"
        default: String(c)
        }
      }.joined())
  }
}
