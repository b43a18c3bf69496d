import AECore
import Foundation
import Testing

/// What `RunDirectory.read` says of files that are not as they were written.
@Suite struct RunDirectoryBadInputTests {
  private let folder: TemporaryFolder
  private let file: URL
  private let document: JSONValue

  init() throws {
    folder = try TemporaryFolder()
    file = try RunDirectory.write(exampleRun(), to: folder.url)
    document = try StrictJSON.parse(Data(contentsOf: file))
  }

  private func refuses(
    _ kind: Failure.Kind = .badData, _ parts: String...,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.names()
    for part in parts {
      expectFailure(kind, part, location: location) { _ = try RunDirectory.read(file) }
    }
    #expect(try folder.names() == before, sourceLocation: location)
  }

  // MARK: The file

  @Test func missing() throws {
    try FileManager.default.removeItem(at: file)
    try refuses(.noInput, "run.json: cannot be opened: No such file", "aeviz train")
    expectFailure(.noInput, "run.json") { _ = try RunDirectory.read(folder.url) }
    expectFailure(.noInput, "nowhere") { _ = try RunDirectory.read(folder["nowhere"]) }
  }

  @Test func folderInItsPlace() throws {
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    try refuses(.badData, "run.json: is a folder")
    expectFailure(.badData, "run.json: is a folder") { _ = try RunDirectory.read(folder.url) }
  }

  @Test(arguments: [
    ([UInt8](), "run.json: offset 0: the file is empty"),
    (Array("[]".utf8), "run.json: expected an object, found a list"),
    (Array("{}".utf8), "run.json: format: expected \"aeviz-run\", found nothing"),
    (Array("{\"format\": \"zip\"}".utf8), "found the string \"zip\""),
    ([0x50, 0x4B, 3, 4, 0, 0xFF], "run.json: offset 0: expected a value"),
    ([0xFF, 0xFE, 0x7B, 0], "run.json: offset 0: expected a value"),
  ])
  func notARun(_ bytes: [UInt8], _ problem: String) throws {
    try folder.write(bytes, to: "run.json")
    try refuses(.badData, problem)
  }

