import AECore
import Foundation

/// How learned weights colour the lines: blue below zero, orange above, the same limit at both
/// ends.
struct WeightScale {
  /// The largest magnitude of all the layer's weights.
  let limit: Float
  private let weights: Tensor
  private let largePerGroup: Int
  private let map: Colormap

  /// The scale of a figure's weights; nil when it has none, or none but zeros.
  init?(_ figure: ConnectivityFigure, theme: Theme) {
    guard let weights = figure.weights, let limit = Self.limit(of: weights) else { return nil }
    self.weights = weights
    self.limit = limit
    largePerGroup = figure.pair.largeShape.channels / figure.pair.geometry.groups
    map = .diverging(theme)
  }

  /// The largest finite magnitude; nil when that is 0.
  static func limit(of weights: Tensor) -> Float? {
    let largest = weights.largestMagnitude
    return largest > 0 ? largest : nil
  }

  /// A limit as it is printed, in two significant digits or more.
  static func text(_ limit: Float) -> String { String(format: "%.2g", limit) }

  /// The weight that a connection carries: (O, C/groups, KH, KW).
  func weight(of connection: Connection) -> Float {
    weights[
      connection.small.channel, connection.large.channel % largePerGroup, connection.tap.y,
      connection.tap.x]
  }

  /// A weight's colour; what is not finite has zero's.
  func color(_ weight: Float) -> Color {
    map.color(at: weight.isFinite ? 0.5 + 0.5 * Double(weight / limit) : 0.5)
  }

  /// A weight's magnitude, from 0 to 1 at the limit.
  func share(_ weight: Float) -> Double {
    weight.isFinite ? Double(abs(weight) / limit) : 0
  }
}
