import AECore
import Foundation
import Testing

/// Every layer's backward pass against finite differences of its forward pass.
struct LayerTests {
  static let layers: [(spec: LayerSpec, input: Shape)] = {
    let geometry = try? ConvGeometry(
      kernel: Size2D(height: 3, width: 2), stride: Size2D(height: 2, width: 1),
      padding: Size2D(height: 1, width: 0), dilation: Size2D(height: 1, width: 2), groups: 2)
    let dense = LayerSpec.dense(DenseSpec(inFeatures: 7, outFeatures: 4))
    let withoutBias = LayerSpec.dense(DenseSpec(inFeatures: 3, outFeatures: 5, bias: false))
    let plain: [(LayerSpec, Shape)] = [
      (dense, [7]), (withoutBias, [3]), (.relu, [2, 3, 4]), (.sigmoid, [2, 3, 4]),
      (.flatten, [2, 3, 4]), (.reshape(ImageShape(channels: 2, height: 3, width: 2)), [12]),
    ]
    let pooling = try? PoolingSpec(
      kernel: Size2D(height: 3, width: 2), stride: Size2D(height: 2, width: 3),
      padding: Size2D(height: 1, width: 1))
    let ends = Padding(
      vertical: .init(before: 0, after: 2), horizontal: .init(before: 1, after: 0))
    let uneven = try? geometry?.with(padding: ends)
    let unevenPooling = try? PoolingSpec(kernel: Size2D(3), padding: ends)
    let keras = try? PoolingSpec(kernel: Size2D(3), padding: ends, countsPadding: false)
    guard let geometry, let pooling, let uneven, let keras, let unevenPooling
    else { return plain }
    let unevenSpec = ConvolutionSpec(inChannels: 4, outChannels: 2, geometry: uneven)
    let spec = ConvolutionSpec(inChannels: 4, outChannels: 2, geometry: geometry)
    return plain + [
      (.conv2d(spec), [4, 5, 6]), (.convTranspose2d(spec), [4, 3, 4]),
      (.maxPool2d(pooling), [2, 6, 7]), (.averagePool2d(pooling), [2, 6, 7]),
      (.upsample(Size2D(height: 2, width: 3)), [3, 2, 4]), (.leakyReLU(slope: 0.2), [2, 3, 4]),
      (.tanh, [2, 3, 4]), (.softplus, [2, 3, 4]), (.dropout(probability: 0.4), [2, 3, 4]),
      (.batchNorm2d(BatchNormSpec(channels: 2)), [2, 3, 4]), (.gaussianSampling, [6]),
      (.conv2d(unevenSpec), [4, 5, 6]), (.convTranspose2d(unevenSpec), [4, 3, 4]),
      (.maxPool2d(unevenPooling), [2, 6, 7]), (.averagePool2d(keras), [2, 6, 7]),
    ] + activations + normalisations + resizing
  }()

  private static let activations: [(LayerSpec, Shape)] = [
    (.elu(alpha: 0.7), [2, 3, 4]), (.gelu(.exact), [2, 3, 4]), (.gelu(.tanh), [2, 3, 4]),
    (.selu, [2, 3, 4]), (.preLU(channels: 2), [2, 3, 4]), (.preLU(channels: 1), [6]),
    (.silu, [2, 3, 4]), (.hardSigmoid(HardSigmoidSpec(slope: 0.4)), [2, 3, 4]),
  ]

  private static let normalisations: [(LayerSpec, Shape)] = [
    (.layerNorm(LayerNormSpec(.lastAxes([3, 4]))), [2, 3, 4]),
    (.layerNorm(LayerNormSpec(.channels(3), epsilon: 0.01)), [3, 2, 2]),
    (.groupNorm(GroupNormSpec(groups: 2, channels: 4)), [4, 2, 3]),
    (.batchNorm1d(BatchNormSpec(channels: 4)), [4]),
  ]

