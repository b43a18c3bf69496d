import AENetwork

/// How images are made of what a user has, where there is a choice: the options beside `--data`.
///
/// A run keeps it (``DatasetSummary/reading``), so that whoever goes on with the training, or
/// measures it, has the same images again.
public struct ImageReading: Hashable, Sendable {
  /// How a picture of one shape becomes one of another.
  public enum Fit: String, CaseIterable, Sendable, Codable {
    /// Its middle, as much as has the new proportions.
    case crop
    /// All of it, and ``ImageReading/background`` at two sides.
    case pad
    /// All of it, each axis by itself.
    case stretch
  }

  /// Which axis of an array of images is the colour's.
  public enum Layout: String, CaseIterable, Sendable, Codable {
    /// `(N, C, H, W)`, as PyTorch has it.
    case nchw
    /// `(N, H, W, C)`, as Keras has it.
    case nhwc
  }

  /// The size that every image is brought to, by the mean over areas; nil for the one it has.
  public var imageSize: Size2D?
  /// How, where the proportions differ.
  public var fit = Fit.crop
  /// Whether colours become grey: 0.299 of the red, 0.587 of the green, 0.114 of the blue.
  public var gray = false
  /// What shows through where a picture is transparent, and beside one that is padded.
  public var background = RGBColor.white
  /// The share of each class that is held out where nothing else is; nil for
  /// ``standardTestShare``. Never taken of images that come with a test set.
  public var testShare: Double?
  /// Where an array's sizes do not tell; nil to go by them.
  public var layout: Layout?
  /// Whether rows and columns change places.
  public var transpose = false
  /// Whether pictures that cannot be read are left out.
  public var skipBroken = false

  /// The share that is held out when nobody says how much: 15 %.
  public static let standardTestShare = 0.15

  /// Images as they are.
  public init() {}

  /// The options of the command line that say the same, those that are usual left out.
  package var arguments: [String] {
    var words: [String] = []
    if let imageSize {
      let (h, w) = (imageSize.height, imageSize.width)
      words += ["--image-size", h == w ? "\(h)" : "\(h)x\(w)"]
    }
    if fit != .crop { words += ["--fit", fit.rawValue] }
    if gray { words.append("--gray") }
    if background != .white { words += ["--background", background.hexadecimal] }
    if let testShare { words += ["--test-share", "\(testShare)"] }
    if let layout { words += ["--layout", layout.rawValue] }
    if transpose { words.append("--transpose") }
    if skipBroken { words.append("--skip-broken") }
    return words
  }
}

extension ImageReading: Codable {
  private enum CodingKeys: CodingKey {
    case imageSize, fit, gray, background, testShare, layout, transpose, skipBroken
  }

  /// Reads what is there; the rest is as usual.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    imageSize = try container.decodeIfPresent(Size2D.self, forKey: .imageSize)
    if let size = imageSize, !Self.sizes.contains(size.height) || !Self.sizes.contains(size.width) {
      throw DecodingError.dataCorruptedError(
        forKey: .imageSize, in: container,
        debugDescription: "[\(size.height), \(size.width)] is no size of an image")
    }
    fit = try container.decodeIfPresent(Fit.self, forKey: .fit) ?? .crop
    gray = try container.decodeIfPresent(Bool.self, forKey: .gray) ?? false
    background = try container.decodeIfPresent(RGBColor.self, forKey: .background) ?? .white
    testShare = try container.decodeIfPresent(Double.self, forKey: .testShare)
    if let share = testShare, !(share > 0 && share < 1) {
      throw DecodingError.dataCorruptedError(
        forKey: .testShare, in: container,
        debugDescription: "\(share) is not between 0 and 1")
    }
    layout = try container.decodeIfPresent(Layout.self, forKey: .layout)
    transpose = try container.decodeIfPresent(Bool.self, forKey: .transpose) ?? false
    skipBroken = try container.decodeIfPresent(Bool.self, forKey: .skipBroken) ?? false
  }

  /// Writes what is not as usual.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(imageSize, forKey: .imageSize)
    if fit != .crop { try container.encode(fit, forKey: .fit) }
    if gray { try container.encode(gray, forKey: .gray) }
    if background != .white { try container.encode(background, forKey: .background) }
    try container.encodeIfPresent(testShare, forKey: .testShare)
    try container.encodeIfPresent(layout, forKey: .layout)
    if transpose { try container.encode(transpose, forKey: .transpose) }
    if skipBroken { try container.encode(skipBroken, forKey: .skipBroken) }
  }

  /// Rows or columns that an image may be asked to have.
  package static let sizes = 1...8192
}

/// A colour of 8 bits a channel, as it stands in a file.
public struct RGBColor: Hashable, Sendable {
  /// From 0 to 255.
  public var red, green, blue: UInt8

  /// A colour of these parts.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// 255 of each.
  public static let white = RGBColor(red: 255, green: 255, blue: 255)

  /// `#ff8000`, `ff8000`, `white` or `black`; nil for anything else.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "white": self = .white
    case "black": self.init(red: 0, green: 0, blue: 0)
    default:
      let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
      guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
        let value = Int(digits, radix: 16)
      else { return nil }
      self.init(
        red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
    }
  }

  /// `#ff8000`.
  public var hexadecimal: String {
    let digits = String(Int(red) << 16 | Int(green) << 8 | Int(blue), radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Whether it has no hue.
  var isGray: Bool { red == green && green == blue }

  /// How light it is, by the weights of ITU-R BT.601.
  var luma: UInt8 { Self.luma(red, green, blue) }

  /// The lightness of a pixel, by the weights of ITU-R BT.601 and in whole numbers, as Pillow
  /// rounds it.
  @inline(__always)
  static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    UInt8(
      truncatingIfNeeded: (Int(red) &* 19595 &+ Int(green) &* 38470 &+ Int(blue) &* 7471 &+ 0x8000)
        >> 16)
  }
}

extension RGBColor: Codable {
  /// Reads `"#ff8000"`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let color = RGBColor(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is no colour such as \"#ff8000\"")
    }
    self = color
  }

  /// Writes `"#ff8000"`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hexadecimal)
  }
}
