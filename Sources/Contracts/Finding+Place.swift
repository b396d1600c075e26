extension Finding {
  /// Whether a kernel's outputs depend on more than their inputs: their place in a call, the other
  /// inputs, earlier calls, chance. A waiver names it `place`.
  package static func place(holds: Bool, _ text: String) -> Finding {
    Finding(what: "place", kind: holds ? .holds : .broken, text: "place: \(text)")
  }
}