  private static let resizing: [(LayerSpec, Shape)] = {
    let sides = Padding(
      vertical: Padding.Ends(before: 1, after: 2), horizontal: Padding.Ends(before: 0, after: 3))
    return PaddingSpec.Fill.allCases.map { (.pad2d(PaddingSpec($0, sides)), [2, 3, 4]) } + [
      (.upsampleBilinear(BilinearSpec(.scale(height: 1.5, width: 2))), [2, 3, 4]),
      (
        .upsampleBilinear(
          BilinearSpec(.size(Size2D(height: 5, width: 2)), alignsCorners: true)), [2, 3, 4]
      ),
      (.pixelShuffle(factor: 2), [8, 2, 3]), (.cropping2d(sides), [2, 4, 6]),
      (.gaussianSampling, [4, 2, 3]),
    ]
  }()

  @Test func theListAboveHoldsEveryKindOfLayerAndWhatIsPaddedTwiceAndDenseTwice() {
    #expect(Self.layers.count == 41)
    #expect(Set(Self.layers.map(\.spec.type)).count == 30)
  }

  @Test(arguments: layers, [false, true])
  func gradientsEqualFiniteDifferencesInUseAndInTraining(
    _ layer: (spec: LayerSpec, input: Shape), inTraining: Bool
  ) throws {
    let spec = layer.spec
    var random = RandomSource(seed: 7)
    let layer = try spec.layer(for: layer.input)
    // Far enough apart that a step never changes which one is the greatest, or crosses a corner.
    let count = 3 * layer.inputShape.count
    let x = Tensor(
      Shape([3] + layer.inputShape.dimensions),
      (0..<count).map { Float($0) - Float(count) / 2 + 0.25 }.shuffled(using: &random)
        .map { $0 * 5 / Float(count) })
    let dy = Tensor(normal: Shape([3] + layer.outputShape.dimensions), using: &random)
    var parameters = (0..<spec.storedCount).map { _ in random.normal() }
    // Running variances are never negative.
    for i in spec.parameterCount..<spec.storedCount { parameters[i] = abs(parameters[i]) + 0.5 }
    let pass = inTraining ? TrainingPass(noise: Noise(seed: 3)) : nil
    let (dx, dParameters) = layer.backward(x, dy: dy, parameters: parameters, training: pass)
    let step: Float = 1.0 / 128

    func value(_ x: Tensor, _ parameters: [Float]) -> Double {
      dot(layer.forward(x, parameters: parameters, training: pass), dy)
    }
    for i in stride(from: 0, to: x.count, by: 5) {
      var (up, down) = (x, x)
      up.values[i] += step
      down.values[i] -= step
      let slope = (value(up, parameters) - value(down, parameters)) / Double(2 * step)
      #expect(close(slope, dx.values[i], 2e-3), "input \(i) of \(spec.type)")
    }
    // The bias comes last; a stride of 3 may miss it.
    let trained = Set(stride(from: 0, to: spec.parameterCount, by: 3))
      .union(spec.parameterCount > 0 ? [spec.parameterCount - 1] : [])
    for i in trained {
      var (up, down) = (parameters, parameters)
      up[i] += step
      down[i] -= step
      let slope = (value(x, up) - value(x, down)) / Double(2 * step)
      #expect(close(slope, dParameters[i], 2e-3), "parameter \(i) of \(spec.type)")
    }
    #expect(dParameters[spec.parameterCount...].allSatisfy { $0 == 0 })
  }

  /// Flatten and reshape keep PyTorch's order: channel, row, column.
  @Test func flattenAndReshapeKeepPyTorchsOrder() throws {
    let x = Tensor([2, 2, 2, 2], (0..<16).map(Float.init))
    let flat = try LayerSpec.flatten.layer(for: [2, 2, 2]).forward(x, parameters: [])
    #expect(flat == Tensor([2, 8], x.values))
    let image = ImageShape(channels: 2, height: 2, width: 2)
    let back = try LayerSpec.reshape(image).layer(for: [8]).forward(flat, parameters: [])
    #expect(back == x)
  }

