import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// The figures that explain what an autoencoder is: target, shapes, connections, error.
@Suite struct LectureFiguresTests {
  static let names = ["target", "shapes", "connections", "error"]
  static let pages = [PageSize.slide, .slide4x3, .a4]

  @Test(arguments: SampleRun.all)
  func everyOneIsWellLaidOut(sample: SampleRun) throws {
    let run = try sample.run
    for figure in Self.names.compactMap({ try? FigureCatalog.entry($0)?.make(run) }) {
      for page in Self.pages {
        for theme in Theme.named {
          let style = Style(theme: theme, page: page, measurer: ReportTests.measurer)
          let problems = LayoutCheck.problems(
            in: Page(figure).scene(style: style), minimumTextSize: page.minimumTextSize)
          #expect(problems == [], "\(sample.name), \(figure.name), \(page.name), \(theme.name)")
        }
      }
    }
  }

  private static func fields(_ figure: any Figure) throws -> [String: Any] {
    let data = try JSONValue(encoding: figure.data).data
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static func mean(_ a: Tensor, _ b: Tensor) -> Double {
    let squares = zip(a.values, b.values).map { pow(Double($0) - Double($1), 2) }
    return squares.reduce(0, +) / Double(squares.count)
  }

  // MARK: Target

  @Test func theTargetIsTheImageThatWentIn() throws {
    for sample in [SampleRun(name: "conv"), SampleRun(name: "noise", isDenoising: true)] {
      let run = try sample.run
      let input = try run.images(TensorName.sampleInput)[1]
      let output = try run.images(TensorName.sampleReconstruction)[1]
      let figure = try TargetFigure(run: run, sample: 1)
      let error = NumberText.short(Self.mean(output, input))
      #expect(figure.caption.contains("mean squared error of \(error) over 784 values."))
      #expect(figure.title.hasPrefix(sample.isDenoising ? "The clean image is" : "The input is"))
      let scene = Page(figure).scene(
        style: Style(theme: .light, page: .slide, measurer: ReportTests.measurer))
      #expect(scene.texts("target/mse") == ["MSE \(error)"])
      // What leads in is what is asked for, pixel by pixel.
      let images = scene.leaves.compactMap { mark -> (String, Raster)? in
        guard case .image(let image) = mark, let id = image.id else { return nil }
        return (id, image.raster)
      }
      let rasters = Dictionary(uniqueKeysWithValues: images)
      #expect(rasters["target/source"] == Raster.image(input))
      #expect(rasters["target/target"] == Raster.image(input))
      #expect(rasters["target/output"] == Raster.image(output))
      #expect((rasters["target/corrupted"] != nil) == sample.isDenoising)
    }
    #expect(throws: Failure.self) { try TargetFigure(run: SampleRun(name: "conv").run, sample: 99) }
  }

  @Test func oneValueIsOneValue() throws {
    let run = try SampleRun(
      name: "smallest", imageShape: ImageShape(channels: 1, height: 1, width: 1), latentSize: 1
    ).run
    #expect(try TargetFigure(run: run).caption.contains("over 1 value."))
    #expect(try ErrorFigure(run: run).caption.contains("for the only value of"))
    #expect(try ShapesFigure(run: run).caption.contains("The code has 1 value, the image 1:"))
  }

  // MARK: Error

  /// Over many random images: the numbers are those of the pixels that are named, and no other
  /// pixels of as many are further off.
  @Test func theWorkedPixelsAreTheWorstAndTheirMeanIsRight() throws {
    let shapes = [(1, 8, 8), (3, 5, 9), (1, 2, 7), (2, 3, 3), (1, 1, 4)]
    for (channels, height, width) in shapes {
      let image = ImageShape(channels: channels, height: height, width: width)
      var run = try SampleRun(
        name: "random", preset: .dense, imageShape: image, latentSize: 2, sampleCount: 1
      ).run
      var random = RandomSource(seed: 5)
      for _ in 0..<40 {
        let (input, output) = (
          Tensor(image.shape, (0..<image.count).map { _ in random.uniform() }),
          Tensor(image.shape, (0..<image.count).map { _ in random.uniform() })
        )
        let batch = Shape([1] + image.shape.dimensions)
        run.tensors[TensorName.sampleInput] = input.reshaped(batch)
        run.tensors[TensorName.sampleReconstruction] = output.reshaped(batch)
        let figure = try ErrorFigure(run: run)
        let fields = try Self.fields(figure)
        let rows = try #require(fields["rows"] as? [Int])
        let columns = try #require(fields["columns"] as? [Int])
        let channel = try #require(fields["channel"] as? Int)
        let squares = try #require(fields["squares"] as? [Double])
        func square(_ c: Int, _ y: Int, _ x: Int) -> Double {
          let place = (c * height + y) * width + x
          return pow(Double(output.values[place]) - Double(input.values[place]), 2)
        }
        let named = (rows[0]..<rows[1]).flatMap { y in
          (columns[0]..<columns[1]).map { square(channel, y, $0) }
        }
        #expect(zip(named, squares).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(named.count == min(3, height) * min(3, width))
        let sum = named.reduce(0, +)
        #expect(abs((fields["patch_mse"] as? Double ?? 0) - sum / Double(named.count)) < 1e-12)
        let whole = Self.mean(output, input)
        #expect(abs((fields["mse"] as? Double ?? 0) - whole) < 1e-9)
        for c in 0..<channels {
          for top in 0...(height - min(3, height)) {
            for left in 0...(width - min(3, width)) {
              var other = 0.0
              for y in top..<top + min(3, height) {
                for x in left..<left + min(3, width) { other += square(c, y, x) }
              }
              #expect(other <= sum + 1e-12)
            }
          }
        }
        #expect(figure.caption.contains(NumberText.short(whole)))
        #expect(figure.caption.contains(NumberText.short(sum / Double(named.count))))
        #expect(figure.caption.contains("channel") == (channels > 1))
      }
    }
  }

  // MARK: Connections

  @Test(arguments: [
    SampleRun(name: "conv"), SampleRun(name: "dense", preset: .dense), SampleRun.deep,
    SampleRun(name: "vae-dense", preset: .vaeDense, latentSize: 2, beta: 0.25),
    SampleRun(name: "1 latent", preset: .dense, latentSize: 1),
  ])
  func everyLineCarriesItsWeight(sample: SampleRun) throws {
    let run = try sample.run
    let figure = try ConnectionsFigure(run: run)
    let fields = try Self.fields(figure)
    let columns = try #require(fields["columns"] as? [[String: Any]])
    let layers = try #require(fields["layers"] as? [[String: Any]])
    #expect(columns.count == layers.count + 1)
    var (drawn, all) = (0, 0)
    for (index, layer) in layers.enumerated() {
      let name = try #require(layer["layer"] as? String)
      let weight = try #require(run.tensors["\(name).weight"])
      let weights = try #require(layer["weights"] as? [[Double]])
      let inputs = try #require(columns[index]["drawn"] as? [Int])
      let units = try #require(columns[index + 1]["drawn"] as? [Int])
      for (row, unit) in zip(weights, units) {
        for (value, input) in zip(row, inputs) {
          #expect(abs(value - Double(weight.values[unit * weight.shape[1] + input])) < 1e-6)
        }
      }
      #expect(weights.count == units.count && weights.allSatisfy { $0.count == inputs.count })
      drawn += units.count * inputs.count
      let count = try #require(columns[index + 1]["units"] as? Int)
      all += count * weight.shape[1]
    }
    #expect(fields["lines_drawn"] as? Int == drawn)
    #expect(fields["lines"] as? Int == all)
    #expect(figure.caption.contains("\(NumberText.count(drawn)) of \(NumberText.count(all)) lines"))
    // As many lines as are said, and a circle for each unit.
    let scene = Page(figure).scene(
      style: Style(theme: .light, page: .slide, measurer: ReportTests.measurer))
    let lines = scene.lines(of: "connections/encoder.") + scene.lines(of: "connections/decoder.")
    #expect(lines == drawn)
  }

  @Test func deadUnitsAreThoseThatAreAlwaysZero() throws {
    var run = try SampleRun(name: "dense", preset: .dense).run
    // Of the 128 units behind encoder.1, whose ReLU is encoder.2, two never say anything.
    let name = TensorName.activation(.encoder, 2)
    var tensor = try #require(run.tensors[name])
    for n in 0..<tensor.shape[0] {
      for unit in 0..<128 { tensor.values[n * 128 + unit] = [3, 90].contains(unit) ? 0 : 1 }
    }
    run.tensors[name] = tensor
    let figure = try ConnectionsFigure(run: run)
    let columns = try #require(try Self.fields(figure)["columns"] as? [[String: Any]])
    #expect(columns[1]["dead"] as? [Int] == [3, 90])
    let drawn = try #require(columns[1]["drawn"] as? [Int])
    #expect(drawn.contains(3) || drawn.contains(90))
    let dead = columns.reduce(0) { $0 + (($1["dead"] as? [Int])?.count ?? 0) }
    #expect(figure.caption.contains("(\(dead.counted("unit")))"))
  }

  @Test func aNetworkWithoutSuchLayersSaysSo() throws {
    #expect(throws: Failure.self) { try ConnectionsFigure(run: SampleRun.mapsAsCode.run) }
  }

  // MARK: Shapes

  @Test(arguments: SampleRun.all)
  func everyValueHasTheSameArea(sample: SampleRun) throws {
    let run = try sample.run
    let figure = try ShapesFigure(run: run)
    for page in Self.pages {
      let scene = Page(figure).scene(
        style: Style(theme: .light, page: page, measurer: ReportTests.measurer))
      let scales = scene.leaves.flatMap { mark -> [Double] in
        guard case .image(let image) = mark, image.id?.hasPrefix("shapes/") == true else {
          return []
        }
        return [
          image.rect.width / Double(image.raster.width),
          image.rect.height / Double(image.raster.height),
        ]
      }
      let first = scales.first ?? 0
      #expect(scales.allSatisfy { abs($0 - first) < 1e-6 * first }, "\(sample.name), \(page.name)")
    }
  }

  @Test func theWideningLayerIsTold() throws {
    let conv = try ShapesFigure(run: SampleRun(name: "conv").run).caption
    #expect(
      conv.hasPrefix(
        "The first layer widens, 784 → 3,136 values in 16 maps of 14 × 14; later ones make fewer."))
    #expect(conv.contains("The code keeps 16 of 784 values (49 : 1)"))
    let dense = try ShapesFigure(run: SampleRun(name: "dense", preset: .dense).run).caption
    #expect(dense.hasPrefix("The code keeps 16 of 784 values"))
  }
}

extension Scene {
  /// How many paths there are in groups whose id begins so.
  fileprivate func lines(of prefix: String) -> Int {
    func count(_ marks: [Mark], isInside: Bool) -> Int {
      marks.reduce(0) { sum, mark in
        switch mark {
        case .group(let group):
          let isIn = isInside || group.id?.hasPrefix(prefix) == true
          return sum + count(group.marks, isInside: isIn)
        case .path: return sum + (isInside ? 1 : 0)
        case .text, .image: return sum
        }
      }
    }
    return count(marks, isInside: false)
  }
}
