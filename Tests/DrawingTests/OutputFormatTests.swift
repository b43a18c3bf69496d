import Drawing
import Testing

struct OutputFormatTests {
  @Test func theEndingOfAFileNamesItsFormat() {
    #expect(OutputFormat(fileExtension: "png") == .png)
    #expect(OutputFormat(fileExtension: ".PDF") == .pdf)
    #expect(OutputFormat(fileExtension: "Svg") == .svg)
    #expect(OutputFormat(fileExtension: "json") == .json)
    #expect(OutputFormat(fileExtension: "PPTX") == .pptx)
    #expect(OutputFormat(fileExtension: "jpeg") == nil)
    #expect(OutputFormat(fileExtension: "") == nil)
  }
}
