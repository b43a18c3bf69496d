/// A box in parallel projection: an upright front, and a top and a side that recede to the right
/// and upwards.
///
///     let box = ObliqueBox(front: front, right: 60, up: 13)
///     draw.path(box.side, fill: color)
///     draw.image(.image(picture), onSideOf: box)
package struct ObliqueBox: Hashable, Sendable {
  /// The face that is seen as it is.
  package var front: Rect
  /// How far the back lies to the right, in points.
  package var right: Double
  /// How far the back lies above the front, in points.
  package var up: Double

  /// A box by its front and the way to its back.
  package init(front: Rect, right: Double, up: Double) {
    self.front = front
    self.right = right
    self.up = up
  }

  /// What the box takes up on the page.
  package var bounds: Rect {
    Rect(
      x: front.x, y: front.y - up, width: front.width + right, height: front.height + up)
  }

  /// The face above the front.
  package var top: Path {
    .polyline(
      [
        Point(front.x, front.y), Point(front.x + right, front.y - up),
        Point(front.maxX + right, front.y - up), Point(front.maxX, front.y),
      ], closed: true)
  }

  /// The face at the right of the front.
  package var side: Path {
    .polyline(
      [
        Point(front.maxX, front.y), Point(front.maxX + right, front.y - up),
        Point(front.maxX + right, front.maxY - up), Point(front.maxX, front.maxY),
      ], closed: true)
  }

  /// The upper and the lower end of the edge that is the furthest to the right.
  package var farEdge: (upper: Point, lower: Point) {
    (Point(front.maxX + right, front.y - up), Point(front.maxX + right, front.maxY - up))
  }

  /// The upper and the lower end of the edge that is the furthest to the left.
  package var nearEdge: (upper: Point, lower: Point) {
    (Point(front.x, front.y), Point(front.x, front.maxY))
  }

  /// The box elsewhere.
  package func moved(dx: Double, dy: Double) -> ObliqueBox {
    ObliqueBox(front: front.moved(dx: dx, dy: dy), right: right, up: up)
  }
}

extension Canvas {
  /// A picture on the side of `box`, its columns receding with it.
  ///
  /// A scene has upright pictures alone, so each column is one, as high as the face and a little
  /// more, and the face cuts off what is too much.
  package mutating func image(_ raster: Raster, onSideOf box: ObliqueBox, id: String? = nil) {
    let picture = raster.thinned(to: 96)
    guard picture.width > 0, box.right > 0 else { return }
    let (width, rise) = (box.right / Double(picture.width), box.up / Double(picture.width))
    group(id: id, clip: box.side) { draw in
      for column in 0..<picture.width {
        let steps = Double(column)
        // Each reaches under the next one: between two that only touch the page would shine
        // through.
        let overlap = column == picture.width - 1 ? 0 : width / 2
        draw.image(
          picture.column(column),
          in: Rect(
            x: box.front.maxX + steps * width, y: box.front.y - (steps + 1) * rise,
            width: width + overlap, height: box.front.height + rise))
      }
    }
  }
}

extension Raster {
  /// One column of pixels.
  fileprivate func column(_ x: Int) -> Raster {
    let pixels = (0..<height).flatMap { y in
      let first = 4 * (y * width + x)
      return rgba[first..<first + 4]
    }
    return Raster(width: 1, height: height, rgba: pixels)
  }
}
