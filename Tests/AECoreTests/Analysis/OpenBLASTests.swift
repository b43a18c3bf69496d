import AECore
import Foundation
import Testing

struct OpenBLASTests {
  /// A processor that OpenBLAS does not know has more than Prescott's four numbers a register, if
  /// it has AVX2: it is then used by what it can do.
  @Test func aProcessorIsUsedByWhatItCanDo() throws {
    let points = Tensor([3, 2], [0, 0, 1, 2, 2, 4])
    #expect(close(PCA.fit(points, components: 1).explainedVarianceRatio[0], 1, 1e-4))
    #if arch(x86_64)
      typealias Name = @convention(c) () -> UnsafePointer<CChar>?
      let symbol = try #require(dlsym(nil, "openblas_get_corename"))
      let name = try #require(unsafeBitCast(symbol, to: Name.self)())
      let processor = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      if processor.contains(" avx2 "), getenv("OPENBLAS_CORETYPE") == nil {
        #expect(String(cString: name) != "Prescott")
      }
    #endif
  }
}
