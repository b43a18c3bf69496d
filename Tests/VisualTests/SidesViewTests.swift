import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// What the view `sides` says of Keras and PyTorch, against what both do.
struct SidesViewTests {
  private func pair(
    _ size: Int, kernel: Int, stride: Int, padding: Int = 0, dilation: Int = 1
  ) throws -> ConvolutionPair {
    try ConnectivityGeometries.pair(
      Size2D(size), kernel: Size2D(kernel), stride: Size2D(stride), padding: Size2D(padding),
      dilation: Size2D(dilation))
  }

  private func scene(_ figure: ConnectivityFigure, page: PageSize = .slide) -> Scene {
    Page(figure).scene(style: Style(theme: .light, page: page, measurer: FixedWidthMeasurer()))
  }

  private func figure(_ pair: ConvolutionPair) -> ConnectivityFigure {
    ConnectivityFigure(pair, view: .sides)
  }

  /// What the view gives as JSON.
  private struct Document: Decodable {
    struct Entry: Decodable {
      var convention: String
      var padding: [Int]
      var read: [Int]
      var outputSize: Int
      private enum CodingKeys: String, CodingKey {
        case convention, padding, read
        case outputSize = "output_size"
      }
    }
    var width: [Entry]
  }

  private func entries(_ pair: ConvolutionPair) throws -> [Document.Entry] {
    let data = try JSONValue(encoding: figure(pair).data).data
    return try JSONDecoder().decode(Document.self, from: data).width
  }

  /// An even kernel with stride 2 over an odd size: the odd zero lies on the other side.
  @Test func anEvenKernelHasItsOddZeroOnTheOtherSide() throws {
    let pair = try pair(7, kernel: 4, stride: 2)
    let entries = try entries(pair)
    #expect(entries.map(\.convention) == ["keras", "pytorch"])
    #expect(entries.map(\.padding) == [[1, 2], [2, 2]])
    #expect(entries.map(\.read) == [[1, 2], [2, 1]])
    #expect(entries.map(\.outputSize) == [4, 4])
    #expect(
      figure(pair).caption
        == "4 windows of 4 cells over 7 need 3 zeros: Keras has 1 before and 2 after, PyTorch 2 "
        + "before and 1 after, so its windows begin a cell earlier. PyTorch does as Keras with "
        + "F.pad(x, (1, 2, 1, 2)), padding=0. Transposed, they are cut off.")
    let scene = scene(figure(pair))
    #expect(scene.paths("sides/keras/zero/") == ["-1", "7", "8"])
    #expect(scene.paths("sides/pytorch/zero/") == ["-2", "-1", "7", "8"])
    #expect(scene.paths("sides/pytorch/unread/") == ["8"])
    #expect(scene.paths("sides/keras/unread/").isEmpty)
    #expect(scene.paths("sides/keras/window/").count == 4)
    #expect(scene.texts("sides/keras/heading") == ["Keras: padding=\"same\""])
    #expect(scene.texts("sides/pytorch/heading") == ["PyTorch: padding=2"])
    #expect(scene.texts("sides/keras/before") == ["1 zero before"])
    let after = scene.texts("sides/pytorch/after")
    #expect(after.count == 1 && after.allSatisfy { $0.hasSuffix("after, 1 not read") })
  }

  /// Where nothing is odd both are alike.
  @Test func whatIsAlikeIsSaidToBe() throws {
    let lecture = figure(try ConnectivityGeometries.lecture())
    #expect(lecture.caption.contains("need 2 zeros: both have 1 before and 1 after."))
    // Stride 1 is what PyTorch has a word for, too.
    let even = figure(try pair(6, kernel: 4, stride: 1))
    #expect(even.caption.contains("need 3 zeros: both have 1 before and 2 after."))
    #expect(scene(even).texts("sides/pytorch/heading") == ["PyTorch: padding=\"same\""])
    let tiles = figure(try pair(6, kernel: 2, stride: 2))
    #expect(tiles.caption.hasSuffix("need no zeros: padding=\"same\" and padding=0 are the same."))
    let points = figure(try pair(4, kernel: 1, stride: 1))
    #expect(
      points.caption == "4 windows of 1 cell over 4 need no zeros: Keras and PyTorch do the same.")
    let one = figure(try pair(1, kernel: 1, stride: 1))
    #expect(one.caption.hasPrefix("1 window of 1 cell over 1 needs no zeros"))
  }

  /// PyTorch's padding gives as many windows as Keras's, and no less would.
  @Test func bothHaveAsManyWindows() throws {
    for kernel in 1...5 {
      for stride in 1...3 {
        for dilation in 1...2 {
          for size in 1...9 {
            let window = (kernel - 1) * dilation + 1
            guard
              let pair = try? pair(
                size, kernel: kernel, stride: stride, padding: window, dilation: dilation)
            else { continue }
            let entries = try entries(pair)
            let (keras, pytorch) = (entries[0], entries[1])
            #expect(keras.outputSize == pytorch.outputSize, "\(pair)")
            #expect(keras.padding == keras.read && pytorch.read[0] + pytorch.read[1] >= 0)
            if keras.padding != [0, 0] {
              #expect(pytorch.read.reduce(0, +) == keras.read.reduce(0, +), "\(pair)")
            }
            if stride > 1 { #expect(pytorch.padding[0] == pytorch.padding[1]) }
          }
        }
      }
    }
  }

  /// Every mark of a window lies over the cells that its taps read, on any map.
  @Test func nothingLeavesThePage() throws {
    var source = RandomSource(seed: 31)
    for number in 0..<60 {
      let figure = figure(ConnectivityGeometries.random(&source))
      for page in [PageSize.slide, .a4, .slide4x3] {
        let problems = LayoutCheck.problems(
          in: scene(figure, page: page), minimumTextSize: page.minimumTextSize)
        #expect(problems.isEmpty, "\(number): \(figure.pair), \(problems)")
      }
    }
    for (size, kernel, stride) in [(28, 3, 2), (224, 7, 2), (224, 64, 16), (1000, 300, 2)] {
      let scene = scene(figure(try pair(size, kernel: kernel, stride: stride)))
      let problems = LayoutCheck.problems(in: scene, minimumTextSize: 0)
      #expect(problems.isEmpty, "\(size): \(problems)")
      #expect(!scene.paths("sides/keras/window/").isEmpty)
    }
  }
}
