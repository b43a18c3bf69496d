import AECore
import DrawingTesting
import Testing
import Visual

/// The figure of the checkerboard, against a plain computation and against the numbers in the run.
@Suite struct CheckerboardTests {
  static let measurer = PangoMeasurer()

  private func texts(_ figure: any Figure) -> [String: String] {
    pageTexts(figure, measurer: Self.measurer)
  }

  @Test(arguments: SampleRun.all)
  func everyPageIsWellLaidOut(sample: SampleRun) throws {
    let run = try sample.run.withUses()
    // Some decoders have no convolution.
    guard let figure = try? CheckerboardFigure(run: run) else { return }
    let figures: [any Figure] = [
      figure, try CheckerboardFigure(run: run, twin: run), try SpectraFigure(run: run),
      try SpectraFigure(run: run, twin: run),
    ]
    for page in [PageSize.slide, .slide4x3, .a4, .letter] {
      for theme in Theme.named {
        let style = Style(theme: theme, page: page, measurer: Self.measurer)
        for figure in figures {
          let scene = Page(figure, footer: .init(text: "run", number: "1 / 9")).scene(style: style)
          let problems = LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize)
          #expect(problems == [], "\(sample.name), \(figure.name), \(page.name), \(theme.name)")
        }
      }
    }
  }

  // MARK: The enlarged images

  /// An image made smaller by the means of its tiles and enlarged with weights of 1, by the
  /// definition; of ones the ways to each pixel.
  private func enlarged(
    _ way: Enlargement, _ image: Tensor, kernel: Size2D, stride: Size2D
  ) -> Tensor {
    let (channels, h, w) = (image.shape[0], image.shape[1], image.shape[2])
    let rows = (h + stride.height - 1) / stride.height
    let columns = (w + stride.width - 1) / stride.width
    /// What stands before the map of what is cut away, or put there as zeros.
    func before(_ cells: Int, _ size: Int, _ axis: Size2D.Axis) -> Int {
      let all =
        way == .resized
        ? size - cells * stride[axis] + kernel[axis] - 1
        : (cells - 1) * stride[axis] + kernel[axis] - size
      return (abs(all) + 1) / 2
    }
    let (top, left) = (before(rows, h, .vertical), before(columns, w, .horizontal))
    var result = Tensor(image.shape)
    for c in 0..<channels {
      func mean(_ y: Int, _ x: Int) -> Float {
        let tile = (y * stride.height..<min(h, (y + 1) * stride.height)).flatMap { row in
          (x * stride.width..<min(w, (x + 1) * stride.width)).map {
            image.values[(c * h + row) * w + $0]
          }
        }
        return tile.reduce(0, +) / Float(tile.count)
      }
      func add(_ value: Float, _ y: Int, _ x: Int) {
        guard (0..<h).contains(y), (0..<w).contains(x) else { return }
        result.values[(c * h + y) * w + x] += value
      }
      for y in 0..<rows {
        for x in 0..<columns {
          let value = mean(y, x)
          for ky in 0..<kernel.height {
            for kx in 0..<kernel.width {
              guard way == .resized else {
                add(value, y * stride.height - top + ky, x * stride.width - left + kx)
                continue
              }
              // Each of the cells that it becomes leads to those whose window it lies in.
              for sy in 0..<stride.height {
                for sx in 0..<stride.width {
                  add(
                    value, y * stride.height + sy + top - ky, x * stride.width + sx + left - kx)
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// Pictures and words of hundreds of kernels, strides and images.
  @Test func enlargedImagesAreWhatTheirWaysSay() throws {
    var random = RandomSource(seed: 4)
    for _ in 0..<150 {
      func size(_ range: ClosedRange<Int>) -> Size2D {
        Size2D(
          height: Int.random(in: range, using: &random),
          width: Int.random(in: range, using: &random))
      }
      let (kernel, stride, extent) = (size(1...7), size(1...4), size(1...20))
      let channels = Int.random(in: 1...3, using: &random)
      let shape = Shape([channels, extent.height, extent.width])
      let image = Tensor(shape, (0..<shape.count).map { _ in random.uniform() })
      for way in Enlargement.allCases {
        let note: Comment = "\(way) of \(shape), kernel \(kernel), stride \(stride)"
        let result = try EnlargedImage(way, of: image, kernel: kernel, stride: stride)
        for axis in Size2D.Axis.allCases where stride[axis] > 1 {
          #expect(result.kernel[axis] >= stride[axis], note)
          #expect(result.kernel[axis].isMultiple(of: stride[axis]) == (way == .even), note)
          #expect(abs(result.kernel[axis] - max(kernel[axis], stride[axis])) < stride[axis], note)
        }
        let naive = enlarged(way, image, kernel: result.kernel, stride: stride)
        #expect(
          zip(result.image.values, naive.values).allSatisfy { abs($0 - $1) < 1e-3 * (1 + abs($1)) },
          note)
        // Far from the borders, counted in a larger map.
        let wide = Tensor([1, 43, 43], repeating: 1)
        let ways = enlarged(way, wide, kernel: result.kernel, stride: stride)
        let middle = 15..<27
        let inner = Set(middle.flatMap { y in middle.map { Double(ways.values[y * 43 + $0]) } })
        let large = try EnlargedImage(way, of: wide, kernel: kernel, stride: stride)
        #expect(large.pattern.ways == inner.sorted(), note)
        #expect((large.pattern.name == nil) == (inner.count == 1), note)
        #expect(
          large.pattern.verdict[0].hasPrefix("no grid") == (way != .uneven || stride == Size2D(1)),
          note)
        // What is cut from long to short stays true.
        for text in large.pattern.verdict {
          #expect(text.hasPrefix("no ") == (inner.count == 1), note)
          let numbers = text.matches(of: #/\d+/#).compactMap { Double($0.0) }
          #expect(Set(numbers).isSubset(of: inner), note)
        }
      }
    }
  }

  /// Each decoder's numbers are the ways of its last enlargement, and a part of a large image is
  /// named: whole tiles.
  @Test func threeWaysToEnlargeStandBesideTheDecoder() throws {
    for (preset, side) in [(Preset.conv, 28), (.convUpsample, 28), (.conv, 8), (.conv, 70)] {
      let image = ImageShape(channels: 1, height: side, width: side)
      let run = try SampleRun(name: "\(preset)", preset: preset, imageShape: image).run.withUses()
      let figure = try CheckerboardFigure(run: run)
      #expect(figure.title == "Checkerboard: uneven overlap draws a grid")
      let found = texts(figure)
      let expected = ["uneven": Set([1.0, 2]), "even": [2], "resized": [3]]
      for (way, ways) in expected {
        let numbers = found.filter { $0.key.hasPrefix("checkerboard/\(way)/ways/number/") }
        #expect(!numbers.isEmpty)
        // At a border there are fewer.
        let inner = Set(numbers.values.compactMap(Double.init))
        #expect(side == 8 ? inner.isSuperset(of: ways) : inner == ways, "\(preset) \(side) \(way)")
      }
      #expect(found["checkerboard/name/uneven"] == "transposed, kernel 3")
      #expect(found["checkerboard/name/even"] == "transposed, kernel 4")
      #expect(found["checkerboard/verdict/uneven"] == "grid: 1, 2 or 4 ways")
      #expect(found["checkerboard/verdict/even"] == "no grid: 4 ways each")
      #expect(found["checkerboard/verdict/resized"] == "no grid: 9 ways each")
      #expect(
        figure.caption.hasPrefix("With all weights alike, 1, 2 or 4 ways to a pixel make a grid"))
      #expect(figure.caption.contains("always 4 (or 9) none; borders have fewer.") == (side < 70))
      #expect(
        figure.caption.contains(
          "The decoder enlarges last by "
            + (preset == .conv ? "a transposed convolution with kernel 3." : "resizing.")))
      let part = figure.caption.firstMatch(
        of: #/Shown: rows (\d+) to (\d+) and columns (\d+) to (\d+)/#)
      #expect((part != nil) == (side > 32))
      guard let part else { continue }
      let rows = try #require(Int(part.1))...(try #require(Int(part.2)))
      #expect(rows.count == 32 && (rows.lowerBound - 1) % 2 == 0 && rows.upperBound <= side)
      #expect(part.1 == part.3 && part.2 == part.4)
    }
  }

  /// A pattern in what the decoder gave is seen where there is one, and told from none.
  @Test func whatTheDecoderGaveIsJudgedByItsPixels() throws {
    var run = try SampleRun(name: "conv").run.withUses()
    let shape = run.dataset.imageShape
    /// A slope from corner to corner, and on it a tile of this height.
    func output(_ height: Float) -> Tensor {
      let values = (0..<shape.height).flatMap { y in
        (0..<shape.width).map { x -> Float in
          let slope = Float(x + y) / 60
          return y % 2 == 0 && x % 2 == 0 ? slope + height : slope
        }
      }
      return Tensor(Shape([1] + shape.shape.dimensions), values)
    }
    func verdict() throws -> String? {
      texts(try CheckerboardFigure(run: run))["checkerboard/verdict/trained"]
    }
    for (height, before, expected) in [
      (Float(0.4), 0.4, "grid left"), (0.4, nil, "grid"), (0.01, 0.4, "no grid: evened out"),
      (0.01, nil, "no grid"), (0.01, 0.001, "no grid"),
    ] as [(Float, Double?, String)] {
      run.tensors[TensorName.sampleInput] = output(0)
      run.tensors[TensorName.sampleReconstruction] = output(height)
      run.evaluation?.checkerboard?.untrained = before
      #expect(try verdict() == expected)
      let caption = try CheckerboardFigure(run: run).caption
      #expect(caption.contains("Before training such a pattern makes 40 %") == (before == 0.4))
      #expect(caption.contains("Such a pattern makes 2.0 %") == (before == nil))
    }
    run.tensors[TensorName.sampleReconstruction] = Tensor(Shape([1] + shape.shape.dimensions))
    #expect(try verdict() == "no variation")
    #expect(try CheckerboardFigure(run: run).caption.contains("Black is 0, white each picture's"))
    run.tensors[TensorName.sampleReconstruction] = output(-0.4)
    #expect(try CheckerboardFigure(run: run).caption.contains("Black is 0, or the least value"))
  }

  /// Without samples it shows the image that was measured, and without any it says so.
  @Test func withoutSamplesItShowsWhatWasMeasured() throws {
    var run = try SampleRun(name: "conv").run.withUses()
    let sampled = try CheckerboardFigure(run: run).columns.last?.image
    do {
      _ = try CheckerboardFigure(run: run, sample: 99)
      Issue.record("a sample that is none was taken")
    } catch {
      #expect(error.kind == .usage)
    }
    run.tensors[TensorName.sampleReconstruction] = nil
    let measured = try CheckerboardFigure(run: run).columns.last?.image
    #expect(measured != nil && measured != sampled)
    run.tensors[TensorName.evaluation("checkerboard", "real")] = nil
    #expect(throws: Failure.self) { try CheckerboardFigure(run: run) }
  }

  // MARK: The run's numbers

  @Test func itPrintsTheRunsShares() throws {
    let run = try SampleRun(name: "conv").run.withUses()
    var twin = try SampleRun(name: "conv-upsample", preset: .convUpsample).run.withUses()
    twin.evaluation?.checkerboard?.trained = 0.0012
    let figure = try CheckerboardFigure(run: run, twin: twin)
    let found = texts(figure)
    #expect(found["checkerboard/conv/untrained"] == "40 % repeats")
    #expect(found["checkerboard/conv/trained"] == "2.0 % repeats")
    #expect(found["checkerboard/conv/real"] == "0.30 % repeats")
    #expect(found["checkerboard/conv-upsample/trained"] == "0.12 % repeats")
    #expect(
      figure.caption.hasPrefix(
        "After training, 2.0 % of the variation in conv's outputs repeats every 2 × 2 pixels, "
          + "in conv-upsample's 0.12 %, in real images 0.30 %."))
    let alone = try CheckerboardFigure(run: run)
    #expect(
      alone.caption.contains(
        "Before training such a pattern makes 40 % of what varies in the outputs, after it 2.0 %."))
    #expect(
      alone.caption.contains(
        "over 256 test images: of real images 0.30 %, of pure noise "
          + "\(CheckerboardFigure.percent(3.0 / 783))."))
    // The limits of the spectra are those of the numbers in them: 10⁻⁷ of 1.
    let scale = texts(try SpectraFigure(run: run))
    #expect(scale["checkerboard/scale/low"] == "10⁻⁵")
    #expect(scale["checkerboard/scale/high"] == "1")
  }

  @Test func aTwinOnOtherImagesIsRefused() throws {
    let run = try SampleRun(name: "conv").run.withUses()
    let small = ImageShape(channels: 1, height: 8, width: 8)
    let twin = try SampleRun(name: "digits", imageShape: small).run.withUses()
    do {
      _ = try CheckerboardFigure(run: run, twin: twin)
      Issue.record("a twin of another shape was taken")
    } catch {
      #expect(
        error.problem == "its images are 1 × 8 × 8, the first run's are 1 × 28 × 28")
    }
    var bare = run
    bare.evaluation?.checkerboard = nil
    do {
      _ = try CheckerboardFigure(run: run, twin: bare)
      Issue.record("a twin without a checkerboard was taken")
    } catch {
      #expect(error.place == "the twin's evaluation")
    }
  }
}
