import AENetwork

/// How much the images of a grid differ from their neighbours, and from each other; every
/// difference is the root of a mean squared one, so that 0.1 is a tenth of the way from black to
/// white.
package struct GridSmoothness: Hashable, Sendable {
  /// Of two neighbours, side by side or above each other, on average.
  package var neighbours: Double
  /// Of the two neighbours that differ most.
  package var largest: Double
  /// Of any two images of the grid: root of the mean over all pairs.
  package var any: Double

  /// Images that differ by less than this look the same on a wall.
  package static let visible = 0.02

  /// Whether there is anything to see: the images differ.
  package var varies: Bool { any >= Self.visible }
  /// Whether nowhere a step is as large as the way to any other image: no jumps.
  package var isSmooth: Bool { varies && largest < any }

  /// Of the images `(rows · columns, …)`, row by row; nil for less than two, or where one has a
  /// value that is not finite.
  package init?(_ images: Tensor, rows: Int, columns: Int) {
    precondition(images.shape[0] == rows * columns, "\(images.shape) is no grid")
    let count = rows * columns
    guard count > 1, images.count > 0, images.isFinite else { return nil }
    let size = images.count / count
    let values = images.values
    func difference(_ a: Int, _ b: Int) -> Double {
      var sum = 0.0
      for i in 0..<size {
        let d = Double(values[a * size + i]) - Double(values[b * size + i])
        sum += d * d
      }
      return (sum / Double(size)).squareRoot()
    }
    var steps: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let index = row * columns + column
        if column + 1 < columns { steps.append(difference(index, index + 1)) }
        if row + 1 < rows { steps.append(difference(index, index + columns)) }
      }
    }
    // Over all pairs the mean squared difference is 2·n/(n − 1) times the variance.
    var variance = 0.0
    for i in 0..<size {
      var (sum, squares) = (0.0, 0.0)
      for index in 0..<count { sum += Double(values[index * size + i]) }
      for index in 0..<count {
        let d = Double(values[index * size + i]) - sum / Double(count)
        squares += d * d
      }
      variance += squares / Double(count)
    }
    neighbours = steps.reduce(0, +) / Double(steps.count)
    largest = steps.max() ?? 0
    any = (2 * Double(count) / Double(count - 1) * variance / Double(size)).squareRoot()
  }
}
