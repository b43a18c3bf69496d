import CKernels

/// The fast convolution: three sums over the same connections.
///
///     gather    small[o]   = Σ_c W[o,c] · large[c]     a convolution
///     scatter   large[c]   = Σ_o W[o,c] · small[o]     the transposed convolution
///     weights   dW[o,c]   += Σ small[o] · large[c]     the gradient of both
///
/// over all cells that the geometry joins. So the forward pass of ``ConvTranspose2D`` is the input
/// gradient of ``Conv2D``, and the other way round. A scatter is summed from its target's side,
/// each large cell taking from the small cells that reach it: nothing is written twice.
///
/// Maps are `(C, H, W, n)`, images innermost. A cell of all images is one run of floats, so
/// whatever the stride, a processor takes eight images at a time, and four channels of the target
/// share what it has read. `W` is `(O, C/groups, KH, KW)`. The slow twin is ``NaiveConvolution``.
///
/// Each sum is taken by the method that its shape chose: ``ConvolutionMethods``.
struct ConvolutionKernel: Sendable {
  let geometry: ConvGeometry
  /// `(C, H, W)`.
  let large: ImageShape
  /// `(O, h, w)`.
  let small: ImageShape
  private let methods: ConvolutionMethods
  private let plan: ConvolutionPlan
  /// Floats of the packed weights of one group, for each sum.
  private let packedPerGroup: (gather: Int, scatter: Int)

  init(geometry: ConvGeometry, large: ImageShape, small: ImageShape) {
    self.geometry = geometry
    self.large = large
    self.small = small
    methods = ConvolutionMethods(
      geometry, largeChannels: large.channels / geometry.groups,
      smallChannels: small.channels / geometry.groups)
    plan = ConvolutionPlan(geometry, large: large.size, small: small.size)
    let (methods, window) = (self.methods, Self.window(geometry))
    let (ofLarge, ofSmall) = (large.channels / geometry.groups, small.channels / geometry.groups)
    func packed(_ sum: ConvolutionSum) -> Int {
      methods[sum] == .windows
        ? ofLarge * ofSmall * geometry.kernel.count
        : ck_tile_factor_count(window, ck_size(geometry.kernel), ofLarge, ofSmall)
    }
    packedPerGroup = (packed(.gather), packed(.scatter))
  }

  /// Weights, the bias left out.
  var weightCount: Int { small.channels * largePerGroup * geometry.kernel.count }

  /// Floats that the weights take in the order in which ``gather`` or ``scatter`` reads them:
  /// packed for the inner loop of the windows, or as the factors of the tiles.
  func packedCount(for sum: ConvolutionSum) -> Int {
    geometry.groups * (sum == .gather ? packedPerGroup.gather : packedPerGroup.scatter)
  }

  /// Puts the weights into that order.
  func pack(_ weight: Floats, for sum: ConvolutionSum, into packed: Floats) {
    let taps = geometry.kernel.count
    for group in 0..<geometry.groups {
      let weight = weight + group * smallPerGroup * largePerGroup * taps
      let packed = packed + packedCount(for: sum) / geometry.groups * group
      switch (methods[sum], sum) {
      case (.windows, .gather):
        packWindows(
          weight, into: packed, targets: smallPerGroup, sources: largePerGroup,
          strides: (largePerGroup * taps, taps))
      case (.windows, .scatter):
        packWindows(
          weight, into: packed, targets: largePerGroup, sources: smallPerGroup,
          strides: (taps, largePerGroup * taps))
      case (.tiles, .gather):
        ck_gather_factors(
          window, ck_size(geometry.kernel), weight, largePerGroup, smallPerGroup, packed)
      case (.tiles, .scatter):
        ck_scatter_factors(
          window, ck_size(geometry.kernel), weight, largePerGroup, smallPerGroup, packed)
      }
    }
  }

