import AECore
import Testing

struct PresetOptionsTests {
  /// What reaches PCA's error on digits and fashion; measured when these were chosen.
  @Test func linearTrainsLongerThanTheOthers() {
    for preset in Preset.allCases where preset != .linear {
      #expect(TrainingOptions(preset: preset) == TrainingOptions())
    }
    #expect(TrainingOptions(preset: nil) == TrainingOptions())
    let linear = TrainingOptions(preset: .linear)
    #expect(
      linear == TrainingOptions(epochs: 80, batchSize: 32, learningRate: 0.01, schedule: .cosine))
  }

  @Test func titlesOfConvolutionsSayDilationAndGroups() throws {
    let plain = try ConvGeometry(kernel: Size2D(3), stride: Size2D(2))
    #expect(plain.shortDescription == "3×3, stride 2")
    let all = try ConvGeometry(
      kernel: Size2D(height: 3, width: 5), dilation: Size2D(height: 1, width: 2), groups: 4)
    #expect(all.shortDescription == "3×5, stride 1, dilation 1×2, groups 4")
  }
}
