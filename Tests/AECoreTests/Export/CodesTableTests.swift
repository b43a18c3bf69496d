import AECore
import Foundation
import Testing

@Suite struct CodesTableTests {
  private static func lines(_ data: Data) -> [String] {
    String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func aRowIsAnImage() throws {
    let run = try exampleRun()
    let table = try CodesTable(run)
    let lines = Self.lines(table.text(separatedBy: .tab))
    #expect(lines.count == 6)
    #expect(lines[0] == "image\tlabel\tclass\tz0\tz1\tz2")
    let code = try #require(run.tensors[TensorName.testLatents]).values
    #expect(lines[3] == "2\t0\ta\t\(code[6])\t\(code[7])\t\(code[8])")
    // What is written is exact.
    for (row, line) in lines.dropFirst().enumerated() {
      let values = line.split(separator: "\t").suffix(3).compactMap { Float($0) }
      #expect(values == Array(code[3 * row..<3 * row + 3]))
    }
  }

  @Test func namesMayHoldAnything() throws {
    var run = try exampleRun()
    run.dataset.classNames = ["a,b", "β\n\tγ", "\"c\""]
    let table = try CodesTable(run)
    let commas = Self.lines(table.text(separatedBy: .comma))
    #expect(commas[3].hasPrefix("2,0,\"a,b\","))
    #expect(commas[4].hasPrefix("3,1,β  γ,"))
    #expect(commas[1].hasPrefix("0,2,\"\"\"c\"\"\","))
    let tabs = Self.lines(table.text(separatedBy: .tab))
    #expect(tabs.count == 6)
    #expect(tabs[1].hasPrefix("0\t2\t\"c\"\t"))
    // More labels than names.
    run.dataset.classNames = ["only"]
    #expect(try CodesTable(run).className(0) == "2")
    run.tensors[TensorName.testLatentLabels] = nil
    #expect(Self.lines(try CodesTable(run).text(separatedBy: .tab))[0] == "image\tz0\tz1\tz2")
  }

  @Test func withoutCodesThereIsNoTable() throws {
    var run = try exampleRun()
    run.tensors[TensorName.testLatents] = nil
    expectFailure(.badData, "latents.test", "evaluate") { try CodesTable(run) }
  }

  @Test func errorsAreTheReconstructions() throws {
    let run = try exampleRun()
    let images = ImageSet(
      shape: run.dataset.imageShape, pixels: (0..<5 * 36).map { UInt8($0) },
      labels: [0, 1, 2, 1, 0])
    let dataset = Dataset(
      name: "squares", train: images, test: images, classNames: nil, source: nil, license: nil,
      sha256: nil)
    var clean = run
    clean.training?.corruption = nil
    let autoencoder = try Autoencoder(
      run.model, imageShape: run.dataset.imageShape, tensors: run.tensors)
    let table = CodesTable(
      EvaluationSubject(autoencoder: autoencoder, dataset: dataset, run: clean, seed: 1))
    let all = images.images(0..<5)
    let output = autoencoder.reconstructions(of: all)
    for (index, error) in try #require(table.errors).enumerated() {
      let range = 36 * index..<36 * (index + 1)
      let squares = zip(all.values[range], output.values[range]).map {
        Double($0 - $1) * Double($0 - $1)
      }
      #expect(abs(error - squares.reduce(0, +) / 36) < 1e-9)
    }
    #expect(Self.lines(table.text(separatedBy: .comma))[0] == "image,label,class,mse,z0,z1,z2")
  }

  // MARK: The projector

  @Test func theProjectorCountsPicturesInSquares() throws {
    let run = try exampleRun()
    let images = ImageSet(
      shape: run.dataset.imageShape, pixels: [UInt8](repeating: 0, count: 5 * 36), labels: nil)
    let folder = ProjectorFolder(try CodesTable(run), images: images)
    #expect(folder.columns == 3)
    #expect(folder.rows == 2)
    let files = Dictionary(uniqueKeysWithValues: folder.files.map { ($0.name, $0.data) })
    #expect(files.keys.sorted() == ["metadata.tsv", "projector_config.pbtxt", "vectors.tsv"])
    let metadata = Self.lines(try #require(files["metadata.tsv"]))
    #expect(metadata.count == 6)
    #expect(metadata[0] == "image\tclass")
    #expect(metadata[2] == "1\t\"c\"")
    let vectors = Self.lines(try #require(files["vectors.tsv"]))
    #expect(vectors.count == 5)
    #expect(vectors.allSatisfy { $0.split(separator: "\t").count == 3 })
    let config = String(decoding: try #require(files["projector_config.pbtxt"]), as: UTF8.self)
    #expect(config.contains("single_image_dim: 6\n    single_image_dim: 6"))
  }

  @Test(arguments: [(28, 28, 292 * 292), (8192, 1, 1), (9000, 10, 0)])
  func aSpriteHoldsSquaresOfWholePictures(_ height: Int, _ width: Int, _ count: Int) {
    let shape = ImageShape(channels: 1, height: height, width: width)
    #expect(ProjectorFolder.capacity(of: shape) == count)
  }
}
