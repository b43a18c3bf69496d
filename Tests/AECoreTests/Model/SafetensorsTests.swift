import AECore
import Foundation
import Testing

@Suite struct SafetensorsTests {
  @Test func roundTripGivesTheSameTensors() throws {
    let tensors = try exampleRun().tensors
    let data = Safetensors.encode(tensors)
    #expect(data == Safetensors.encode(tensors))
    #expect(try Safetensors.decode(data, name: "t") == tensors)
  }

  @Test func nonFiniteAndEmptyAndScalarTensorsSurvive() throws {
    let tensors: [String: Tensor] = [
      "a": Tensor([2], [.infinity, -.infinity]), "empty": Tensor([0, 3], []),
      "scalar": Tensor([], [7]), "größe": Tensor([1], [-0.0]),
    ]
    #expect(try Safetensors.decode(Safetensors.encode(tensors), name: "t") == tensors)
    let nan = try Safetensors.decode(Safetensors.encode(["n": Tensor([1], [.nan])]), name: "t")
    #expect(nan["n"]?.values.first?.isNaN == true)
  }

  @Test func layoutIsTheFormats() throws {
    let data = Safetensors.encode([
      "b": Tensor([2], [1, 2]), "a": Tensor([1], [3]), "x.label": Tensor([2], [5, 9]),
    ])
    let length = Int(data[0])
    #expect(length % 8 == 0)
    let header = try StrictJSON.parse(data[8..<8 + length])
    #expect(header["__metadata__"]?["format"] == .string("pt"))
    #expect(header["x.label"]?["dtype"] == .string("I64"))
    #expect(header["x.label"]?["data_offsets"] == .array([.number("0"), .number("16")]))
    #expect(header["a"]?["data_offsets"] == .array([.number("16"), .number("20")]))
    #expect(header["b"]?["dtype"] == .string("F32"))
    #expect(Array(data[(8 + length)..<(8 + length + 16)]) == [5] + zeros(7) + [9] + zeros(7))
    #expect(data.count == 8 + length + 28)
  }

  @Test func whatIsNoLabelStaysFloat() throws {
    let tensors = ["a.label": Tensor([2], [0.5, .infinity]), "b.label": Tensor([1], [-0x1p63])]
    #expect(try Safetensors.decode(Safetensors.encode(tensors), name: "t") == tensors)
  }

