import AECore
import Foundation
import Testing

/// What a training keeps to be watched again.
@Suite struct TrainingFilmTests {
  private func session(_ folder: URL, epochs: Int) throws -> TrainingSession {
    try TrainingSession(
      into: folder, data: "ramps", limit: nil, dataset: Self.dataset,
      model: Preset.linear.model(imageShape: Self.images.shape, latentSize: 1),
      options: TrainingOptions(epochs: epochs, batchSize: 6, threads: 1), isFilmed: true)
  }

  private static let images = ImageSet(
    shape: ImageShape(channels: 1, height: 2, width: 2),
    pixels: (0..<12 * 4).map { UInt8($0) }, labels: (0..<12).map { $0 % 3 })
  private static let dataset = Dataset(
    name: "ramps", train: images, test: images, classNames: nil, source: nil, license: nil,
    sha256: nil)

  @Test func aFrameForEachEpochFromTheUntrainedNetworkOn() throws {
    let folder = try TemporaryFolder()
    let (runFile, _) = try session(folder["run"], epochs: 3).run(created: "2026-01-01T00:00:00Z")
    let run = try RunDirectory.read(runFile)
    let film = try #require(try TrainingFilm(of: run))
    #expect(film.epochs == [0, 1, 2, 3])
    #expect(film.input.shape == [8, 1, 2, 2] && film.codes[0].shape == [12, 1])
    // Classes in turn, then the last frame is what the trained network makes.
    #expect(film.labels?.prefix(4) == [0, 1, 2, 0])
    let network = try Autoencoder(run.model, imageShape: Self.images.shape, tensors: run.tensors)
    #expect(film.reconstructions[3] == network.reconstructions(of: film.input))
    #expect(film.reconstructions[0] != film.reconstructions[3])
  }

  /// A training that goes on films on: as if it had never stopped.
  @Test func whatWasFilmedIsFilmedOn() throws {
    let folder = try TemporaryFolder()
    _ = try session(folder["run"], epochs: 2).run(created: "2026-01-01T00:00:00Z")
    let resumed = try TrainingSession(
      resuming: folder["run"], load: { _, _ in Self.dataset }, change: { $0.epochs = 4 })
    let (runFile, _) = try resumed.run(created: "2026-01-01T00:00:00Z")
    let film = try #require(try TrainingFilm(of: RunDirectory.read(runFile)))
    #expect(film.epochs == [0, 1, 2, 3, 4])
    let (whole, _) = try session(folder["whole"], epochs: 4).run(created: "2026-01-01T00:00:00Z")
    #expect(try TrainingFilm(of: RunDirectory.read(whole)) == film)
  }

  @Test func ofManyEpochsAFewFramesAreKept() {
    let input = Tensor([1, 1, 2, 2])
    var film = TrainingFilm(input: input, labels: nil)
    for epoch in 0...1000 {
      film.add(epoch: epoch, input, codes: Tensor([1, 1]), isLast: epoch == 1000)
      #expect(film.epochs.count <= film.mostFrames)
    }
    #expect(film.epochs.first == 0 && film.epochs.last == 1000)
    #expect(film.epochs.count > film.mostFrames / 3)
    let steps = zip(film.epochs, film.epochs.dropFirst()).map { $1 - $0 }.dropLast()
    #expect(Set(steps) == [film.every])
    #expect(film.upTo(100).epochs.allSatisfy { $0 <= 100 })
    // Large images are few frames.
    #expect(TrainingFilm(input: Tensor([8, 3, 256, 256]), labels: nil).mostFrames == 8)
  }
}
