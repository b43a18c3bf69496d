/// The numbers of ``NetworkCheck`` number `check` for whoever has loaded the module: in memory, how
/// many there are and then each; nil when there is no such check. Freed by
/// ``networkCheckFree(_:)``.
@c(network_check)
public func networkCheck(_ check: Int32) -> UnsafeMutablePointer<Double>? {
  guard let numbers = NetworkCheck(rawValue: Int(check))?.numbers else { return nil }
  let memory = UnsafeMutablePointer<Double>.allocate(capacity: numbers.count + 1)
  memory.initialize(to: Double(numbers.count))
  for (index, number) in numbers.enumerated() { (memory + index + 1).initialize(to: number) }
  return memory
}

/// Gives back what ``networkCheck(_:)`` returned.
@c(network_check_free)
public func networkCheckFree(_ numbers: UnsafeMutablePointer<Double>?) { numbers?.deallocate() }
