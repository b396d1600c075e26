import FloatingPointFormats
import Kernels

/// Calls that are made one after another.
enum PositionPass {
  /// The call that all others are held against.
  case first
  /// With the inputs of these indices, in this order, `length` at a time.
  case order([Int], length: Int, offset: Int? = nil, Change)
  /// The same call of so many values again and again, the inputs over and over; fewer values where that
  /// would take too long, unless it must be.
  case long(Int, times: Int, isNeeded: Bool)
  /// With other upstream gradients.
  case dy

  /// What differs from the first call.
  enum Change { case nothing, neighbours, place, length, offset }
}

extension PositionCheck {
  /// What is cheap for what it finds comes first: the time may end before the last.
  func passes(_ form: CallForm, _ count: Int, _ width: Int, _ takesGradient: Bool) -> [PositionPass]
  {
    let all = Array(0..<count)
    let orders = [seed, seed &+ 1].map { seed in
      let shuffle = Shuffle(count: UInt64(count), seed: seed)
      return PositionPass.order(
        all.map { Int(shuffle[UInt64($0)]) }, length: count, .neighbours)
    }
    let again = PositionPass.order(all, length: count, .nothing)
    var passes = [.first, again, orders[0]] + (takesGradient ? [.dy] : [])
    switch form {
    case .values: break
    case .batches: passes += shifted(all)
    case .frames: passes += callsOfFew(count) + callsOfMany() + shifted(all)
    case .buffers(let alignment):
      passes += callsOfFew(count)
      // Not a multiple of anything, so that body and tail are both in each call.
      passes += offsets(alignedTo: alignment, width: width).map {
        .order(all, length: min(count, 4099), offset: $0, .offset)
      }
      passes += callsOfMany()
    }
    return passes + [orders[1]] + Array(repeating: again, count: max(0, repeats - 2))
  }

  private func callsOfMany() -> [PositionPass] {
    longest > 0 ? [.long(longest, times: max(2, longCalls), isNeeded: mustBeLong)] : []
  }

  private func callsOfFew(_ count: Int) -> [PositionPass] {
    lengths.filter { $0 < count }.map {
      .order(spread(count, length: $0), length: $0, .length)
    }
  }

  /// Every input at other places of a batch, its neighbours being the same.
  private func shifted(_ all: [Int]) -> [PositionPass] {
    [1, 8, 1001].filter { $0 < all.count }.map {
      .order(Array(all[$0...] + all[..<$0]), length: all.count, .place)
    }
  }

  /// Runs of `length` neighbours, evenly spread over all inputs.
  private func spread(_ count: Int, length: Int) -> [Int] {
    let runs = min(callsOfALength, count / length)
    return (0..<runs).flatMap { run in
      let first = runs == 1 ? 0 : (count - length) * run / (runs - 1)
      return first..<(first + length)
    }
  }

  /// The offsets at which buffers are aligned as promised.
  func offsets(alignedTo alignment: Int, width: Int) -> [Int] {
    offsets.filter { $0 * width % min(max(1, alignment), 64) == 0 && (alignment <= 64 || $0 == 0) }
  }
}
