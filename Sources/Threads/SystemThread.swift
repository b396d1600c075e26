import Foundation

/// A thread of the system: what differs between Linux and macOS is here.
struct SystemThread {
  private let handle: pthread_t

  /// What a thread runs.
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Nil where the system makes none.
  init?(stack: Int, _ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stack) == 0 else { return nil }
    let work = Unmanaged.passRetained(Work(body))
    #if canImport(Darwin)
      var made: pthread_t?
      let status = pthread_create(
        &made, &attributes,
        { context in
          Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
          return nil
        }, work.toOpaque())
      guard status == 0, let handle = made else {
        work.release()
        return nil
      }
      self.handle = handle
    #else
      var handle = pthread_t()
      let status = pthread_create(
        &handle, &attributes,
        { context in
          if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
          return nil
        }, work.toOpaque())
      guard status == 0 else {
        work.release()
        return nil
      }
      self.handle = handle
    #endif
  }

  func join() { pthread_join(handle, nil) }
  func detach() { pthread_detach(handle) }
}
