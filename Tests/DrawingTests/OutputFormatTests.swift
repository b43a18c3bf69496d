import Drawing
import Testing

struct OutputFormatTests {
  @Test func `The ending of a file names its format`() {
    #expect(OutputFormat(fileExtension: "png") == .png)
    #expect(OutputFormat(fileExtension: ".PDF") == .pdf)
    #expect(OutputFormat(fileExtension: "Svg") == .svg)
    #expect(OutputFormat(fileExtension: "json") == .json)
    #expect(OutputFormat(fileExtension: "jpeg") == nil)
    #expect(OutputFormat(fileExtension: "") == nil)
  }
}
