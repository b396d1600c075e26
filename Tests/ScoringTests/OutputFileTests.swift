import Foundation
import Scoring
import TestSupport
import Testing

@Suite struct OutputFileTests {
  private let manager = FileManager.default
  private let new = Data("new".utf8)

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = manager.temporaryDirectory.appending(path: "output-\(UUID())").path
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: folder) }
    try body(folder)
  }

  private func kind(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  /// Nothing, and a file of any mode, which stays; the old content is never half there, since it is
  /// another file.
  @Test(arguments: [nil, 0o600, 0o644, 0o755, 0o666] as [mode_t?]) func files(_ mode: mode_t?)
    throws
  {
    try inFolder { folder in
      let path = folder + "/a"
      var (before, after) = (stat(), stat())
      if let mode {
        try Data("older and longer".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
        #expect(stat(path, &before) == 0)
      }
      try OutputFile.write(new, to: path)
      #expect(manager.contents(atPath: path) == new && stat(path, &after) == 0)
      if let mode { #expect(after.st_mode & 0o777 == mode && after.st_ino != before.st_ino) }
      #expect(try manager.contentsOfDirectory(atPath: folder) == ["a"])
    }
  }

  /// To a file, to nothing, over several steps, out of another folder.
  @Test func links() throws {
    try inFolder { folder in
      try manager.createDirectory(atPath: folder + "/d", withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: folder + "/d/old"))
      for (link, target) in [
        ("d/one", "old"), ("two", "d/one"), ("three", folder + "/two"), ("four", "d/new"),
      ] {
        #expect(symlink(target, folder + "/" + link) == 0)
      }
      for (link, target) in [("two", "d/old"), ("three", "d/old"), ("four", "d/new")] {
        let data = Data(link.utf8)
        try OutputFile.write(data, to: folder + "/" + link)
        #expect(manager.contents(atPath: folder + "/" + target) == data)
        #expect(kind(folder + "/" + link) == S_IFLNK)
      }
      #expect(symlink("round", folder + "/round") == 0)
      #expect(throws: ScoringError.self) { try OutputFile.write(new, to: folder + "/round") }
    }
  }

  @Test func aPipe() throws {
    try inFolder { folder in
      let path = folder + "/p"
      let got = try NamedPipe.read(path) { try OutputFile.write(new, to: path) }
      #expect(got == Array(new) && kind(path) == S_IFIFO)
    }
  }

  /// Made here: as root, a mistake would replace the system's own.
  @Test func aDevice() throws {
    try inFolder { folder in
      let (path, link) = (folder + "/null", folder + "/link")
      #if os(Linux)
        guard mknod(path, S_IFCHR | 0o666, 0x103) == 0 else { return }
      #else
        guard mknod(path, S_IFCHR | 0o666, 0x0300_0002) == 0 else { return }
      #endif
      #expect(symlink("null", link) == 0)
      for place in [path, link] {
        let found = try OutputFile.place(of: place)
        #expect(found == .stream(place) || found == .stream(folder + "/null"))
        // A file system may forbid devices.
        try? OutputFile.write(new, to: place)
      }
      #expect(kind(path) == S_IFCHR && kind(link) == S_IFLNK)
    }
  }

  @Test func placesOfDevicesAndDescriptors() throws {
    #expect(try OutputFile.place(of: "/dev/null") == .stream("/dev/null"))
    for (path, descriptor) in [
      ("/dev/stdout", 1), ("/dev/stderr", 2), ("/dev/fd/7", 7), ("/proc/self/fd/1", 1),
    ] as [(String, Int32)] {
      #expect(try OutputFile.place(of: path) == .descriptor(descriptor))
    }
    try inFolder { folder in
      #expect(symlink("/dev/stdout", folder + "/out") == 0)
      let found = try OutputFile.place(of: folder + "/out")
      #expect(found == .descriptor(1))
    }
  }

  /// Each in one line that names the path, before the work as well as after it; nothing is left.
  @Test func whatCannotBeWritten() throws {
    try inFolder { folder in
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      for path in [
        folder, folder + "/", folder + "/none/a", folder + "/file/a", folder + "/a/", "",
        folder + "/" + String(repeating: "n", count: 300), "/dev/fd/999",
      ] {
        for attempt in [{ try OutputFile.check(path) }, { try OutputFile.write(new, to: path) }] {
          let error = #expect(throws: ScoringError.self, "\(path)") { try attempt() }
          let text = error?.description ?? ""
          #expect(text.hasPrefix("cannot write \(path)") && !text.contains("\n"), "\(text)")
        }
      }
      #expect(try manager.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  #if os(Linux)
    /// A device of its own for root, who could replace the system's by mistake.
    @Test func aFullDisk() throws {
      try inFolder { folder in
        let own = folder + "/full"
        let isOwn = mknod(own, S_IFCHR | 0o666, 0x107) == 0
        guard isOwn || geteuid() != 0 else { return }
        let path = isOwn ? own : "/dev/full"
        let error = #expect(throws: ScoringError.self) { try OutputFile.write(new, to: path) }
        #expect(error?.description == "cannot write \(path): No space left on device")
        #expect(kind(path) == S_IFCHR)
      }
    }
  #endif

  /// One file under all its names, before it is there too; two under two; none where nothing is lost.
  @Test func identities() throws {
    try inFolder { folder in
      try Data().write(to: URL(fileURLWithPath: folder + "/a"))
      #expect(link(folder + "/a", folder + "/hard") == 0)
      for (name, target) in [("soft", "a"), ("here", "."), ("dangling", "free")] {
        #expect(symlink(target, folder + "/" + name) == 0)
      }
      func identity(_ name: String) -> String? { OutputFile.identity(of: folder + "/" + name) }
      for name in ["hard", "soft", "./a", "here/a", "here/here/soft"] {
        #expect(identity(name) == identity("a"))
      }
      for name in ["dangling", "./free", "here/free", "here/dangling"] {
        #expect(identity(name) == identity("free"))
      }
      #expect(Set([identity("a"), identity("free"), identity("other"), nil]).count == 4)
      #expect(OutputFile.identity(of: "/dev/null") == nil)
      #expect(OutputFile.identity(of: "/dev/stdout") == nil)
    }
  }
}
