import AECore

/// A convolution's padding along one axis as one convention has it.
struct Sides {
  /// Whose padding it is.
  enum Convention: String, CaseIterable, Sendable {
    /// Keras's and TensorFlow's `same`.
    case keras
    /// PyTorch's `same`, which is for stride 1; beyond it the padding that gives as many windows.
    case pytorch
  }

  let convention: Convention
  /// The maps, with that padding on both axes and the output padding that leads back.
  let pair: ConvolutionPair
  let axis: Size2D.Axis

  /// What lies around the map.
  var padding: Padding.Ends { pair.geometry.padding[axis] }
  /// Cells of the map.
  var large: Int { pair.largeShape.size[axis] }
  /// Its windows.
  var small: Int { pair.smallShape.size[axis] }
  /// Cells at the end of the padded map that no window reaches.
  var unread: Int { pair.geometry.outputPadding[axis] }
  /// The zeros that some window reads.
  var read: Padding.Ends {
    Padding.Ends(before: padding.before, after: max(0, padding.after - unread))
  }
  /// From the first zero to the last.
  var cells: Range<Int> { -padding.before..<large + padding.after }

  /// Keras's padding and PyTorch's over the large map of `pair`, whatever its own is.
  static func all(_ pair: ConvolutionPair, _ axis: Size2D.Axis) -> [Sides] {
    let size = pair.largeShape.size
    func sides(_ convention: Convention, _ geometry: ConvGeometry) throws -> Sides {
      let back = try geometry.with(outputPadding: geometry.outputPadding(restoring: size))
      return Sides(
        convention: convention,
        pair: try ConvolutionPair(
          geometry: back, largeShape: pair.largeShape, smallChannels: pair.smallShape.channels),
        axis: axis)
    }
    // Padding that is made for a size fits it, unless its numbers are beyond all bounds.
    guard let same = try? pair.geometry.padded(.same, for: size),
      let keras = try? sides(.keras, same),
      let pytorch = try? sides(.pytorch, same.with(padding: symmetric(same)))
    else { return [] }
    return [keras, pytorch]
  }

  /// As many zeros on each side, enough for as many windows as `same` has; for stride 1 what `same`
  /// itself is.
  private static func symmetric(_ same: ConvGeometry) -> Padding {
    var padding = same.padding
    for axis in Size2D.Axis.allCases where same.stride[axis] > 1 {
      padding[axis] = Padding.Ends((padding[axis].total + 1) / 2)
    }
    return padding
  }

  /// The axis on which the conventions differ, if they do on one.
  static func axis(of figure: ConnectivityFigure) -> Size2D.Axis {
    let differing = [Size2D.Axis.horizontal, .vertical].first { axis in
      Set(all(figure.pair, axis).map(\.read)).count > 1
    }
    return figure.isOneDimensional ? .horizontal : differing ?? .horizontal
  }

  /// The size that it leads to.
  func formula(_ theme: Theme) -> Formula {
    SizeFormula(pair: pair, axis: axis, theme: theme).formula(.convolution)
  }

  /// How one asks for it: `padding="same"`, `padding=2`.
  var option: String {
    switch convention {
    case .keras: "padding=\"same\""
    case .pytorch:
      pair.geometry.stride[axis] > 1 ? "padding=\(padding.before)" : "padding=\"same\""
    }
  }
}

extension Padding.Ends {
  /// `1 before and 2 after`.
  var words: String { "\(before) before and \(after) after" }
}
