import CKernels

/// A layer whose gradient by its parameters is taken from all images of a batch at once.
///
/// A batch is split into shards that run side by side. Most layers add up a gradient of their own
/// in each shard, and at the end of the step the shards' gradients are summed. A dense layer has
/// many parameters and uses each only once for an image, so this sum would be most of its work.
/// Such a layer therefore only sends the errors back. The network keeps its inputs and errors, and
/// when all shards are done it calls ``sumGradient(of:_:into:adds:)`` for each part of the outputs,
/// on any thread. The images come in the order of the shards, so the sums are the same for any
/// number of threads.
///
/// For the same reason its weights are best read for two shards at once. What becomes of a shard
/// does not depend on the other.
public protocol BatchGradientLayer: Layer {
  /// `y` from `x` in training, for a shard or two.
  func forward(_ first: ShardCall, _ second: ShardCall?, parameters: Floats)
  /// `dx` from `dy`, for a shard or two.
  func inputGradient(_ first: ShardCall, _ second: ShardCall?, parameters: Floats)
  /// The outputs, split into parts whose parameters' gradients can be computed independently.
  var outputParts: [Range<Int>] { get }
  /// Where the trained parameters of some outputs lie.
  func parameters(of outputs: Range<Int>) -> [Range<Int>]
  /// The gradient by the parameters of some outputs, added to what is there where it `adds`: range
  /// after range of ``parameters(of:)``.
  func sumGradient(
    of outputs: Range<Int>, _ images: BatchImages, into gradient: Floats, adds: Bool)
}

extension BatchGradientLayer {
  /// Itself.
  public var batchGradient: (any BatchGradientLayer)? { self }
}

/// What a layer reads and writes of one shard.
public struct ShardCall {
  let source: Floats
  let target: Floats
  let n: Int
  let rectifier: ck_rectifier

  /// The forward pass of `n` examples.
  init(x: Floats, y: Floats, n: Int, pass: TrainingPass) {
    (source, target, self.n, rectifier) = (x, y, n, pass.rectifierBehind)
  }

  /// The way back.
  init(dy: Floats, dx: Floats, n: Int, pass: TrainingPass?) {
    (source, target, self.n, rectifier) = (dy, dx, n, pass?.rectifierBefore ?? .none)
  }

  /// As the kernels read it.
  var shard: ck_shard {
    ck_shard(source: source, target: target, rectifier: rectifier, lanes: n)
  }
}

/// Where the inputs and errors of a layer lie, eight images at a time, over all shards of a batch.
public struct BatchImages: @unchecked Sendable {
  // Unchecked: the list's owner keeps its memory alive, and it is not written to while it is read.

  /// The first entry.
  let start: UnsafeMutablePointer<ck_images>
  /// Entries.
  private(set) var count = 0

  /// The first `count` entries of a list; with 0, room for new ones.
  init(_ start: UnsafeMutablePointer<ck_images>, count: Int = 0) {
    self.start = start
    self.count = count
  }

  /// Adds a shard of `n` lanes. `x`: (in, n), `dy`: (out, n).
  mutating func append(x: Floats, dy: Floats, n: Int) {
    for lane in stride(from: 0, to: n, by: Lanes.width) {
      start[count] = ck_images(x: x + lane, dy: dy + lane, lanes: n)
      count += 1
    }
  }

  /// Floats that the list of a shard of `n` lanes takes the room of.
  static func floats(_ n: Int) -> Int {
    Lanes.count(n) / Lanes.width * MemoryLayout<ck_images>.stride / MemoryLayout<Float>.stride
  }

  /// Calls `body` with an empty list that lies in `scratch`, which has ``floats(_:)`` for `n`
  /// lanes.
  static func withList(in scratch: Floats, n: Int, _ body: (inout BatchImages) -> Void) {
    let capacity = Lanes.count(n) / Lanes.width
    scratch.withMemoryRebound(to: ck_images.self, capacity: capacity) { start in
      var list = BatchImages(start)
      body(&list)
    }
  }
}

extension ck_images: @retroactive ExpressibleByIntegerLiteral {
  /// No images.
  public init(integerLiteral value: Int) { self.init(x: nil, dy: nil, lanes: value) }
}
