/// Something to tell the user in one line, and the exit status that goes with it.
struct Failure: Error, CustomStringConvertible {
  var description: String
  var status: Int32 = 2

  init(_ description: String, status: Int32 = 2) {
    self.description = description
    self.status = status
  }
}

/// Runs work whose errors are one line each and mean exit status 2.
func reportingErrors<R>(_ body: () throws -> R) throws -> R {
  do { return try body() } catch let failure as Failure { throw failure } catch {
    throw Failure("\(error)")
  }
}
