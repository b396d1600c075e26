#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What differs between platforms.
enum Platform {
  #if canImport(Glibc)
    /// As confstr has it: "glibc 2.36".
    static var libm: String {
      var text = [CChar](repeating: 0, count: 64)
      confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count)
      return String(decoding: text.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
    }
  #else
    /// Apple's libm has no version of its own: the kernel's release stands for it.
    static var libm: String {
      var size = 0
      sysctlbyname("kern.osrelease", nil, &size, nil, 0)
      var text = [CChar](repeating: 0, count: max(1, size))
      sysctlbyname("kern.osrelease", &text, &size, nil, 0)
      return "Darwin \(String(decoding: text.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self))"
    }
  #endif
}
