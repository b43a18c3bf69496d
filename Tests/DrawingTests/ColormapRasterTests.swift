import AECore
import Drawing
import Testing

struct ColormapRasterTests {
  @Test func valuesGetTheirColoursLimitsAndWhatIsNoNumberToo() {
    let raster = Raster(
      [0, 1, 0.5, -4, 9, .nan, .infinity, -.infinity], width: 4, height: 2, limits: 0...1,
      colormap: .gray)
    let greys = (0..<8).map { raster.pixel($0 % 4, $0 / 4) }
    #expect(greys[0] == [0, 0, 0, 255])
    #expect(greys[1] == [255, 255, 255, 255])
    #expect([127, 128].contains(greys[2][0]))
    #expect(greys[3] == greys[0] && greys[4] == greys[1])
    #expect(greys[5] == [255, 0, 255, 255])
    #expect(greys[6] == greys[1] && greys[7] == greys[0])
  }

  /// Neither huge numbers nor endless limits stop a picture.
  @Test(arguments: [
    -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude, -3e38...3e38,
    -Float.infinity...Float.infinity,
  ])
  func hugeNumbersHaveColours(_ limits: ClosedRange<Float>) {
    let raster = Raster(
      [0, 3e38, -3e38, .infinity, -.infinity, .nan], width: 6, height: 1, limits: limits,
      colormap: .gray)
    let greys = (0..<6).map { raster.pixel($0, 0) }
    #expect([127, 128].contains(greys[0][0]))
    #expect(greys[1][0] > 220 && greys[2][0] < 35)
    #expect(greys[3][0] == 255 && greys[4][0] == 0)
    #expect(greys[5] == [255, 0, 255, 255])
    let image = Raster(
      image: [3e38, -3e38], channels: 1, width: 2, height: 1, limits: limits)
    #expect(image.pixel(0, 0)[0] > 220 && image.pixel(1, 0)[0] < 35)
    let map = Raster.map(
      [0, 1], height: 1, width: 2, scale: .diverging(1e300, .light))
    #expect(Set(map.pixel(0, 0)[0..<3]).count == 1)
  }

  @Test func withoutARangeEveryValueHasTheMiddle() {
    let raster = Raster([3, 3], width: 2, height: 1, limits: 3...3, colormap: .gray)
    #expect([127, 128].contains(raster.pixel(0, 0)[0]))
  }

  @Test func zeroOfADivergingMapIsNeutral() {
    let raster = Raster(
      [0], width: 1, height: 1, limits: -2...2, colormap: .diverging(.light))
    let pixel = raster.pixel(0, 0)
    #expect(Set(pixel[0..<3]).count == 1 && pixel[0] > 235)
  }

  @Test func oneChannelIsGreyThreeAreColoursOfOthersTheFirstCounts() {
    let gray = Raster(image: [0, 0.2, 1, .nan], channels: 1, width: 2, height: 2)
    #expect(gray.pixel(1, 0) == [51, 51, 51, 255])
    #expect(gray.pixel(0, 1) == [255, 255, 255, 255])
    #expect(gray.pixel(1, 1) == [255, 0, 255, 255])
    // (C, H, W) of 3 × 1 × 2: first all of red, then green, then blue.
    let color = Raster(image: [1, 0, 0, 1, 0.2, 0.4], channels: 3, width: 2, height: 1)
    #expect(color.pixel(0, 0) == [255, 0, 51, 255])
    #expect(color.pixel(1, 0) == [0, 255, 102, 255])
    let two = Raster(image: [0.2, 0.4], channels: 2, width: 1, height: 1)
    #expect(two.pixel(0, 0) == [51, 51, 51, 255])
    let wide = Raster(image: [-1, 1], channels: 1, width: 2, height: 1, limits: -1...1)
    #expect(wide.pixel(0, 0) == [0, 0, 0, 255])
  }
}
