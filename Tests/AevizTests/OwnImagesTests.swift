import AECore
import Foundation
import Testing

/// Images of one's own, from the command line: what is read is kept, and found again.
@Suite struct OwnImagesTests {
  /// Four by three pixels in colour, with alpha; written by Pillow.
  private static let picture = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAYAAAC09K7GAAAAHElEQVR4nGMUkWOQYzCSM4JhFhsGOQYGJI"
      + "whAABoPgNIFDbXxwAAAABJRU5ErkJggg==")

  /// Six pictures of each of two classes.
  private func pictures(_ sandbox: borrowing Sandbox) throws {
    let data = try #require(Self.picture)
    for index in 0..<12 {
      try sandbox.write(data, to: "shots/\(index % 2 == 0 ? "cat" : "dog")/\(index).png")
    }
  }

  @Test func aRunFindsItsPicturesAgain() async throws {
    let sandbox = try Sandbox()
    try pictures(sandbox)
    let trained = try await sandbox.aeviz(
      "train", "--data", "shots", "--image-size", "6x5", "--fit", "stretch", "--gray",
      "--preset", "dense", "--latent", "2", "--epochs", "1", "-o", "run")
    #expect(trained.code == 0, "\(trained.errors)")
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    #expect(run.dataset.imageShape == ImageShape(channels: 1, height: 6, width: 5))
    #expect(run.dataset.classNames == ["cat", "dog"])
    #expect(run.dataset.trainCount == 10 && run.dataset.testCount == 2)
    let command = try TrainingCommandLine(run).text
    #expect(
      command.hasPrefix(
        "aeviz train --data shots --image-size 6x5 --fit stretch --gray --test-share 0.15 --limit 10"
      ), "\(command)")

    let resumed = try await sandbox.aeviz("train", "--resume", "run", "--epochs", "2")
    #expect(resumed.code == 0, "\(resumed.errors)")
    expectFailure(
      try await sandbox.aeviz("train", "--resume", "run", "--image-size", "8"), 64,
      "--resume takes the images of before: leave --image-size out")
    // Seen from another folder the name alone leads nowhere; the run knows the path.
    let other = sandbox.folder.appendingPathComponent("other")
    try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
    #expect(
      try RunDirectory.read(sandbox.folder.appendingPathComponent("run")).dataset.path
        == sandbox.folder.standardizedFileURL.path + "/shots")
    for folder in [sandbox.folder, other] {
      let place = folder == other ? "../run" : "run"
      let evaluated = try await Program.run(["evaluate", place, "--only", "errors"], in: folder)
      #expect(evaluated.code == 0, "\(evaluated.errors)")
      let more = try await Program.run(
        ["train", "--resume", place, "--epochs", folder == other ? "4" : "3"], in: folder)
      #expect(more.code == 0, "\(more.errors)")
      let codes = try await Program.run(["export", place, "-o", "codes.csv"], in: folder)
      #expect(codes.code == 0 && codes.errors == "", "\(codes.errors)")
    }
    // A run written elsewhere has the way from there.
    let away = try await Program.run(
      ["evaluate", "../run", "--only", "errors", "-o", "deep/second"], in: other)
    #expect(away.code == 0, "\(away.errors)")
    let text = String(decoding: try sandbox.read("other/deep/second/run.json"), as: UTF8.self)
    #expect(text.contains("\"path\": \"../../../shots\""), "\(text.prefix(900))")
    expectFailure(
      try await sandbox.aeviz("evaluate", "run", "--data", "shots", "--image-size", "7"), 65,
      "the images are 1 × 7 × 7, but the network takes 1 × 6 × 5")
    // Another picture is another set.
    try sandbox.write(try #require(Self.picture), to: "shots/cat/new.png")
    expectFailure(try await sandbox.aeviz("evaluate", "run"), 65, "dataset.sha256")
    try FileManager.default.removeItem(at: sandbox.folder.appendingPathComponent("shots"))
    expectFailure(
      try await sandbox.aeviz("evaluate", "run"), 66, "dataset.path",
      "the run's images are no longer where they were", "name them with --data")
  }

  @Test func dataShowsWhatWasUnderstood() async throws {
    let sandbox = try Sandbox()
    try pictures(sandbox)
    let shown = try await sandbox.aeviz("data", "shots", "-o", "x.png")
    #expect(shown.code == 0, "\(shown.errors)")
    #expect(shown.text.contains("10 to train on, 2 to test on, 3 × 3 × 4"))
    #expect(shown.text.contains("a folder of PNG pictures, its sub-folders are classes"))
    #expect(shown.text.contains("--test-share 0.15"))
    try sandbox.write(Data("no picture".utf8), to: "shots/dog/broken.png")
    expectFailure(
      try await sandbox.aeviz("data", "shots", "-o", "x.png"), 65, "dog/broken.png", "--skip-broken"
    )
    let rest = try await sandbox.aeviz("data", "shots", "--skip-broken", "-o", "x.png")
    #expect(rest.code == 0)
    #expect(rest.errors == "aeviz: shots: left out, cannot be read: shots/dog/broken.png\n")
    expectFailure(
      try await sandbox.aeviz("data", "shots", "--skip-broken", "-o", "shots/cat/0.png"), 64,
      "would write over it")
  }

  @Test(
    arguments: [
      (["data", "nowhere"], 66, "neither a data set nor a folder or a file"),
      (["data", "--gray"], 64, "give the images that --gray is for"),
      (
        ["train", "--data", "digits", "--test-share", "0.2"], 64, "digits has a test set of its own"
      ),
      (["train", "--data", "digits", "--test-share", "2"], 64, "give a share between 0 and 1"),
      (["train", "--data", "digits", "--image-size", "0"], 64, "an image has 1 to 8192 rows"),
      (
        ["train", "--data", "digits", "--fit", "pad"], 64,
        "--fit means nothing without --image-size"
      ),
      (["train", "--data", "digits", "--fit", "squeeze"], 64, "crop, pad, stretch"),
      (["data", "digits", "--background", "reddish"], 64, "--background"),
    ] as [([String], Int32, String)])
  func wrongOptionsAreToldInALine(
    _ arguments: [String], _ code: Int32, _ words: String
  ) async throws {
    let sandbox = try Sandbox()
    expectFailure(try await Program.run(arguments, in: sandbox.folder), code, words)
  }
}
