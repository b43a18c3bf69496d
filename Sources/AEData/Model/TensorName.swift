import AENetwork

/// The names of the tensors in a run, in one place for those who write and those who read.
public enum TensorName {
  /// Encoder or decoder.
  public typealias Half = ModelDescription.Half

  /// `encoder.0.weight`: `parameter` is `weight` or `bias`.
  public static func parameter(_ half: Half, _ index: Int, _ parameter: String) -> String {
    "\(half.rawValue).\(index).\(parameter)"
  }

  /// `activations.encoder.0`: the output of layer `index`, `(n, …)`, for the samples.
  public static func activation(_ half: Half, _ index: Int) -> String {
    "activations.\(half.rawValue).\(index)"
  }

  /// A few test images, `(n, C, H, W)` in [0, 1].
  public static let sampleInput = "samples.input"
  /// Their labels, `(n)`.
  public static let sampleLabel = "samples.label"
  /// What the encoder was given instead, `(n, C, H, W)`, when the run denoises.
  public static let sampleCorrupted = "samples.corrupted"
  /// What came out, `(n, C, H, W)`.
  public static let sampleReconstruction = "samples.reconstruction"
  /// The codes of the test images, `(N, L)`.
  public static let testLatents = "latents.test"
  /// Their labels, `(N)`.
  public static let testLatentLabels = "latents.label"

  /// `evaluation.latent_space.points`: what the step `section` keeps for figures.
  public static func evaluation(_ section: String, _ name: String) -> String {
    "evaluation.\(section).\(name)"
  }
}
