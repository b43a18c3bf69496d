import AECore

/// A convolution's padding along one axis as one convention has it.
struct Sides {
  /// Whose padding it is.
  enum Convention: String, CaseIterable, Sendable {
    /// Keras's and TensorFlow's `same`.
    case keras
    /// PyTorch's `same`; beyond stride 1, which that is for, the padding that gives as many windows.
    case pytorch
    /// The geometry's own.
    case own
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

  /// The conventions over the large map of `pair`, its own padding last; that is left out where one
  /// of the others is the same.
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
    // What a word asks for always fits: it is made for the size.
    guard let same = try? pair.geometry.padded(.same, for: size),
      let keras = try? sides(.keras, same),
      let pytorch = try? sides(.pytorch, same.with(padding: symmetric(same))),
      let own = try? sides(.own, pair.geometry)
    else { return [] }
    let isOther = own.padding != keras.padding && own.padding != pytorch.padding
    return [keras, pytorch] + (isOther ? [own] : [])
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
      Set(all(figure.pair, axis).prefix(2).map(\.read)).count > 1
    }
    return figure.isOneDimensional ? .horizontal : differing ?? .horizontal
  }

  /// How one asks for it: `padding="same"`, `padding=2`.
  var option: String {
    switch convention {
    case .keras: "padding=\"same\""
    case .pytorch:
      pair.geometry.stride[axis] > 1 ? "padding=\(padding.before)" : "padding=\"same\""
    case .own: "padding \(padding.isSymmetric ? "\(padding.before)" : padding.pairWords)"
    }
  }
}

extension Padding.Ends {
  /// `1:2`.
  var pairWords: String { "\(before):\(after)" }

  /// `1 before and 2 after`.
  var words: String { "\(before) before and \(after) after" }
}
