extension Raster {
  /// Pictures of one size in rows and columns as one picture, `gap` open pixels between them; a
  /// place without a picture stays open.
  ///
  ///     Raster.mosaic(rows: 2, columns: 8, width: 28, height: 28) { .image(images[$0 * 8 + $1]) }
  package static func mosaic(
    rows: Int, columns: Int, width: Int, height: Int, gap: Int = 0,
    _ picture: (_ row: Int, _ column: Int) -> Raster?
  ) -> Raster {
    let (across, down) = (columns * (width + gap) - gap, rows * (height + gap) - gap)
    var rgba = [UInt8](repeating: 0, count: 4 * across * down)
    for row in 0..<rows {
      for column in 0..<columns {
        guard let picture = picture(row, column) else { continue }
        precondition(picture.width == width && picture.height == height, "pictures differ in size")
        for y in 0..<height {
          let from = 4 * y * width
          let to = 4 * ((row * (height + gap) + y) * across + column * (width + gap))
          rgba.replaceSubrange(to..<to + 4 * width, with: picture.rgba[from..<from + 4 * width])
        }
      }
    }
    return Raster(width: across, height: down, rgba: rgba)
  }
}