  /// The weights in that order, packed into the scratch space behind what the sum needs there.
  func packed(_ weight: Floats, for sum: ConvolutionSum, in scratch: Floats) -> Floats {
    let packed = scratch + sumScratchCount(sum)
    pack(weight, for: sum, into: packed)
    return packed
  }

  /// Floats of scratch space that a sum needs, with the weights in its order.
  func scratchCount(for sum: ConvolutionSum) -> Int {
    sumScratchCount(sum) + packedCount(for: sum)
  }

  /// By windows: the joins of one cell. By tiles: the matrices of a few tiles.
  private func sumScratchCount(_ sum: ConvolutionSum) -> Int {
    methods[sum] == .windows
      ? floats(ck_join.self, geometry.kernel.count)
      : ck_tile_sum_scratch(window, ck_size(geometry.kernel), largePerGroup, smallPerGroup)
  }

  /// Floats of scratch space that the gradient by the weight needs for `n` images. By windows: one
  /// map with its padding and the cells of the other. By tiles: the matrices of a few tiles.
  func gradientScratchCount(_ n: Int) -> Int {
    methods.weights == .windows
      ? planeCount(n) + floats(ck_cells.self, small.size.count * n / Lanes.width)
      : ck_tile_gradient_scratch(window, ck_size(geometry.kernel), smallPerGroup)
  }

  /// `small = bias + W ⋆ large`; through the rectifier. `x`: (C, H, W, n),
  /// `y`: (O, h, w, n); `packed`: the weights, ``pack(_:for:into:)``.
  func gather(
    large x: Floats, packed: Floats, bias: Floats?, _ rectifier: ck_rectifier, into y: Floats,
    n: Int, scratch: Floats
  ) {
    checkLanes(n)
    for group in 0..<geometry.groups {
      let x = x + group * largePerGroup * large.size.count * n
      let y = y + group * smallPerGroup * small.size.count * n
      let packed = packed + packedPerGroup.gather * group
      let bias = bias.map { $0 + group * smallPerGroup }
      let rectifier = rectifier.moved(by: group * smallPerGroup * small.size.count * n)
      if methods.gather == .tiles {
        ck_gather_tiles(
          window, ck_size(geometry.kernel), x, ck_size(large.size), largePerGroup, packed, bias,
          rectifier, y, ck_size(small.size), smallPerGroup, n, scratch)
      } else {
        sumWindows(
          plan.gather, from: x, large.size, sources: largePerGroup, packed, bias, rectifier,
          into: y, small.size, targets: smallPerGroup, n, scratch)
      }
    }
  }

  /// `large = bias + Wᵀ ⋆ small`; through the rectifier. `y`: (O, h, w, n),
  /// `x`: (C, H, W, n); `packed`: the weights, ``pack(_:for:into:)``.
  func scatter(
    small y: Floats, packed: Floats, bias: Floats?, _ rectifier: ck_rectifier, into x: Floats,
    n: Int, scratch: Floats
  ) {
    checkLanes(n)
    for group in 0..<geometry.groups {
      let x = x + group * largePerGroup * large.size.count * n
      let y = y + group * smallPerGroup * small.size.count * n
      let packed = packed + packedPerGroup.scatter * group
      let bias = bias.map { $0 + group * largePerGroup }
      let rectifier = rectifier.moved(by: group * largePerGroup * large.size.count * n)
      if methods.scatter == .tiles {
        ck_scatter_tiles(
          window, ck_size(geometry.kernel), y, ck_size(small.size), smallPerGroup, packed, bias,
          rectifier, x, ck_size(large.size), largePerGroup, n, scratch)
      } else {
        sumWindows(
          plan.scatter, from: y, small.size, sources: smallPerGroup, packed, bias, rectifier,
          into: x, large.size, targets: largePerGroup, n, scratch)
      }
    }
  }

