import AECore
import Testing

struct DenseTests {
  /// The fast fully connected layer and its gradients equal the naive ones.
  @Test func theFastLayerEqualsTheNaiveOne() throws {
    var random = RandomSource(seed: 14)
    // More inputs than one block, sizes that leave rows, columns and lanes over, and single ones.
    // Outputs that are more than the rows which are turned at once, and images likewise.
    let sizes = [(300, 5), (7, 4), (1, 1), (3, 50), (49, 9), (260, 17), (20, 33)]
    for (inputs, outputs) in sizes {
      for images in [1, 8, 19, 40, outputs < 40 ? 150 : 2] {
        for bias in [true, false] {
          let spec = DenseSpec(inFeatures: inputs, outFeatures: outputs, bias: bias)
          let layer = try LayerSpec.dense(spec).layer(for: [inputs])
          let weight = Tensor(normal: [outputs, inputs], using: &random)
          let offset = Tensor(normal: [outputs], using: &random)
          let x = Tensor(normal: [images, inputs], using: &random)
          let dy = Tensor(normal: [images, outputs], using: &random)
          let parameters = weight.values + (bias ? offset.values : [])
          let place = "\(inputs) to \(outputs), \(images) images"
          #expect(
            close(
              layer.forward(x, parameters: parameters),
              NaiveDense.forward(x, weight: weight, bias: bias ? offset : nil)), "\(place)")
          let (dx, dParameters) = layer.backward(x, dy: dy, parameters: parameters)
          #expect(close(dx, NaiveDense.inputGradient(dy, weight: weight)), "\(place)")
          #expect(
            close(
              Tensor(weight.shape, Array(dParameters.prefix(weight.count))),
              NaiveDense.weightGradient(x, dy: dy)), "\(place)")
          if bias {
            let ones = Tensor([images, 1], [Float](repeating: 1, count: images))
            #expect(
              close(
                Tensor([outputs, 1], Array(dParameters.suffix(outputs))),
                NaiveDense.weightGradient(ones, dy: dy)), "\(place)")
          }
        }
      }
    }
  }
}
