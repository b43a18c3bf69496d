extension Axis {
  /// An axis for measured values that are mostly above zero: logarithmic when the greatest is more
  /// than five times the least, and with the zero in view where they come near it.
  package static func measured(_ name: String, _ values: [Double]) -> Axis {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    if low > 0, high / low > 5 {
      return Axis(name + " (log scale)", domain: (low / 1.15)...(high * 1.15), kind: .logarithmic)
    }
    let pad = max((high - low) * 0.08, abs(high) * 0.01)
    let bottom = low - pad
    let start = low >= 0 && (bottom < 0 || low < 0.3 * high) ? 0 : bottom
    return Axis(name, domain: start...max(high + pad, start + 1e-12))
  }
}
