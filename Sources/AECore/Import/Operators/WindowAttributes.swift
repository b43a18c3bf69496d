import AEData
import AENetwork

/// What the attributes of a convolution or a pooling say of its windows, in two dimensions whatever
/// the file has: along one axis only, the other has windows of one cell.
struct WindowAttributes {
  let node: NodeContext
  /// 1 or 2: how many the file has.
  let axes: Int
  let kernel: Size2D
  let stride: Size2D
  let dilation: Size2D
  private let pads: Margins
  private let automatic: String

  /// - Parameter kernel: as large as the weight is; else the attribute says.
  init(_ node: NodeContext, kernel: ArraySlice<Int>? = nil) throws {
    self.node = node
    axes = try node.signal().dimensions.count - 2
    let count = axes
    guard (1...2).contains(count) else { throw node.refusal("has no windows along \(count) axes") }
    func size(_ name: String, or value: Int) throws -> Size2D {
      let list = try node.sizes(name, count, or: value)
      return Size2D(height: count == 2 ? list[0] : 1, width: list[count - 1])
    }
    let stated = try size("kernel_shape", or: 0)
    if let kernel, kernel.count == 2, let height = kernel.first, let width = kernel.last {
      self.kernel = Size2D(height: height, width: width)
      guard stated.width == 0 || stated == self.kernel else {
        throw node.refusal("kernel_shape is \(stated), but its weight has \(Array(kernel))")
      }
    } else {
      self.kernel = stated
    }
    stride = try size("strides", or: 1)
    dilation = try size("dilations", or: 1)
    for axis in Size2D.Axis.allCases {
      guard self.kernel[axis] > 0, stride[axis] > 0, dilation[axis] > 0 else {
        throw node.refusal("has windows or steps of no cells")
      }
    }
    let list = try node.sizes("pads", 2 * count, or: 0)
    pads =
      count == 2
      ? Margins(top: list[0], left: list[1], bottom: list[2], right: list[3])
      : Margins(left: list[0], right: list[1])
    automatic = node.text("auto_pad") ?? "NOTSET"
    guard ["", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(automatic) else {
      throw node.refusal("auto_pad is \(automatic)")
    }
  }

  private var isSame: Bool { automatic.hasPrefix("SAME") }

  func span(_ axis: Size2D.Axis) -> Int { dilation[axis] * (kernel[axis] - 1) + 1 }

  /// The padding around a map of that size: what the file says, or `⌈size / stride⌉` windows as
  /// TensorFlow lays them, the odd cell at the end (`SAME_UPPER`) or at the beginning.
  /// - Parameter pending: what a `Pad` before has added.
  func padding(of size: Size2D, pending: Margins = Margins()) throws -> Margins {
    guard isSame else { return (automatic == "VALID" ? Margins() : pads) + pending }
    var padding = Margins()
    for axis in Size2D.Axis.allCases {
      let extent = size[axis] + pending[axis].before + pending[axis].after
      let windows = (extent + stride[axis] - 1) / stride[axis]
      let total = max(0, (windows - 1) * stride[axis] + span(axis) - extent)
      padding[axis] = shared(total, endFirst: automatic == "SAME_UPPER")
    }
    return padding + pending
  }

  /// Padding and output padding of a transposed convolution of a map of that size.
  func transposedPadding(of size: Size2D) throws -> (Margins, outputPadding: Size2D) {
    let extra = try node.sizes("output_padding", axes, or: 0)
    let outputPadding = Size2D(height: axes == 2 ? extra[0] : 0, width: extra[axes - 1])
    let wanted = try wantedSize()
    guard wanted != nil || isSame else {
      return (automatic == "VALID" ? Margins() : pads, outputPadding)
    }
    var padding = Margins()
    var added = outputPadding
    for axis in Size2D.Axis.allCases where axes == 2 || axis == .horizontal {
      let full = (size[axis] - 1) * stride[axis] + span(axis) + outputPadding[axis]
      let target = wanted?[axis] ?? size[axis] * stride[axis]
      if full >= target {
        padding[axis] = shared(full - target, endFirst: automatic == "SAME_UPPER")
      } else {
        added[axis] += target - full
      }
    }
    return (padding, added)
  }

  private func wantedSize() throws -> Size2D? {
    guard let list = try node.integers("output_shape"), !list.isEmpty else { return nil }
    let sizes = list.suffix(axes)
    guard sizes.count == axes, sizes.allSatisfy({ $0 > 0 && $0 <= ConvGeometry.largestNumber }),
      let first = sizes.first, let last = sizes.last
    else { throw node.refusal("output_shape is \(list)") }
    return Size2D(height: axes == 2 ? first : 1, width: last)
  }

  /// Half of `total` on each side; the odd one at the end, or at the beginning.
  private func shared(_ total: Int, endFirst: Bool) -> (before: Int, after: Int) {
    let less = total / 2
    return endFirst ? (less, total - less) : (total - less, less)
  }
}
