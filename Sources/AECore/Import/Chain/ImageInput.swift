import AEData
import AENetwork

/// The image as a file takes it.
struct ImageInput {
  /// The value's name.
  let name: String
  /// The value itself.
  let signal: Signal

  /// Turns what comes out into an image in our order: `signal` has to give its pixels as the image
  /// came in, or as a list.
  /// - Throws: `Failure` when it gives other images, or pixels in another order.
  func restore(_ signal: inout Signal, image: ImageShape, _ node: NodeContext) throws {
    guard signal.count == image.count else {
      throw node.refusal(
        "gives \(node.text(signal.dimensions)), and the images are \(image)",
        advice: "give the images that the network was trained on with --data")
    }
    let layouts = ImageLayout.all.filter { $0.dimensions(image) == signal.example }
    // As they came in, where that fits; a list as it came in, or else in our order.
    let wanted: [Int]?
    if layouts.contains(where: { $0.order(image) == self.signal.order }) || layouts.isEmpty {
      wanted = self.signal.order
    } else {
      wanted = layouts.first?.order(image)
    }
    if signal.order != wanted {
      let identity = Array(0..<image.count)
      try signal.rearrange(from: signal.order ?? identity, to: wanted ?? identity, node)
    }
    signal.order = nil
    try signal.shape(image, node)
  }
}

/// How a file orders an image's numbers.
enum ImageLayout: CaseIterable {
  case channelsFirst, channelsLast, list, rows, series, seriesLast

  static var all: [ImageLayout] { allCases }

  /// One image's extents; nil where it has no such layout.
  func dimensions(_ image: ImageShape) -> [Int]? {
    switch self {
    case .channelsFirst: image.shape.dimensions
    case .channelsLast: [image.height, image.width, image.channels]
    case .list: [image.count]
    case .rows: image.channels == 1 ? [image.height, image.width] : nil
    case .series: image.height == 1 ? [image.channels, image.width] : nil
    case .seriesLast: image.height == 1 ? [image.width, image.channels] : nil
    }
  }

  /// Where in our order each number is; nil when both are the same.
  func order(_ image: ImageShape) -> [Int]? {
    guard image.channels > 1, self == .channelsLast || self == .seriesLast else { return nil }
    return Strides.transposed(image.shape.dimensions, by: [1, 2, 0])
  }
}

extension ONNXGraph {
  /// The first input as an image of that shape.
  /// - Throws: `Failure` of kind `badData` when it takes no such images.
  func imageInput(_ image: ImageShape) throws -> ImageInput {
    let port = try onlyInput()
    let stated = port.dimensions ?? [nil] + image.shape.dimensions
    let fits = ImageLayout.all.first { layout in
      guard let dimensions = layout.dimensions(image), stated.count == dimensions.count + 1 else {
        return false
      }
      return zip(stated.dropFirst(), dimensions).allSatisfy { $0 == nil || $0 == $1 }
    }
    guard let layout = fits, let dimensions = layout.dimensions(image) else {
      let text = stated.map { $0.map(String.init) ?? "N" }.joined(separator: ", ")
      throw Failure(
        .badData, file.name, at: "input \"\(port.name)\"",
        "takes [\(text)], the batch first, and the images are \(image)",
        advice: "give the images that the network was trained on with --data")
    }
    return ImageInput(
      name: port.name,
      signal: Signal(
        dimensions: [Self.batch(stated)] + dimensions, inner: image.shape,
        order: layout.order(image)))
  }

  /// The first input as the code that `code` gives.
  func codeInput(_ code: Signal) throws -> (name: String, signal: Signal) {
    let port = try onlyInput()
    var signal = code
    guard let stated = port.dimensions else { return (port.name, signal) }
    let example = Array(stated.dropFirst())
    let isSame =
      example.count == code.example.count
      && zip(example, code.example).allSatisfy { $0 == nil || $0 == $1 }
    if !isSame {
      guard let extents = example as? [Int], Int(product: extents) == code.count else {
        let text = stated.map { $0.map(String.init) ?? "N" }.joined(separator: ", ")
        throw Failure(
          .badData, file.name, at: "input \"\(port.name)\"",
          "takes [\(text)], and the encoder gives \(code.count) values an image",
          advice: "give the two halves of one network")
      }
      signal.dimensions = [0] + extents
    }
    signal.dimensions[0] = Self.batch(stated)
    return (port.name, signal)
  }

  /// The first thing that comes out.
  func firstOutput() throws -> String {
    guard let output = file.outputs.first else {
      throw Failure(.badData, file.name, "has no output", advice: ONNXTensor.again)
    }
    return output.name
  }

  /// A node to tell of what is wrong at the end.
  func context(of output: String, _ signal: Signal) -> NodeContext {
    let node = file.nodes.first { $0.outputs.contains(output) } ?? ONNXFile.Node()
    return NodeContext(
      node: node, index: file.nodes.count, inputs: [], file: file.name,
      batch: signal.dimensions.first ?? 1)
  }

  private func onlyInput() throws -> ONNXFile.Port {
    guard let name = inputs.first, let port = file.inputs.first(where: { $0.name == name }) else {
      throw Failure(.badData, file.name, "has no input", advice: ONNXTensor.again)
    }
    return port
  }

  /// How many images there are, or a number that stands for any: none that an extent would be by
  /// accident.
  private static func batch(_ dimensions: [Int?]) -> Int { (dimensions.first ?? nil) ?? 7919 }
}
