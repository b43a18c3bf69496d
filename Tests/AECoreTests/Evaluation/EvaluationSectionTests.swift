import AECore
import Foundation
import Testing

/// What a file can do to the sections of an evaluation.
@Suite struct EvaluationSectionTests {
  private let folder: TemporaryFolder
  private let file: URL
  private let document: JSONValue
  private let run: Run
  /// Measured once for all tests.
  private static let evaluated = Result {
    Evaluator().evaluate(try EvaluatorTests.subject(preset: .vae)).run
  }

  init() throws {
    folder = try TemporaryFolder()
    run = try Self.evaluated.get()
    file = try RunDirectory.write(run, to: folder.url)
    document = try StrictJSON.parse(Data(contentsOf: file))
  }

  @Test func allSectionsAreInTheSchema() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let schema = try JSONSchema(
      StrictJSON.parse(
        Data(contentsOf: root.appendingPathComponent("Schemas/run-1.schema.json"))))
    #expect(try schema.problems(document) == [])
  }

  /// A path below `evaluation`, what stands there instead, and what is said.
  @Test(arguments: [
    ("per_class.0.mse_quartiles", "[1, 2]", "evaluation.per_class[0].mse_quartiles: has 2"),
    ("reconstructions", "7", "evaluation.reconstructions: expected"),
    ("reconstructions.images.0.rank", "\"odd\"", "evaluation.reconstructions.images[0].rank"),
    ("reconstructions.images.0.index", "60", "images[0].index: 60 is not from 0 to 59"),
    ("reconstructions.images.1.index", "-1", "images[1].index: -1 is not from 0 to 59"),
    ("reconstructions.images.0.label", "10", "10, but class_names has 10 names"),
    ("reconstructions.images.2.label", "-3", "images[2].label: -3 is not from 0"),
    ("reconstructions.images.0.mse", "-0.5", "images[0].mse: -0.5 is below 0"),
    ("reconstructions.images.0.ssim", "1.5", "images[0].ssim: 1.5 is not from -1.0 to 1.0"),
    ("classification.chance", "1.5", "evaluation.classification.chance: 1.5 is not from 0.0"),
    ("classification.test_count", "0", "test_count: 0 is not from 1"),
    ("classification.labels.1", "0", "labels[1]: 0 does not rise"),
    ("classification.labels.9", "10", "10, but class_names has 10 names"),
    ("classification.labels", "[0, 1]", "evaluation.classification.confusion: the shape is [10"),
    ("classification.results.0.accuracy", "-1", "results[0].accuracy: -1.0 is not from 0.0"),
    ("classification.results.0.features", "\"luck\"", "classification.results[0].features"),
    ("classification.results.1.neighbours", "0", "results[1].neighbours: 0 is not from 1"),
    ("classification.results.0.l2", "-1", "results[0].l2: -1.0 is below 0"),
    ("anomalies.images.0.index", "60", "anomalies.images[0].index: 60 is not from 0 to 59"),
    ("anomalies.images.0.mse", "-1", "anomalies.images[0].mse: -1.0 is below 0"),
    ("anomalies.images.0.label", "11", "11, but class_names has 10 names"),
    ("anomalies.test_count", "61", "evaluation.anomalies.scores: the shape is [1, 60]"),
    ("anomalies.held_out_count", "61", "held_out_count: 61 is not from 0 to 60"),
    ("anomalies.detectors.0.auc", "2", "detectors[0].auc: 2.0 is not from 0.0"),
    ("anomalies.images", "[]", "evaluation.anomalies.input: the shape is [12"),
    ("pixel_entropy", "-1", "evaluation.pixel_entropy: -1.0 is below 0"),
    ("latent_space.variance", "[1]", "evaluation.latent_space.variance: has 1 entries, expected 4"),
    ("latent_space.variance.2", "-1", "variance[2]: -1.0 is below 0"),
    ("latent_space.tsne.points", "59", "evaluation.latent_space.tsne: the shape is [60, 2]"),
    ("latent_space.tsne.points", "0", "tsne.points: 0 is not from 1"),
    ("latent_space.trustworthiness.tsne", "2", "trustworthiness.tsne: 2.0 is not from 0.0 to 1.0"),
    ("latent_space.posterior.kl", "[]", "posterior.kl: has 0 entries, expected 4"),
    ("latent_space.posterior.collapsed", "[4]", "posterior.collapsed[0]: 4 is not from 0 to 3"),
    ("latent_space.posterior.images.0.index", "60", "images[0].index: 60 is not from 0 to 59"),
    ("manifold.axes.1.dimension", "9", "axes[1].dimension: 9 is not from 0 to 3"),
    ("manifold.axes.0.values", "[]", "values: the count: 0 is not from 1 to 1000"),
    ("manifold.axes.0.values", "[1]", "evaluation.manifold.images: the shape is [36"),
    ("manifold.kind", "\"grid\"", "evaluation.manifold.axes: has 4 entries, expected 2"),
    ("manifold.base.label", "77", "base.label: 77, but class_names has 10 names"),
    ("interpolation.t.0", "-0.5", "interpolation.t[0]: -0.5 is not from 0.0 to 1.0"),
    ("interpolation.t", "[0]", "interpolation.t: the count: 1 is not from 2 to 1000"),
    ("interpolation.pairs", "[]", "interpolation.pairs: the count: 0 is not from 1 to 1000"),
    ("interpolation.pairs.0.second.index", "99", "second.index: 99 is not from 0 to 59"),
    ("reconstructions.images", "[]", "evaluation.reconstructions.input: the shape is [18"),
    ("denoising.methods.1.name", "\"median\"", "denoising.methods[1].name: median, expected auto"),
    ("denoising.methods", "[]", "evaluation.denoising.methods: has 0 entries, expected 4"),
    ("denoising.images.0", "60", "evaluation.denoising.images[0]: 60 is not from 0 to 59"),
    ("denoising.candidates.0.mse", "-1", "candidates[0].mse: -1.0 is below 0"),
    ("denoising.test_count", "0", "denoising.test_count: 0 is not from 1"),
    ("generation.methods.0.name", "\"real\"", "generation.methods[3].name: real stands twice"),
    ("generation.methods.0.examples.1.index", "200", "index: 200 is not from 0 to 199"),
    ("generation.methods.1.to_test", "-0.1", "methods[1].to_test: -0.1 is below 0"),
    ("generation.methods.0.examples", "[]", "evaluation.generation.prior"),
    ("checkerboard.period", "[0, 2]", "checkerboard.period: 0 is not from 1 to 8"),
    ("checkerboard.trained", "1.5", "checkerboard.trained: 1.5 is not from 0.0 to 1.0"),
    ("checkerboard.image", "-1", "checkerboard.image: -1 is not from 0 to 59"),
  ])
  func oneLineNamesTheField(_ path: String, _ text: String, _ problem: String) throws {
    let keys = ["evaluation"] + path.split(separator: ".").map(String.init)
    let altered = document.setting(keys[...], to: try StrictJSON.parse(Data(text.utf8)))
    try altered.data.write(to: file)
    expectFailure(.badData, problem) { _ = try RunDirectory.read(file) }
  }

  @Test func aSectionMayBeAbsentWithItsTensors() throws {
    var bare = run
    bare.evaluation?.reconstructions = nil
    bare.tensors = run.tensors.filter { !$0.key.hasPrefix("evaluation.") }
    #expect(try RunDirectory.read(RunDirectory.write(bare, to: folder.url)) == bare)
    bare = run
    bare.tensors = run.tensors.filter { !$0.key.hasPrefix("evaluation.") }
    #expect(try RunDirectory.read(RunDirectory.write(bare, to: folder.url)) == bare)
  }
}
