import AECore

/// The numbers behind the worked examples, as the layers computed them.
public struct ExampleData: Encodable, Sendable {
  let schemaVersion = 1
  /// The part of the geometry's maps that is worked, and the values in it; nil when it is too
  /// large.
  public let example: Values?

  /// A worked example's tensors, row-major, with their shapes.
  public struct Values: Encodable, Sendable {
    /// (O, C/groups, KH, KW).
    public let kernel: Values.Array
    /// The convolution's input and output.
    public let convolution: Direction
    /// The transposed convolution's input and output.
    public let transposedConvolution: Direction

    /// A tensor.
    public struct Array: Encodable, Sendable {
      let shape: [Int]
      let values: [Float]
      init(_ tensor: Tensor) { (shape, values) = (tensor.shape.dimensions, tensor.values) }
    }

    /// What goes in, what comes out.
    public struct Direction: Encodable, Sendable {
      let input: Array
      let bias: [Float]
      let output: Array
    }
  }

  init(_ example: WorkedExample?) {
    self.example = example.map {
      Values(
        kernel: .init($0.weights),
        convolution: .init(
          input: .init($0.large), bias: $0.convolutionBias, output: .init($0.convolved)),
        transposedConvolution: .init(
          input: .init($0.small), bias: $0.transposedBias, output: .init($0.restored)))
    }
  }
}
