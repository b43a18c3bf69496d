import AENetwork
import Foundation

/// The codes of a run's test images, a row for each image: for spreadsheets, pandas and R.
public struct CodesTable: Sendable {
  /// The codes, `(N, L)`.
  public let codes: Tensor
  /// The images' labels, `(N)`; nil when there are none.
  public let labels: [Int]?
  /// A name for each label, in order; nil when there are none.
  public let classNames: [String]?
  /// The mean squared error of each reconstruction, per value, pixels in [0, 1]; nil when the
  /// images are not at hand.
  public let errors: [Double]?

  /// The codes that stand in `run`; without the errors, for which its images are needed.
  /// - Throws: `Failure` of kind `badData` when it holds no codes.
  public init(_ run: Run) throws {
    guard let codes = run.tensors[TensorName.testLatents], codes.shape.rank == 2 else {
      throw Failure(
        .badData, TensorName.testLatents, "the run holds no codes of test images",
        advice: "measure it first by `aeviz evaluate`, or name its images with --data")
    }
    self.codes = codes
    labels = run.tensors[TensorName.testLatentLabels]?.values.map { Int(clamping: $0) }
    classNames = run.dataset.classNames
    errors = nil
  }

  /// The codes and errors of the test images of `subject`, as its network gives them.
  public init(_ subject: EvaluationSubject) {
    codes = subject.testCodes
    labels = subject.dataset.test.labels?.map(Int.init)
    classNames = subject.run.dataset.classNames
    errors = subject.testErrors
  }

  /// How many images there are.
  public var count: Int { codes.shape[0] }
  /// Values of a code.
  public var size: Int { codes.shape[1] }

  /// The name of the class of image `index`: its label where no name is known, nil without labels.
  public func className(_ index: Int) -> String? {
    guard let label = labels?[index] else { return nil }
    guard let classNames, classNames.indices.contains(label) else { return "\(label)" }
    return classNames[label]
  }

  // MARK: Text

  /// How the fields of a row are told apart.
  public enum Separator: Sendable {
    /// Quotes around fields that need them (RFC 4180); lines end as in Unix.
    case comma
    /// No quotes: a tab or the end of a line within a name becomes a space.
    case tab

    fileprivate var character: String {
      switch self {
      case .comma: ","
      case .tab: "\t"
      }
    }

    fileprivate func field(_ text: String) -> String {
      let text = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
      guard case .comma = self, text.contains(where: { $0 == "," || $0 == "\"" }) else {
        return text
      }
      return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
    }
  }

  /// A line of names, `image`, `label`, `class`, `mse`, `z0` …, and one for each image; columns of
  /// which nothing is known are left out. Numbers are as short as they can be and still be exact.
  public func text(separatedBy separator: Separator) -> Data {
    var names = ["image"]
    if labels != nil { names += ["label", "class"] }
    if errors != nil { names.append("mse") }
    names += (0..<size).map { "z\($0)" }
    var text = names.joined(separator: separator.character) + "\n"
    for image in 0..<count {
      var fields = ["\(image)"]
      if let label = labels?[image] {
        fields += ["\(label)", separator.field(className(image) ?? "")]
      }
      if let error = errors?[image] { fields.append("\(error)") }
      fields += codes.values[image * size..<(image + 1) * size].map { "\($0)" }
      text += fields.joined(separator: separator.character) + "\n"
    }
    return Data(text.utf8)
  }

  /// The codes alone, a line for each image, as TensorBoard's projector reads vectors.
  package var vectors: Data {
    var text = ""
    for image in 0..<count {
      let code = codes.values[image * size..<(image + 1) * size]
      text += code.map { "\($0)" }.joined(separator: "\t") + "\n"
    }
    return Data(text.utf8)
  }

  // MARK: Arrays

  /// The arrays of an `.npz`: `codes` (N, L), and `labels` (N), `class_names`, `mse` (N) where they
  /// are known.
  public var arrays: [(name: String, array: NumPyFile)] {
    var arrays = [("codes", NumPyFile(codes))]
    if let labels { arrays.append(("labels", NumPyFile(labels.map(Int64.init)))) }
    if let classNames { arrays.append(("class_names", NumPyFile(classNames))) }
    if let errors { arrays.append(("mse", NumPyFile(errors))) }
    return arrays
  }
}