  @Test func aShapeThatDoesNotFitIsToldWithBothShapes() {
    let dense = LayerSpec.dense(DenseSpec(inFeatures: 7, outFeatures: 4))
    #expect(throws: ShapeError.mismatch(layer: dense, expected: .features(7), found: [2, 3])) {
      try dense.outputShape(for: [2, 3])
    }
  }

  @Test func theSigmoidHoldsToTheCLibrarysAlsoFarOut() throws {
    let layer = try LayerSpec.sigmoid.layer(for: [1])
    for i in -400...400 {
      let x = Float(i) / 4
      let y = layer.forward(Tensor([1, 1], [x]), parameters: []).values[0]
      let exact = x < -87 ? 0 : 1 / (1 + exp(-Double(x)))
      #expect(abs(Double(y) - exact) <= 2e-7 * max(exact, 1e-30) + 1e-37, "at \(x)")
    }
    #expect(layer.forward(Tensor([1, 1], [.nan]), parameters: []).values[0].isNaN)
  }

  /// The hyperbolic tangent holds to the C library's, also near 0 and far out.
  @Test func theHyperbolicTangentHoldsToTheCLibrarys() throws {
    let layer = try LayerSpec.tanh.layer(for: [1])
    for i in -400...400 {
      let x = Float(i) / 40
      let y = layer.forward(Tensor([1, 1], [x]), parameters: []).values[0]
      #expect(abs(Double(y) - tanh(Double(x))) <= 1e-6 * abs(tanh(Double(x))), "at \(x)")
    }
  }

  /// Pooling sees what the definition says: greatest and mean of each window.
  @Test func poolingFollowsItsDefinition() throws {
    var random = RandomSource(seed: 11)
    for _ in 0..<40 {
      func size(_ range: ClosedRange<Int>) -> Size2D {
        Size2D(
          height: .random(in: range, using: &random), width: .random(in: range, using: &random))
      }
      let kernel = size(1...4)
      var padding = Padding(
        Size2D(
          height: .random(in: 0...kernel.height / 2, using: &random),
          width: .random(in: 0...kernel.width / 2, using: &random)))
      if Bool.random(using: &random) {
        for axis in Size2D.Axis.allCases where padding[axis].before < kernel[axis] {
          padding[axis].after = .random(in: 0..<kernel[axis], using: &random)
        }
      }
      let countsPadding = Bool.random(using: &random)
      let spec = try PoolingSpec(
        kernel: kernel, stride: size(1...3), padding: padding, countsPadding: countsPadding)
      let map = size(4...8)
      let x = Tensor(normal: [2, 3, map.height, map.width], using: &random)
      let inner: Shape = [3, map.height, map.width]
      let greatest = try LayerSpec.maxPool2d(spec).layer(for: inner).forward(x, parameters: [])
      let mean = try LayerSpec.averagePool2d(spec).layer(for: inner).forward(x, parameters: [])
      for n in 0..<2 {
        for c in 0..<3 {
          for y in 0..<greatest.shape[2] {
            for column in 0..<greatest.shape[3] {
              var (best, sum, cells) = (-Float.infinity, Float(0), 0)
              for ky in 0..<kernel.height {
                for kx in 0..<kernel.width {
                  let i = y * spec.geometry.stride.height - padding.before.height + ky
                  let j = column * spec.geometry.stride.width - padding.before.width + kx
                  guard (0..<map.height).contains(i), (0..<map.width).contains(j) else { continue }
                  best = max(best, x[n, c, i, j])
                  sum += x[n, c, i, j]
                  cells += 1
                }
              }
              #expect(greatest[n, c, y, column] == best)
              let divisor = Float(countsPadding ? kernel.count : cells)
              #expect(close(mean[n, c, y, column], sum / divisor, 1e-6))
            }
          }
        }
      }
    }
  }

  /// Dropout leaves out its share and keeps the mean; another step leaves out others.
  @Test func dropoutLeavesOutItsShareAndKeepsTheMean() throws {
    let layer = try LayerSpec.dropout(probability: 0.3).layer(for: [1000])
    let ones = Tensor([20, 1000], repeating: 1)
    let y = layer.forward(ones, parameters: [], training: TrainingPass(noise: Noise(seed: 1)))
    let share = Double(y.values.count { $0 == 0 }) / 20_000
    #expect(abs(share - 0.3) < 0.015)
    #expect(y.values.allSatisfy { $0 == 0 || close($0, 1 / 0.7) })
    let other = layer.forward(
      ones, parameters: [], training: TrainingPass(noise: Noise(seed: 1).keyed(1)))
    #expect(y != other)
    #expect(layer.forward(ones, parameters: []) == ones)
  }
}