  /// The values are those of `Scripts/make_fixtures_safetensors.py`.
  @Test func readsWhatPythonWrote() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "python", withExtension: "safetensors", subdirectory: "Fixtures"))
    let tensors = try Safetensors.decode(try Data(contentsOf: url), name: "python")
    let expected: [String: Tensor] = [
      "f32": Tensor([2, 3], [0, 1.5, -2, .infinity, 3.402_823_5e38, .leastNonzeroMagnitude]),
      "f64": Tensor([2, 1], [0.1, .infinity]),
      "bf16": Tensor([3], [1, -3, .infinity]),
      "i64": Tensor([3], [0, -1, 0x1p40]),
      "i32": Tensor([2], [7, -0x1p31]),
      "u8": Tensor([2], [0, 255]),
      "bool": Tensor([3], [1, 0, 1]),
      "größe.β": Tensor([2, 3, 4], (0..<24).map { Float($0) }),
      "scalar": Tensor([], [42]),
      "empty": Tensor([0, 3], []),
    ]
    for (name, tensor) in expected { #expect(tensors[name] == tensor, "\(name)") }
    #expect(tensors.count == expected.count + 1)
    let halves = try #require(tensors["f16"]).values
    #expect(halves.dropLast() == [0, -0, 1, -2.5, 65504, 0x1p-14, 0x1p-24, .infinity, -.infinity])
    #expect(halves[1].sign == .minus)
    #expect(halves.last?.isNaN == true)
  }

  // MARK: Bad files

  @Test func tooShort() {
    expectFailure(.badData, "t.safetensors", "3 bytes") { try decode(bytes: [1, 2, 3]) }
    expectFailure(.badData, "t.safetensors", "0 bytes") { try decode(bytes: []) }
  }

  @Test func headerLengthBeyondTheFile() {
    let all = [UInt8](repeating: 0xFF, count: 8)
    expectFailure(.badData, "18446744073709551615 bytes", "only 2 follow") {
      try decode(bytes: all + [1, 2])
    }
    // 2⁶³, negative as a signed number.
    expectFailure(.badData, "9223372036854775808 bytes") {
      try decode(bytes: zeros(7) + [0x80])
    }
    expectFailure(.badData, "3 bytes", "only 2 follow") {
      try decode(bytes: [3] + zeros(7) + [1, 2])
    }
  }

  @Test func headerIsNoJSONObject() {
    expectFailure(.badData, "header") { try decode("[]", values: 0) }
    expectFailure(.badData, "header", "cut off") { try decode(#"{"a": "#, values: 0) }
    expectFailure(.badData, "header", "empty") { try decode("", values: 0) }
    expectFailure(.badData, "a (offset", "stands twice") {
      let entry = #"{"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}"#
      try decode(#"{"a": \#(entry), "a": \#(entry)}"#, values: 4)
    }
  }

  @Test(arguments: [
    (#""F32", "shape": [2], "data_offsets": [0, 4]"#, "[2] of F32 takes 8"),
    (#""F32", "shape": [2], "data_offsets": [8, 0]"#, "[8, 0] are not a begin and an end"),
    (#""F32", "shape": [2], "data_offsets": [0, 16]"#, "8 bytes of values"),
    (#""F32", "shape": [2], "data_offsets": [-8, 0]"#, "found -8"),
    (#""F32", "shape": [2], "data_offsets": [0, 18446744073709551615]"#, "18446744073709551615"),
    (#""F32", "shape": [2], "data_offsets": [0, 8.0]"#, "found 8.0"),
    (#""F32", "shape": [2], "data_offsets": [0]"#, "[0] are not"),
    (#""F32", "shape": [2]"#, "data_offsets: expected a list, found nothing"),
    (#""F32", "shape": [-2], "data_offsets": [0, 8]"#, "shape: expected whole numbers"),
    (
      #""F32", "shape": [4611686018427387904, 4611686018427387904], "data_offsets": [0, 8]"#,
      "more than can be counted"
    ),
    (
      #""F64", "shape": [2305843009213693952], "data_offsets": [0, 8]"#,
      "more than can be counted"
    ),
    (#""F8_E4M3", "shape": [8], "data_offsets": [0, 8]"#, "F8_E4M3 is not read"),
    (#"7, "shape": [8], "data_offsets": [0, 8]"#, "dtype: expected a string, found 7"),
  ])
  func badEntry(_ entry: String, _ expected: String) {
    expectFailure(.badData, "t.safetensors", "wëight", expected) {
      try decode(#"{"wëight": {"dtype": \#(entry)}}"#, values: 8)
    }
  }

  @Test func tensorsOverlapOrLeaveGaps() {
    func header(_ a: String, _ b: String) -> String {
      #"{"a": {"dtype": "U8", "shape": [4], "data_offsets": \#(a)}, "#
        + #""b": {"dtype": "U8", "shape": [4], "data_offsets": \#(b)}}"#
    }
    expectFailure(.badData, "b: begins at 3, inside a, which ends at 4") {
      try decode(header("[0, 4]", "[3, 7]"), values: 7)
    }
    expectFailure(.badData, "b: begins at 6, but a ends at 4") {
      try decode(header("[0, 4]", "[6, 10]"), values: 10)
    }
    expectFailure(.badData, "a: begins at 1, but the header ends at 0") {
      try decode(header("[1, 5]", "[5, 9]"), values: 9)
    }
    expectFailure(.badData, "2 bytes after b belong to no tensor") {
      try decode(header("[0, 4]", "[4, 8]"), values: 10)
    }
  }

  @Test func moreTensorsThanAnyNetworkHas() {
    let entries = (0...65_536).map {
      #""\#($0)": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}"#
    }
    expectFailure(.badData, "header: 65537 tensors; at most 65536 are read") {
      try decode("{\(entries.joined(separator: ", "))}", values: 0)
    }
  }

  private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private func decode(bytes: [UInt8]) throws {
    _ = try Safetensors.decode(Data(bytes), name: "t.safetensors")
  }

  private func decode(_ header: String, values: Int) throws {
    let text = Array(header.utf8)
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) }
    try decode(bytes: length + text + zeros(values))
  }
}
