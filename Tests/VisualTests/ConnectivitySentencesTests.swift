import AECore
import Foundation
import Testing
import Visual

/// What titles and captions of connectivity say, against the operation, over random geometries.
struct ConnectivitySentencesTests {
  private static let views = ConnectivityFigure.View.allCases.filter { $0 != .overlap }

  private func figures(
    _ count: Int, seed: UInt64, _ view: ConnectivityFigure.View
  ) -> [ConnectivityFigure] {
    var source = RandomSource(seed: seed)
    return (0..<count).map { _ in
      ConnectivityFigure(ConnectivityGeometries.random(&source), view: view)
    }
  }

  /// The numbers that stand right before a word that begins with `noun`.
  private func numbers(before noun: String, in text: String) -> [Int] {
    let words = text.split(separator: " ")
    return zip(words, words.dropFirst()).compactMap { $1.hasPrefix(noun) ? Int($0) : nil }
  }

  private func joined(_ figure: ConnectivityFigure, _ all: [Connection]) -> Int {
    all.count {
      $0.small == figure.focus.first && $0.large.channel == figure.largeChannel
    }
  }

  /// How many cells of one small map reach each cell of the large map that is shown.
  private func contributions(_ figure: ConnectivityFigure) -> [Int] {
    let (pair, map) = (figure.pair, figure.largeChannel)
    let own = pair.transposedConvolution.filter {
      $0.small.channel == figure.focus.first.channel && $0.large.channel == map
    }
    let counts = Dictionary(grouping: own, by: \.large).mapValues(\.count)
    return (0..<pair.restoredShape.height).flatMap { y in
      (0..<pair.restoredShape.width).map { counts[Cell(channel: map, y: y, x: $0)] ?? 0 }
    }
  }

  private func words(_ counts: [Int]) -> String {
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most ? "\(least)" : "\(least) to \(most)"
  }

  @Test func oneDirectionCountsItsCells() {
    for figure in figures(1500, seed: 1, .convolution) {
      let count = joined(figure, figure.pair.convolution)
      let caption = figure.caption
      #expect(numbers(before: "cell", in: caption).first == count, "\(caption)")
      let missing = figure.pair.geometry.kernel.count - count
      #expect(numbers(before: "tap", in: caption).first ?? 0 == missing, "\(caption)")
    }
    for figure in figures(1500, seed: 2, .transposed) {
      let count = joined(figure, figure.pair.transposedConvolution)
      let caption = figure.caption
      #expect(numbers(before: "cell", in: caption).first == count, "\(caption)")
      let missing = figure.pair.geometry.kernel.count - count
      #expect(numbers(before: "tap", in: caption).first ?? 0 == missing, "\(caption)")
      let counts = contributions(figure)
      let adds = caption.contains("adds up what \(words(counts)) input cells")
      #expect(adds == ((counts.max() ?? 0) > 1), "\(caption)")
      #expect(caption.contains("No output cell receives from two") != adds)
    }
  }

  /// `many to one`, `one to many` and `one to one` are what the connections are.
  @Test func whatADirectionDoesIsSaid() {
    for view in [ConnectivityFigure.View.convolution, .transposed] {
      for figure in figures(600, seed: 3, view) {
        let pair = figure.pair
        let all = view == .convolution ? pair.convolution : pair.transposedConvolution
        let most = Dictionary(grouping: all, by: \.small).values.map(\.count).max() ?? 0
        let expected =
          most <= 1 ? "one to one" : view == .convolution ? "many to one" : "one to many"
        #expect(figure.title.contains(expected), "\(figure.title): \(most)")
      }
    }
  }

  /// Output padding stands on the sides on which it lies, and the cut on those that are padded.
  @Test func paddingStandsOnItsSides() {
    for figure in figures(1500, seed: 4, .transposed) {
      let (padding, output) = (figure.pair.geometry.padding, figure.pair.geometry.outputPadding)
      let sentence = figure.caption.components(separatedBy: ". ").last ?? ""
      guard padding != .zero || output != Size2D(0) else {
        #expect(!sentence.contains("adding"))
        continue
      }
      let parts = sentence.components(separatedBy: "utput padding")
      let added = parts.count > 1 ? parts[parts.count - 1] : ""
      #expect(added.contains("bottom") == (output.height > 0), "\(sentence)")
      #expect(added.contains("right") == (output.width > 0), "\(sentence)")
      guard padding != .zero, !parts[0].contains("each side") else { continue }
      let cut = parts[0]
      let (v, h) = (padding.vertical, padding.horizontal)
      for (side, count) in [
        ("top", v.before), ("bottom", v.after), ("left", h.before), ("right", h.after),
      ] { #expect(cut.contains(side) == (count > 0), "\(sentence)") }
    }
  }

  @Test func theOutputPaddingOfTheBottomIsTheBottoms() throws {
    let geometry = try ConvGeometry(
      kernel: Size2D(3), stride: Size2D(2), padding: Padding(Size2D(1)),
      outputPadding: Size2D(height: 1, width: 0))
    let pair = try ConvolutionPair(
      geometry: geometry, largeShape: ImageShape(channels: 1, height: 6, width: 5),
      smallChannels: 1)
    #expect(
      ConnectivityFigure(pair).caption.hasSuffix("\u{A0}×\u{A0}0 keeps 1 row at the bottom."))
  }

