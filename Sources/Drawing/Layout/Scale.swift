import Foundation

/// A mapping from data to points along one direction of a page, linear or logarithmic.
package struct Scale: Hashable, Sendable {
  /// How equal steps of the page are to be read.
  package enum Kind: String, Hashable, Sendable {
    /// Equal steps are equal differences.
    case linear
    /// Equal steps are equal ratios; the domain is above zero.
    case logarithmic
  }

  /// A value with its text, at a position that the reader can name.
  package struct Tick: Hashable, Sendable {
    package var value: Double
    package var label: String

    /// A tick at `value`, which is called `label`.
    package init(value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// Linear or logarithmic.
  package let kind: Kind
  /// The values that are shown.
  package let domain: ClosedRange<Double>
  /// Where the domain's lower end lies on the page, in points.
  package let start: Double
  /// Where the domain's upper end lies; less than `start` for an axis that rises.
  package let end: Double

  /// A scale from `domain` to the points from `start` to `end`. An empty domain is widened.
  package init(
    _ kind: Kind = .linear, domain: ClosedRange<Double>, from start: Double, to end: Double
  ) {
    let widened = Self.widened(domain, kind)
    self.kind = kind
    self.domain = widened
    self.start = start
    self.end = end
  }

  /// The position of `value` on the page.
  package func callAsFunction(_ value: Double) -> Double {
    let (low, high) = (transformed(domain.lowerBound), transformed(domain.upperBound))
    return start + (transformed(value) - low) / (high - low) * (end - start)
  }

  /// How many of the finite `values` lie in each of so many bins, all as wide on the page.
  package func counts(of values: [Double], bins: Int) -> [Double] {
    var counts = [Double](repeating: 0, count: bins)
    for value in values where value.isFinite {
      let share = (self(value) - start) / (end - start)
      counts[min(bins - 1, max(0, Int(clamping: share * Double(bins))))] += 1
    }
    return counts
  }

  /// At most `count` round values (1, 2 or 5 times a power of ten) inside the domain.
  package func ticks(atMost count: Int) -> [Tick] {
    guard count > 0 else { return [] }
    switch kind {
    case .linear: return linearTicks(atMost: count)
    case .logarithmic:
      for multiples in [[1.0, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]] {
        let ticks = logarithmicTicks(multiples)
        if ticks.count <= count { return ticks.count > 1 ? ticks : linearTicks(atMost: count) }
      }
      let decades = logarithmicTicks([1])
      let skip = (decades.count + count - 1) / count
      return decades.enumerated().filter { $0.offset % skip == 0 }.map(\.element)
    }
  }

  /// Whole numbers only: for epochs and counts.
  package func wholeTicks(atMost count: Int) -> [Tick] {
    guard count > 0 else { return [] }
    var step = max(
      1, roundStep(atLeast: (domain.upperBound - domain.lowerBound) / Double(count + 1)))
    while multiples(of: step).count > count { step = roundStep(atLeast: step * 1.1) }
    if multiples(of: step).count < 2, step > 2 {
      // One tick tells no distance: a step that is not round is better.
      step = 2
      while multiples(of: step).count > count { step += 1 }
    }
    return multiples(of: step).map {
      Tick(value: $0, label: NumberText.count(Int(clamping: $0)))
    }
  }

  private func transformed(_ value: Double) -> Double {
    kind == .linear ? value : log10(max(value, .leastNormalMagnitude))
  }

  private func linearTicks(atMost count: Int) -> [Tick] {
    // The finest round step that does not give too many.
    var step = roundStep(atLeast: (domain.upperBound - domain.lowerBound) / Double(count + 1))
    while multiples(of: step).count > count { step = roundStep(atLeast: step * 1.1) }
    let decimals = max(0, Int(clamping: -floor(log10(step) + 1e-9)))
    return multiples(of: step).map { value in
      let label: String
      if decimals > 4 {
        label = NumberText.short(value, digits: 2)
      } else if decimals == 0, abs(value) < 1e15 {
        label = NumberText.count(Int(clamping: value))
      } else {
        label = NumberText.fixed(value, decimals: decimals)
      }
      return Tick(value: value, label: label)
    }
  }

  private func logarithmicTicks(_ multiples: [Double]) -> [Tick] {
    let first = Int(clamping: floor(log10(domain.lowerBound)))
    let last = Int(clamping: ceil(log10(domain.upperBound)))
    var ticks: [Tick] = []
    for exponent in first...max(first, last) {
      for multiple in multiples {
        let value = multiple * pow(10, Double(exponent))
        if domain.lowerBound <= value * (1 + 1e-9), value * (1 - 1e-9) <= domain.upperBound {
          ticks.append(Tick(value: value, label: NumberText.short(value, digits: 1)))
        }
      }
    }
    return ticks
  }

  private func multiples(of step: Double) -> [Double] {
    let slack = step * 1e-6
    var index = ((domain.lowerBound - slack) / step).rounded(.up)
    var result: [Double] = []
    while index * step <= domain.upperBound + slack, result.count < 100 {
      result.append(index * step + 0)
      index += 1
    }
    return result
  }

  private func roundStep(atLeast step: Double) -> Double {
    guard step > 0, step.isFinite else { return 1 }
    let power = pow(10, floor(log10(step)))
    for factor in [1.0, 2, 5] where factor * power >= step * (1 - 1e-9) { return factor * power }
    return 10 * power
  }

  private static func widened(_ domain: ClosedRange<Double>, _ kind: Kind) -> ClosedRange<Double> {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    guard low.isFinite, high.isFinite else { return kind == .linear ? 0...1 : 0.1...1 }
    switch kind {
    case .linear:
      let least = max(abs(low), abs(high)) * 1e-9
      if high - low > least { return domain }
      let half = low == 0 ? 1 : abs(low) / 2
      return (low - half)...(high + half)
    case .logarithmic:
      guard high > 0 else { return 0.1...1 }
      let bottom = low > 0 ? low : high / 1000
      return high > bottom * (1 + 1e-9) ? bottom...high : (bottom / 2)...(high * 2)
    }
  }
}
