import FloatingPointFormats
import Testing

@testable import Kernels

@Suite struct CatalogueTests {
  @Test(arguments: FormatName.reported)
  func namesAreUniqueAndDescriptionsComplete(format: FormatName) throws {
    let all = Catalogue.descriptions(for: format)
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(all.map(\.name) == Catalogue.names(for: format))
    for kernel in all {
      #expect(!kernel.formula.isEmpty && !kernel.usedBy.isEmpty && !kernel.arithmetic.isEmpty)
      #expect(!kernel.formula.contains("\n") && !kernel.usedBy.contains("\n"))
      #expect(kernel.defects.allSatisfy { !$0.isEmpty && !$0.contains("\n") })
      #expect(
        kernel.name.contains("-backward") == (kernel.target.derivative == 1), "\(kernel.name)")
      #expect(Reference.value(kernel, 1) != nil, "\(kernel.name): unknown \(kernel.target)")
    }
  }

  @Test(arguments: FormatName.reported)
  func everyNameIsFound(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      for name in Catalogue.names(for: T.name) {
        #expect(try Catalogue.kernel(named: name, for: T.self).description.name == name)
      }
      #expect(Catalogue.kernels(for: T.self).count == Catalogue.names(for: T.name).count)
    }
    try check(format.kernelType)
  }

  @Test func nativeIsListedOnlyWhereItDiffers() throws {
    #expect(Catalogue.names(for: .float16).contains("erf+native"))
    #expect(!Catalogue.names(for: .float32).contains("erf+native"))
  }

  @Test func anUnknownNameNamesItsNeighbours() throws {
    let error = #expect(throws: UnknownKernel.self) {
      try Catalogue.kernel(named: "erff", for: Float.self)
    }
    #expect(
      error?.description == """
        unknown kernel "erff" for float32; did you mean erf, erfc? 'gelu-accuracy list' shows all
        """)
    let far = #expect(throws: UnknownKernel.self) {
      try Catalogue.kernel(named: "hyperbolic-paraboloid", for: BFloat16.self)
    }
    #expect(
      far?.description == """
        unknown kernel "hyperbolic-paraboloid" for bfloat16; 'gelu-accuracy list' shows all
        """)
  }

  @Test(arguments: [("", "abc", 3), ("erf", "erfc", 1), ("kitten", "sitting", 3), ("ab", "ba", 2)])
  func editDistances(a: String, b: String, distance: Int) throws {
    #expect(editDistance(a, b) == distance)
    #expect(editDistance(b, a) == distance)
  }
}
