import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library whose libm the kernels call, with its version, as contracts name it.
public var platformLibm: String { Platform.libm }

/// What differs between platforms.
enum Platform {
  #if canImport(Glibc)
    /// The file of the program or library that holds an address, as the kernel's table of mappings has it.
    static func programPath(of address: UnsafeRawPointer) -> String {
      let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
      let place = UInt(bitPattern: address)
      for line in maps.split(separator: "\n") {
        let fields = line.split(separator: " ", maxSplits: 5)
        let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard fields.count == 6, ends.count == 2, ends[0] <= place, place < ends[1] else {
          continue
        }
        let path = String(fields[5].drop { $0 == " " })
        if access(path, R_OK) == 0 { return path }
      }
      return "/proc/self/exe"
    }
  #else
    /// The file of the program or library that holds an address.
    static func programPath(of address: UnsafeRawPointer) -> String {
      var info = Dl_info()
      guard dladdr(address, &info) != 0, let path = info.dli_fname else { return "" }
      return String(cString: path)
    }
  #endif

  #if canImport(Glibc)
    /// A file in a folder that goes with its last descriptor unless it is named; nil where the file
    /// system has none.
    static func openUnnamed(in folder: String) -> Int32? {
      // O_TMPFILE, a macro that Swift does not see: __O_TMPFILE with O_DIRECTORY.
      let file = open(folder, O_WRONLY | O_CLOEXEC | 0o20_000_000 | O_DIRECTORY, 0o666)
      return file >= 0 ? file : nil
    }

    /// Gives an unnamed file a name.
    static func name(_ file: Int32, _ path: String) -> Bool {
      linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
    }
  #else
    static func openUnnamed(in folder: String) -> Int32? { nil }
    static func name(_ file: Int32, _ path: String) -> Bool { false }
  #endif

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
