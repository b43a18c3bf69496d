import AECore

extension ConnectivityFigure.View {
  /// The sizes that shrink to the same one, and what output padding gives back.
  public static let sizes = Self(rawValue: "sizes", summary: "why output padding exists") {
    SizesView(figure: $0)
  }
}

/// The view `sizes`: in each row a size of the large map, the small size that it shrinks to, and
/// the output padding that leads back, with both directions' formulas below.
struct SizesView: ConnectivityView {
  typealias Drawing = SizesDrawing
  let figure: ConnectivityFigure

  var title: String { "why output padding exists, \(stride)" }

  /// Along both axes, for each output padding, the size that the transposed convolution gives with
  /// it, and the one that the convolution shrinks that to.
  var data: any Encodable & Sendable {
    func sizes(_ axis: Size2D.Axis) -> [Fields] {
      SizeRows(pair, axis, limit: 1 << 12).rows.map {
        ["outputPadding": $0.outputPadding, "largeSize": $0.large, "smallSize": $0.small]
      }
    }
    return ["schemaVersion": 1, "height": sizes(.vertical), "width": sizes(.horizontal)] as Fields
  }

  /// Which sizes shrink to the same, and what brings each back.
  var caption: String {
    let axis = figure.sizesAxis
    let stride = geometry.stride[axis]
    let rows = SizeRows(pair, axis, limit: 1 << 12)
    let sharing = rows.sharing
    guard let first = sharing.first, let last = sharing.last else { return "" }
    let isOwnAxis = pair.isSquare || figure.isOneDimensional
    guard sharing.count > 1 else {
      let name = isOwnAxis ? "" : "\(axis.rawValue) "
      let only =
        "With stride \(stride) only \(name)\(first.large) shrinks to \(rows.small): "
        + "the way back is clear without output padding."
      return [only, others(rows)].sentences
    }
    let name = isOwnAxis ? "" : axis == .vertical ? "Heights " : "Widths "
    let sizes =
      sharing.count <= 4 ? sharing.map { "\($0.large)" }.listed : "\(first.large) to \(last.large)"
    let shrink =
      "\(name)\(sizes) shrink to \(rows.small): the stride leaves up to "
      + "\((stride - 1).counted("cell")) unread (crossed). Output padding says which size to return to; it adds no zeros to the input."
    return [shrink, others(rows)].sentences
  }

  /// The first output padding that the dilation allows and that does not lead back; nil without
  /// one.
  private func others(_ rows: SizeRows) -> String? {
    rows.rows.first { $0.small != rows.small }.map {
      "Output padding \($0.outputPadding) gives \($0.large), which shrinks to \($0.small)."
    }
  }
}

extension ConnectivityFigure {
  /// The axis that is drawn: the one with the larger stride, since more sizes shrink to one there.
  var sizesAxis: Size2D.Axis {
    pair.geometry.stride.height > pair.geometry.stride.width ? .vertical : .horizontal
  }
}
