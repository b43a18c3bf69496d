import AECore
import ArgumentParser

/// `3`, or `3x5` for height by width; `3,5` as well.
extension Size2D: ExpressibleByArgument {
  /// Nil for what is neither one number nor two.
  public init?(argument: String) {
    let parts = argument.split(omittingEmptySubsequences: false) { "xX×,".contains($0) }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count else { return nil }
    switch numbers.count {
    case 1: self.init(numbers[0])
    case 2: self.init(height: numbers[0], width: numbers[1])
    default: return nil
    }
  }

  /// As one would type it.
  public var defaultValueDescription: String {
    height == width ? "\(height)" : "\(height)x\(width)"
  }
}

/// `1`, or `1x2` for height by width; `0:1` for what lies before a map and behind it, `0:1x2:2`; or
/// `same`, `valid`.
enum PaddingArgument: ExpressibleByArgument, Equatable {
  case numbers(Padding)
  /// What follows from the rest of the geometry.
  case rule(PaddingRule)

  init?(argument: String) {
    if let rule = PaddingRule(rawValue: argument) {
      self = .rule(rule)
      return
    }
    let axes = argument.split(omittingEmptySubsequences: false) { "xX×,".contains($0) }
    let ends = axes.compactMap(Self.ends)
    guard ends.count == axes.count, let vertical = ends.first, let horizontal = ends.last,
      ends.count <= 2
    else { return nil }
    self = .numbers(Padding(vertical: vertical, horizontal: horizontal))
  }

  private static func ends(_ text: Substring) -> Padding.Ends? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, let before = numbers.first, let after = numbers.last,
      numbers.count <= 2
    else { return nil }
    return Padding.Ends(before: before, after: after)
  }

  var defaultValueDescription: String {
    switch self {
    case .numbers(let padding): padding.words(between: "x")
    case .rule(let rule): rule.rawValue
    }
  }
}

/// `auto`, or a size.
enum OutputPaddingArgument: ExpressibleByArgument, Equatable {
  /// What brings the transposed convolution back to the size of the input.
  case automatic
  case size(Size2D)

  init?(argument: String) {
    if argument == "auto" {
      self = .automatic
    } else if let size = Size2D(argument: argument) {
      self = .size(size)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .automatic: "auto"
    case .size(let size): size.defaultValueDescription
    }
  }
}

/// `C:O`: the channels of the large map and of the small one; `C,O` as well.
struct ChannelsArgument: ExpressibleByArgument, Equatable {
  var large: Int
  var small: Int

  init(large: Int, small: Int) {
    self.large = large
    self.small = small
  }

  init?(argument: String) {
    let parts = argument.split(omittingEmptySubsequences: false) { ":,".contains($0) }
    guard parts.count == 2, let large = Int(parts[0]), let small = Int(parts[1]) else {
      return nil
    }
    self.init(large: large, small: small)
  }

  var defaultValueDescription: String { "\(large):\(small)" }
}

/// `decoder.3`: one layer of a network, by the name of its tensors.
struct LayerArgument: ExpressibleByArgument, Equatable, CustomStringConvertible {
  var half: TensorName.Half
  var index: Int

  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let half = TensorName.Half(rawValue: String(parts[0])),
      let index = Int(parts[1]), index >= 0
    else { return nil }
    self.half = half
    self.index = index
  }

  var description: String { "\(half.rawValue).\(index)" }
}

extension Preset: NamedChoice {}
extension Loss: NamedChoice {}