  /// `dWeight += Σ small · large`. `x`: (C, H, W, n), `y`: (O, h, w, n).
  func addWeightGradient(
    large x: Floats, small y: Floats, to dWeight: Floats, n: Int, scratch: Floats
  ) {
    checkLanes(n)
    let cellCount = small.size.count * n / Lanes.width
    for group in 0..<geometry.groups {
      let x = x + group * largePerGroup * large.size.count * n
      let y = y + group * smallPerGroup * small.size.count * n
      let dWeight = dWeight + group * smallPerGroup * largePerGroup * geometry.kernel.count
      guard methods.weights == .windows else {
        ck_add_tile_gradient(
          window, ck_size(geometry.kernel), x, ck_size(large.size), largePerGroup, y,
          ck_size(small.size), smallPerGroup, dWeight, n, scratch)
        continue
      }
      scratch.withMemoryRebound(to: ck_cells.self, capacity: cellCount) { cells in
        ck_add_weight_gradient(
          window, ck_size(geometry.kernel), x, ck_size(large.size), largePerGroup, y,
          ck_size(small.size), smallPerGroup, dWeight, n, cells,
          scratch + floats(ck_cells.self, cellCount))
      }
    }
  }

  private var largePerGroup: Int { large.channels / geometry.groups }
  private var smallPerGroup: Int { small.channels / geometry.groups }

  private var window: ck_window { Self.window(geometry) }

  private static func window(_ geometry: ConvGeometry) -> ck_window {
    ck_window(
      stride: ck_size(geometry.stride), dilation: ck_size(geometry.dilation),
      padding: ck_size(geometry.padding.before))
  }

  /// Floats of a large map with its padding; a number that no memory holds where the product would
  /// be greater than that, so that ``MemoryEstimate`` refuses it.
  private func planeCount(_ n: Int) -> Int {
    let plane = ck_plane_size(window, ck_size(geometry.kernel), ck_size(small.size))
    let count = Double(plane.rows) * Double(plane.columns) * Double(n)
    return count < Double(Self.beyondMemory) ? plane.rows * plane.columns * n : Self.beyondMemory
  }

  /// More floats than any memory holds: 2⁴⁸, or where addresses have 32 bits, 2²⁹.
  private static let beyondMemory = Int.max / (Int.bitWidth == 64 ? 1 << 15 : 4) + 1

  /// Floats that `count` values of a type take the room of.
  private func floats<Value>(_ type: Value.Type, _ count: Int) -> Int {
    MemoryLayout<Value>.stride / MemoryLayout<Float>.stride * count
  }

  /// Puts one group's weights into the order in which ``sumWindows`` reads them: tiles of
  /// neighbouring targets; in a tile (tap, source, target).
  private func packWindows(
    _ weight: Floats, into packed: Floats, targets: Int, sources: Int,
    strides: (target: Int, source: Int)
  ) {
    var next = packed
    var first = 0
    while first < targets {
      let tile = first + ck_tile <= targets ? ck_tile : 1
      for tap in 0..<geometry.kernel.count {
        for source in 0..<sources {
          let from = weight + (first &* strides.target &+ source &* strides.source &+ tap)
          for target in 0..<tile { next[target] = from[target &* strides.target] }
          next += tile
        }
      }
      first += tile
    }
  }

  private func sumWindows(
    _ side: ConvolutionPlan.Side, from source: Floats, _ sourceSize: Size2D, sources: Int,
    _ packed: Floats, _ bias: Floats?, _ rectifier: ck_rectifier, into target: Floats,
    _ targetSize: Size2D, targets: Int, _ n: Int, _ scratch: Floats
  ) {
    let (rows, columns) = side.lists
    scratch.withMemoryRebound(to: ck_join.self, capacity: geometry.kernel.count) { joins in
      ck_sum_windows(
        rows, columns, ck_size(targetSize), ck_size(sourceSize), source, sources, packed,
        ck_size(geometry.kernel), bias, rectifier, target, targets, n, joins)
    }
  }

  private func checkLanes(_ n: Int) {
    precondition(n.isMultiple(of: Lanes.width), "images come in whole lanes")
  }
}

extension ck_size {
  fileprivate init(_ size: Size2D) { self.init(rows: size.height, columns: size.width) }
}