  @Test func cutOffAnywhere() throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    // The last two bytes are the closing brace and the line's end.
    for count in stride(from: 1, to: bytes.count - 2, by: 97) {
      try folder.write(bytes.prefix(count), to: "run.json")
      try refuses(.badData, "cut off")
    }
  }

  @Test func twoGigabytes() throws {
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: 1 << 31)
    try handle.close()
    try refuses(.badData, "run.json: has 2147483648 bytes; such a file has at most 16777216")
  }

  @Test func newerVersion() throws {
    try write(document.setting(["schema_version"], to: .number("2")))
    try refuses(
      .badData,
      "run.json: made by a newer aeviz (schema_version 2); this one reads up to 1; update aeviz")
    // Said even when the rest has changed beyond recognition.
    try write(document.setting(["schema_version"], to: .number("9")).setting(["model"], to: nil))
    try refuses(.badData, "made by a newer aeviz (schema_version 9)")
  }

  @Test func duplicateKeys() throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    try folder.write(
      text.replacingOccurrences(of: "{\"epoch\": 2,", with: "{\"epoch\": 2, \"epoch\": 3,").utf8,
      to: "run.json")
    try refuses(.badData, "training.history[1].epoch (offset", "the key \"epoch\" stands twice")
  }

  // MARK: Fields

  @Test(
    arguments: [
      (
        "schema_version", "\"1\"",
        "schema_version: expected a whole number from 1, found the string"
      ),
      ("schema_version", "0", "schema_version: expected a whole number from 1, found 0"),
      ("generator", nil, "generator: missing"),
      ("dataset", "[]", "dataset: expected an object, found a list"),
      ("dataset.image_shape", "[1, 6]", "dataset.image_shape: [1, 6] is not [channels, height"),
      ("dataset.image_shape", "[1, 7, 6]", "model.encoder[3]: dense wants [18]"),
      ("dataset.train_count", "-1", "dataset.train_count: -1 is not from 0"),
      ("dataset.test_count", "9223372036854775807", "dataset.test_count: 9223372036854775807 is"),
      ("dataset.test_count", "9223372036854775808", "dataset.test_count: expected a whole number"),
      ("dataset.held_out_class", "-1", "dataset.held_out_class: -1 is not from 0"),
      ("dataset.held_out_class", "3", "held_out_class: 3, but class_names has 3 names"),
      ("dataset.class_names", "[1]", "dataset.class_names[0]: expected a string, found 1"),
      ("model.latent_size", nil, "model.latent_size: missing"),
      ("model.latent_size", "1.5", "model.latent_size: expected a whole number, found 1.5"),
      ("model.latent_size", "0", "model.latent_size: 0 is not from 1"),
      ("model.latent_size", "4", "model.encoder: the encoder ends in a code of [3], but"),
      ("model.encoder", "[]", "model.encoder: the encoder has no layers"),
      ("model.encoder.0.type", "\"lstm\"", "model.encoder[0].type: \"lstm\" is no layer"),
      ("model.encoder.0.stride", "[0, 2]", "model.encoder[0]: stride (height) is 0"),
      ("model.encoder.0.in_channels", "3", "model.encoder[0]: conv2d wants [3, H, W]"),
      ("model.encoder.0.out_channels", "99999999", "model.encoder[0].out_channels: 99999999 is"),
      ("model.encoder.3.out_features", "4", "the encoder ends in a code of [4], but"),
      ("model.decoder.3.out_channels", "2", "the decoder ends in an image of [2, 6, 6], but"),
      ("model.decoder.2.shape", "[2, 3, 4]", "model.decoder[2]: reshape wants 24 values"),
      ("model.encoder.0.strides", "[2, 2]", "encoder[0].strides: is no key of conv2d; the"),
      ("model.encoder.0.padding_mode", "1", "[0].padding_mode: is no key of conv2d; the nearest"),
      ("model.encoder.1.alpha", "0.1", "model.encoder[1].alpha: is no key of relu; it has none"),
      ("model.encoder.3.use_bias", "true", "is no key of dense; the nearest that there is: bias"),
      ("model.encoder.3.units", "3", "is no key of dense; the nearest that there is: out_features"),
      (
        "training.dataset", "{\"name\": \"a\", \"train_count\": -1}", "training.dataset.train_count"
      ),
      ("training.batch_size", "0", "training.batch_size: 0 is not from 1"),
      ("training.seed", "-1", "training.seed: expected a whole number from 0 to 1844674407370955"),
      ("training.history.1.epoch", "\"x\"", "training.history[1].epoch: expected a whole number"),
      (
        "training.history.0.train_loss", "\"x\"",
        "training.history[0].train_loss: expected a number"
      ),
      ("training.history.0.seconds", "1e999", "training.history[0].seconds: expected a number"),
      ("training.optimizer.learning_rate", "null", "training.optimizer.learning_rate: expected"),
      ("evaluation.per_class.0.label", "3", "per_class[0].label: 3, but class_names has 3 names"),
      ("tensors", nil, "tensors: missing"),
      ("tensors.sha256", "\"00\"", "tensors.sha256: expected 64 hexadecimal digits"),
    ] as [(String, String?, String)])
  func wrongField(_ path: String, _ text: String?, _ problem: String) throws {
    let value = try text.map { try StrictJSON.parse(Data($0.utf8)) }
    try write(document.setting(path.split(separator: ".").map(String.init)[...], to: value))
    try refuses(.badData, "run.json: ", problem)
  }

  @Test func layersTooLargeToHold() throws {
    let huge =
      #"{"type": "conv2d", "in_channels": 1, "out_channels": 16777216, "#
      + #""kernel": [16777216, 16777216], "padding": [16777216, 16777216]}"#
    try write(
      document.setting(["model", "encoder", "0"], to: try StrictJSON.parse(Data(huge.utf8))))
    try refuses(.badData, "model.encoder[0]: conv2d with [", "is more than can be held")
  }

  @Test(arguments: [
    "../tensors.safetensors", "/etc/passwd", "a/b", "..", ".", "", "a\u{0}b", "a\\b",
  ])
  func tensorsFileOutsideTheFolder(_ name: String) throws {
    try write(document.setting(["tensors", "file"], to: .string(name)))
    try refuses(.badData, "run.json: tensors.file: ", "is not the plain name of a file")
  }

  // MARK: Tensors

  @Test func tensorsReachedByALinkOutOfTheFolder() throws {
    let elsewhere = try TemporaryFolder()
    let tensors = try tensorsFile()
    try FileManager.default.moveItem(at: tensors, to: elsewhere["t.safetensors"])
    try FileManager.default.createSymbolicLink(
      at: tensors, withDestinationURL: elsewhere["t.safetensors"])
    try refuses(.badData, ".safetensors: is a link out of the run's folder")
    // The folder itself may be reached by one.
    try FileManager.default.removeItem(at: tensors)
    try FileManager.default.moveItem(at: elsewhere["t.safetensors"], to: tensors)
    try FileManager.default.createSymbolicLink(
      at: elsewhere["link"], withDestinationURL: folder.url)
    #expect(try RunDirectory.read(elsewhere["link"]).model.latentSize == 3)
  }

  @Test(arguments: ["tsne_label", "tsne_index"])
  func aPointOfTheMapOfNoClassOrImage(_ name: String) throws {
    var run = try exampleRun()
    run.evaluation?.latentSpace = LatentSpace(
      codes: 5, variance: [1, 1, 1],
      tsne: .init(
        method: "t-SNE", points: 2, seed: 1, perplexity: 2, iterations: 1, divergence: 0),
      trustworthiness: nil, posterior: nil)
    run.tensors[TensorName.evaluation("latent_space", name)] = Tensor([2], [0, 1])
    _ = try RunDirectory.write(run, to: folder.url)
    for bad: Float in [-1, 1.5, 99, .nan] {
      run.tensors[TensorName.evaluation("latent_space", name)] = Tensor([2], [0, bad])
      // Read before it is written: what was there stays.
      expectFailure(.badData, "evaluation.latent_space.\(name)[1]", "it was not written") {
        _ = try RunDirectory.write(run, to: folder.url)
      }
    }
    #expect(try RunDirectory.read(folder.url).tensors.values.allSatisfy { $0.count > 0 })
  }

  @Test func tensorsMissing() throws {
    try FileManager.default.removeItem(at: tensorsFile())
    try refuses(.noInput, ".safetensors: cannot be opened", "beside run.json")
  }

  @Test func tensorsAltered() throws {
    var bytes = [UInt8](try Data(contentsOf: tensorsFile()))
    bytes[bytes.count - 1] ^= 1
    try Data(bytes).write(to: tensorsFile())
    try refuses(.badData, ".safetensors: altered since the run was written")
    try Data(bytes.prefix(3)).write(to: tensorsFile())
    try refuses(.badData, ".safetensors: altered since the run was written: its 3 bytes")
  }

  @Test func tensorsDamagedWhenWritten() throws {
    try name(tensors: Data([UInt8](repeating: 0xFF, count: 16)))
    try refuses(
      .badData, "t.safetensors: offset 0: the header is said to take 18446744073709551615")
  }

  @Test(arguments: [
    ("encoder.0.weight", [2, 1, 3, 2], "encoder.0.weight: the shape is [2, 1, 3, 2], but conv2d"),
    ("decoder.3.bias", [2], "decoder.3.bias: the shape is [2], but conv_transpose2d has [1]"),
    ("samples.input", [4, 1, 6, 5], "samples.input: the shape is [4, 1, 6, 5], expected [n, 1"),
    ("samples.input", [], "samples.input: the shape is [], expected [n, 1, 6, 6]"),
    ("samples.input", [0, 1, 6, 6], "samples.input: the shape is [0, 1, 6, 6]"),
    ("samples.reconstruction", [3, 1, 6, 6], "expected [4, 1, 6, 6], with as many rows as"),
    ("samples.label", [3], "samples.label: the shape is [3], expected [4]"),
    ("latents.test", [5, 4], "latents.test: the shape is [5, 4], expected [n, 3]"),
    ("latents.label", [4], "latents.label: the shape is [4], expected [5], with as many rows as"),
    ("activations.encoder.0", [4, 2, 6, 6], "expected [4, 2, 3, 3]"),
    ("activations.decoder.4", [5, 1, 6, 6], "activations.decoder.4: the shape is [5, 1, 6, 6]"),
    ("encoder.9.weight", [1], "encoder.9.weight: no layer of the model has such a tensor"),
    ("activations.decoder.5", [4, 1], "no layer of the model has such a tensor"),
  ])
  func tensorOfAnotherShape(_ name: String, _ shape: [Int], _ problem: String) throws {
    var tensors = try exampleRun().tensors
    tensors[name] = Tensor(Shape(shape))
    try self.name(tensors: Safetensors.encode(tensors))
    try refuses(.badData, "t.safetensors: ", problem)
  }

  @Test(arguments: [3, -1])
  func labelWithoutAName(_ label: Int) throws {
    var tensors = try exampleRun().tensors
    tensors[TensorName.sampleLabel]?.values[2] = Float(label)
    try name(tensors: Safetensors.encode(tensors))
    try refuses(
      .badData, "samples.label[2]: \(label).0 is not a whole number from 0 to 2")
  }

  // MARK: Writing what is wrong

  private func write(_ document: JSONValue) throws { try document.data.write(to: file) }

  /// Puts `data` beside run.json as the tensors file, with the digest that belongs to it.
  private func name(tensors data: Data) throws {
    try data.write(to: folder["t.safetensors"])
    try write(
      document.setting(["tensors", "file"], to: .string("t.safetensors"))
        .setting(["tensors", "sha256"], to: .string(SHA256.hex(data))))
  }

  private func tensorsFile() throws -> URL {
    folder[try #require(try folder.names().first { $0.hasPrefix("tensors-") })]
  }
}
