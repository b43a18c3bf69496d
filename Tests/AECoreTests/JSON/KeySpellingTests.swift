import AECore
import Foundation
import Testing

@Suite struct KeySpellingTests {
  private struct Example: Codable, Equatable {
    var latentSize = 2
    var psnrDB: Double? = 18.5
    var sha256 = "0f"
    var byName = ["isKept": Inner(maxValue: 1)]
    var verbatim = Verbatim()
    var schedule = LearningRateSchedule.cosine
    var noise = Corruption.saltPepper(0.5)
  }

  private struct Inner: Codable, Equatable { var maxValue: Int }

  private struct Verbatim: Codable, Equatable, VerbatimKeys {
    var keptAsItIs = Inner(maxValue: 2)
  }

  @Test(arguments: [
    ("mse", "mse"), ("latentSize", "latent_size"), ("psnrDB", "psnr_db"), ("pcaMSE", "pca_mse"),
    ("sha256", "sha256"), ("pcaMSEBars", "pca_mse_bars"), ("conv2DPart", "conv2_d_part"),
    ("latent_size", "latent_size"), ("X", "x"), ("", ""),
  ])
  func aNameBecomesAKey(_ name: String, _ key: String) {
    #expect(KeySpelling.snakeCase.key(name) == key)
    #expect(KeySpelling.verbatim.key(name) == name)
  }

  @Test func keysOfValuesChangeAndKeysThatAreDataStay() throws {
    let value = try JSONValue(encoding: Example())
    #expect(
      value.line == #"{"latent_size": 2, "psnr_db": 18.5, "sha256": "0f", "#
        + #""by_name": {"isKept": {"max_value": 1}}, "#
        + #""verbatim": {"keptAsItIs": {"max_value": 2}}, "schedule": {"cosine": {}}, "#
        + #""noise": {"saltPepper": {"_0": 0.5}}}"#)
    #expect(try value.decoded(as: Example.self) == Example())
  }

  @Test func anErrorNamesTheKeyOfTheFile() throws {
    let missing = #expect(throws: DecodingError.self) {
      try StrictJSON.parse(Data("{\"maxValue\": 1}".utf8)).decoded(as: Inner.self)
    }
    guard case .keyNotFound(let key, _) = missing else {
      Issue.record("\(String(describing: missing))")
      return
    }
    #expect(key.stringValue == "max_value")
    let mistyped = #expect(throws: DecodingError.self) {
      try StrictJSON.parse(Data("{\"max_value\": true}".utf8)).decoded(as: Inner.self)
    }
    guard case .typeMismatch(_, let context) = mistyped else {
      Issue.record("\(String(describing: mistyped))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["max_value"])
  }
}
