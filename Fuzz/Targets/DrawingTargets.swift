import AECore
import Foundation
import Visual

/// Everything that is drawn, of numbers that nobody would think of.
enum DrawingTargets {
  /// What `aeviz stride-demo` draws: sizes, kernel, stride, padding, dilation, groups, each of any
  /// size, in every view.
  static func geometry(_ data: Data) throws {
    var source = ByteSource(data)
    func size(_ range: ClosedRange<Int>) -> Size2D {
      Size2D(height: source.flag(range), width: source.flag(range))
    }
    let views = ConnectivityFigure.View.allCases
    let view = views[source.number(0...views.count - 1)]
    let page = source.page()
    let symmetric = try ConvGeometry(
      kernel: size(1...9), stride: size(1...5), padding: size(0...4), dilation: size(1...4),
      outputPadding: size(0...2), groups: source.number(1...4))
    let large = ImageShape(
      channels: source.number(1...8), height: source.flag(1...40), width: source.flag(1...40))
    let smallChannels = source.number(1...8)
    // Read last: an input from the time when padding had two numbers stays what it was.
    var padding = symmetric.padding
    for axis in Size2D.Axis.allCases { padding[axis].after += source.flag(0...3) }
    let geometry = try symmetric.with(padding: padding)
    let pair = try ConvolutionPair(
      geometry: geometry, largeShape: large, smallChannels: smallChannels)
    // Beyond this it is slow, and nothing new.
    guard pair.largeShape.count < 1 << 14, pair.smallShape.count < 1 << 14,
      geometry.kernel.height * geometry.kernel.width < 1 << 8
    else { return }
    draw(ConnectivityFigure(pair, view: view), on: page)
  }

  /// The figures of a run whose numbers were changed: any tensor's, to any number.
  static func figures(_ data: Data) throws {
    var source = ByteSource(data)
    var run = Seeds.run
    let names = run.tensors.keys.sorted()
    let entries = FigureCatalog.entries
    let entry = entries[source.number(0...entries.count - 1)]
    let page = source.page()
    while !source.isEmpty {
      let name = names[source.number(0...names.count - 1)]
      guard let tensor = run.tensors[name], tensor.shape.count > 0 else { continue }
      var values = tensor.values
      let value = source.float()
      if source.number(0...3) == 0 {
        values = Array(repeating: value, count: values.count)
      } else {
        values[source.number(0...values.count - 1)] = value
      }
      run.tensors[name] = Tensor(tensor.shape, values)
    }
    draw(try entry.make(run), on: page)
  }

  private static let measurer = PangoMeasurer()

  private static func draw(_ figure: any Figure, on page: PageSize) {
    let style = Style(theme: .light, page: page, measurer: measurer)
    _ = Page(figure).scene(style: style)
  }
}