  /// Every size that is said to shrink to the small one does, and the one that does not, does not.
  @Test func sizesShrinkToWhatIsSaid() throws {
    for figure in figures(1500, seed: 5, .sizes) {
      let (pair, g) = (figure.pair, figure.pair.geometry)
      let axis: Size2D.Axis = g.stride.height > g.stride.width ? .vertical : .horizontal
      func small(_ large: Int) throws -> Int {
        var size = pair.largeShape.size
        size[axis] = large
        return try g.convolvedSize(of: size)[axis]
      }
      let caption = figure.caption
      let said =
        caption.components(separatedBy: " shrink")[0]
        .components(separatedBy: " only ").last ?? ""
      let sizes = said.split { !$0.isNumber }.compactMap { Int($0) }
      #expect(!sizes.isEmpty, "\(caption)")
      for size in sizes {
        #expect(try small(size) == pair.smallShape.size[axis], "\(caption)")
      }
      guard let other = caption.components(separatedBy: "Output padding ").last,
        other.contains("which shrinks to")
      else { continue }
      let numbers = other.split { !$0.isNumber }.compactMap { Int($0) }
      #expect(try small(numbers[1]) == numbers[2] && numbers[2] != pair.smallShape.size[axis])
    }
  }

  /// The rows of the view `sizes` lead back to where they come from.
  @Test func everyRowOfSizesReturns() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(11), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(3), dilation: Size2D(3))
    let figure = ConnectivityFigure(pair, view: .sizes)
    let scene = Page(figure).scene(
      style: Style(theme: .light, page: .slide, measurer: PangoMeasurer()))
    #expect(scene.texts("sizes/") == ["output padding 0", "output padding 1"])
    #expect(figure.caption.hasSuffix("Output padding 2 gives 13, which shrinks to 7."))
  }

  @Test func workedExamplesCountTheirProducts() throws {
    for figure in figures(300, seed: 6, .values) {
      let example = try #require(figure.example)
      let pair = example.pair
      let counts = numbers(before: "product", in: figure.caption)
      let small = figure.focus.first
      #expect(
        counts.first
          == pair.convolution.count { $0.small == small && $0.large.channel == figure.largeChannel }
      )
      let spread = pair.transposedConvolution.filter {
        $0.small == small && $0.large.channel == figure.largeChannel
      }
      #expect(numbers(before: "cell", in: figure.caption).first == spread.count)
      let limits = contributions(figure)
      #expect((limits.min() ?? 0)...(limits.max() ?? 0) ~= (counts.last ?? -1))
    }
    for figure in figures(300, seed: 7, .products) {
      #expect(
        figure.caption.contains("tap on it: \(words(contributions(figure))) of"),
        "\(figure.caption)")
    }
  }

  /// One is a cell, two are cells, in every title and caption.
  @Test(arguments: views) func singularAndPluralAreRight(view: ConnectivityFigure.View) {
    let nouns = [
      "cell", "product", "tap", "zero", "row", "column", "unit", "map", "window", "size",
      "contribution", "entry",
    ]
    for figure in figures(view.numbers == .required ? 200 : 500, seed: 8, view) {
      for text in [figure.title, figure.caption] {
        let words = text.split { " \u{A0}".contains($0) }
        for (index, word) in words.enumerated().dropFirst() {
          guard let noun = nouns.first(where: { word.hasPrefix($0) }),
            let number = Int(words[index - 1]), index < 2 || words[index - 2] != "×"
          else { continue }
          let isPlural = word.dropFirst(noun.count).hasPrefix("s")
          #expect((number != 1) == isPlural, "\(view): \(text)")
        }
      }
    }
  }

  @Test func titlesNameTheDilation() throws {
    let dilated = try ConnectivityGeometries.pair(
      Size2D(11), kernel: Size2D(3), padding: Size2D(3), dilation: Size2D(3))
    for view in [ConnectivityFigure.View.pair, .convolution, .transposed, .maps, .planes, .steps] {
      #expect(ConnectivityFigure(dilated, view: view).title.hasSuffix("stride 1, dilation 3"))
      let plain = ConnectivityFigure(try ConnectivityGeometries.lecture(), view: view)
      #expect(!plain.title.contains("dilation"))
    }
  }
}
