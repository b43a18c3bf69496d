import AECore
import Foundation
import Testing

/// What others have written into a run.json stays there when it is written again.
@Suite struct UnknownFieldsTests {
  @Test func whatOthersHaveWrittenStaysInItsPlace() throws {
    let folder = try TemporaryFolder()
    let file = try RunDirectory.write(exampleRun(), to: folder.url)
    let notes: [(path: [String], value: JSONValue)] = [
      (["note"], .string("mine")), (["generator", "commit"], .string("abc")),
      (["training", "history", "1", "gradient"], .number("0.50")),
      (["evaluation", "per_class", "0", "names"], .array([.string("a"), .null])),
      (["evaluation", "fid"], .object([.init("value", .number("3"))])),
    ]
    var document = try StrictJSON.parse(Data(contentsOf: file))
    for note in notes { document = document.setting(note.path[...], to: note.value) }
    try document.data.write(to: file)
    var run = try RunDirectory.read(file)
    run.evaluation?.mse = 0.125
    run.evaluation?.perClass = nil
    _ = try RunDirectory.write(run, to: folder.url)
    let again = try StrictJSON.parse(Data(contentsOf: file))
    #expect(again["note"] == .string("mine"))
    #expect(again["generator"]?["commit"] == .string("abc"))
    #expect(again["evaluation"]?["fid"]?["value"] == .number("3"))
    #expect(again["evaluation"]?["mse"] == .number("0.125"))
    // Its place is gone, and so is the field.
    #expect(again["evaluation"]?["per_class"] == nil)
    guard case .array(let history) = again["training"]?["history"] else {
      Issue.record("no history")
      return
    }
    #expect(history[1]["gradient"] == .number("0.50") && history[0]["gradient"] == nil)
    // Nothing is added to a run without them.
    let plain = try TemporaryFolder()
    let own = try RunDirectory.write(exampleRun(), to: plain.url)
    #expect(try RunDirectory.read(own).unknownFields == nil)
  }

  /// Wherever they stood among the fields that are known, they are the same when they are read
  /// again.
  @Test func theOrderOfFieldsMakesNoOtherRun() throws {
    let folder = try TemporaryFolder()
    let file = try RunDirectory.write(exampleRun(), to: folder.url)
    var document = try StrictJSON.parse(Data(contentsOf: file))
    for path in [["note"], ["training", "history", "1", "gradient"], ["training", "note"]] {
      document = document.setting(path[...], to: .string("mine"))
    }
    try document.reversed.data.write(to: file)
    let run = try RunDirectory.read(file)
    #expect(run.unknownFields != nil)
    #expect(try RunDirectory.read(RunDirectory.write(run, to: folder.url)) == run)
  }

  /// A run that contradicts itself does not take the place of one that can be read.
  @Test func aRunThatCannotBeReadIsNotWritten() throws {
    let folder = try TemporaryFolder()
    let file = try RunDirectory.write(exampleRun(), to: folder.url)
    let (names, before) = (try folder.names(), try Data(contentsOf: file))
    var run = try exampleRun()
    run.evaluation?.anomalies = Anomalies(
      images: [.init(index: 619, label: nil, mse: 0.1)], detectors: [], testCount: 5,
      heldOutCount: nil)
    expectFailure(.badData, "index: 619 is not from 0 to 4", "what was there before stays") {
      _ = try RunDirectory.write(run, to: folder.url)
    }
    run = try exampleRun()
    run.tensors["encoder.0.weight"] = Tensor([3])
    expectFailure(.badData, "encoder.0.weight: the shape is [3]", "it was not written") {
      _ = try RunDirectory.write(run, to: folder.url)
    }
    #expect(try folder.names() == names && Data(contentsOf: file) == before)
  }

  /// Weights under other names are told of, with what is wanted.
  @Test func weightsThatFitNoLayerAreNamed() throws {
    let run = try exampleRun()
    #expect(MissingWeights(run.model, in: run.tensors) == nil)
    func renamed(_ change: (String) -> String) -> [String: Tensor] {
      Dictionary(uniqueKeysWithValues: run.tensors.map { (change($0.key), $0.value) })
    }
    let prefixed = try #require(MissingWeights(run.model, in: renamed { "model.\($0)" }))
    #expect(prefixed.wanted.count == 8 && prefixed.found.count > 8)
    #expect(prefixed.advice == "take \"model.\" from the beginning of the names")
    let counted = try #require(
      MissingWeights(run.model, in: renamed { $0.replacing("encoder.3.", with: "fc1.") }))
    #expect(counted.advice.contains("fc1.weight [3, 18] may be encoder.3.weight [3, 18]"))
    var turned = run.tensors
    turned["encoder.3.weight"] = nil
    turned["kernel"] = Tensor([18, 3])
    #expect(
      MissingWeights(run.model, in: turned)?.advice.contains("with its axes turned") == true)
    expectFailure(.badData, "encoder.0.weight: the weights are missing", "take \"model.\"") {
      _ = try Autoencoder(
        run.model, imageShape: run.dataset.imageShape, tensors: renamed { "model.\($0)" })
    }
  }
}

extension JSONValue {
  /// The same document with the members of all its objects the other way round.
  fileprivate var reversed: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.reversed))
    case .object(let members): .object(members.reversed().map { .init($0.key, $0.value.reversed) })
    default: self
    }
  }
}
