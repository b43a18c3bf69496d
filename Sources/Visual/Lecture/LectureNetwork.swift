import AECore

/// A network that the lecture shows, and how it is trained.
public struct LectureNetwork: Hashable, Sendable {
  /// What it is for; the name of its folder.
  public enum Role: String, CaseIterable, Sendable {
    /// The one that is opened up and measured.
    case convolutional
    /// The simplest one.
    case fullyConnected = "fully-connected"
    /// Learns to remove noise.
    case denoising
    /// Makes images from codes that no image has.
    case variational
  }

  /// What it is for.
  public var role: Role
  /// Its layers.
  public var preset: Preset
  /// Values in its code.
  public var latentSize: Int
  /// Passes over the training images.
  public var epochs: Int
  /// What is done to its inputs; nil for nothing.
  public var corruption: Corruption?
  /// What is minimised.
  public var loss = Loss.mse
  /// The step size over the epochs.
  public var schedule = LearningRateSchedule.constant

  /// The networks of the lecture, in the order in which they are trained: together a minute on the
  /// embedded images. The variational one is Kingma and Welling's, since its plane shows crisp
  /// images with two values a code: fully connected, trained by cross-entropy.
  public static let all = [
    LectureNetwork(role: .convolutional, preset: .conv, latentSize: 16, epochs: 30),
    LectureNetwork(role: .fullyConnected, preset: .dense, latentSize: 16, epochs: 30),
    LectureNetwork(
      role: .denoising, preset: .conv, latentSize: 16, epochs: 30,
      corruption: Corruption("gaussian:0.3")),
    LectureNetwork(
      role: .variational, preset: .vaeDense, latentSize: 2, epochs: 100, loss: .bce,
      schedule: .cosine),
  ]
}
