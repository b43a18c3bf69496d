import AECore

extension SampleRun {
  /// A variational one whose code is two maps, with the layers that other programs' networks have.
  static var mapsAsCode: SampleRun {
    guard let same = try? ConvGeometry(kernel: Size2D(3), padding: Size2D(1)),
      let halving = try? ConvGeometry(kernel: Size2D(3), stride: Size2D(2))
    else { return SampleRun(name: "maps as a code") }
    func conv(_ a: Int, _ b: Int, _ geometry: ConvGeometry) -> LayerSpec {
      .conv2d(ConvolutionSpec(inChannels: a, outChannels: b, geometry: geometry))
    }
    let sides = Padding(
      vertical: Padding.Ends(before: 0, after: 1), horizontal: Padding.Ends(before: 0, after: 1))
    return SampleRun(
      name: "maps as a code", latentSize: 98,
      layers: (
        [
          .pad2d(PaddingSpec(.reflection, Padding(Size2D(1)))), conv(1, 8, halving),
          .groupNorm(GroupNormSpec(groups: 4, channels: 8)), .silu,
          .pad2d(PaddingSpec(.replication, sides)), conv(8, 8, halving),
          .layerNorm(LayerNormSpec(.channels(8))), .gelu(.tanh), conv(8, 4, same),
          .gaussianSampling,
        ],
        [
          .elu(alpha: 1), .upsampleBilinear(BilinearSpec(.scale(height: 2, width: 2))),
          conv(2, 8, same), .layerNorm(LayerNormSpec(.lastAxes([8, 14, 14]))), .gelu(.exact),
          conv(8, 4, same), .pixelShuffle(factor: 2),
          .pad2d(PaddingSpec(.zero, Padding(Size2D(2)))), .cropping2d(Padding(Size2D(2))),
          .hardSigmoid(HardSigmoidSpec()),
        ]
      ), beta: 1)
  }
}
