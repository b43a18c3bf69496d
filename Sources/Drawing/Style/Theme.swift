/// The colours of the house, by what they mean. A colour belongs to a tensor, not to a role: the
/// large map is blue and the small one teal in both directions, in diagram, matrix and formula.
public struct Theme: Hashable, Sendable {
  /// `light` or `dark`.
  public let name: String
  /// The page.
  public let background: Color
  /// A quiet panel on the page.
  public let panel: Color
  /// Text and axes.
  public let text: Color
  /// Text of the second rank; still readable, contrast at least 4.5.
  public let mutedText: Color
  /// Grid lines and outlines of what is not in focus.
  public let line: Color
  /// The large map (a convolution's input).
  public let large: Color
  /// The small map (a convolution's output).
  public let small: Color
  /// The kernel and its taps.
  public let kernel: Color
  /// The second cell in focus, where the first one is small teal or large blue.
  public let second: Color
  /// Where the first and the second focus overlap and add.
  public let overlap: Color
  /// A curve of measured values: the training images.
  public let train: Color
  /// A curve of measured values: the test images.
  public let test: Color
  /// A plain method to compare with.
  public let baseline: Color
  /// The parts of a figure that are not in focus are this opaque.
  public let unfocused: Double
  /// A colour for each class, in order, readable side by side with colour-blind eyes.
  public let classes: [Color]

  /// Black on white.
  public static let light = Theme(
    name: "light", background: Color(0xFFFFFF), panel: Color(0xF3F5F7), text: Color(0x1B1F24),
    mutedText: Color(0x57606A), line: Color(0xC9D1D9), large: Color(0x1769AA),
    small: Color(0x0B8074), kernel: Color(0xC77700), second: Color(0xC2347F),
    overlap: Color(0x6B3FA0), train: Color(0x1769AA), test: Color(0xC2347F),
    baseline: Color(0x57606A), unfocused: 0.15,
    classes: [
      0x4477AA, 0xEE6677, 0x228833, 0xB8A00F, 0x3BA7D6, 0xAA3377, 0x7A7A7A, 0xE07B00, 0x5C4BBF,
      0x8C564B,
    ].map { Color($0) })

  /// White on black, for a dark hall.
  public static let dark = Theme(
    name: "dark", background: Color(0x11151A), panel: Color(0x1A2027), text: Color(0xE9EDF1),
    mutedText: Color(0xA3AEBA), line: Color(0x3B4550), large: Color(0x64B0F4),
    small: Color(0x3CCBB8), kernel: Color(0xFFB53D), second: Color(0xFF7CBB),
    overlap: Color(0xC3A0FF), train: Color(0x64B0F4), test: Color(0xFF7CBB),
    baseline: Color(0xA3AEBA), unfocused: 0.15,
    classes: [
      0x77AADD, 0xFF8899, 0x55C46A, 0xE3D04F, 0x7FD7F7, 0xDD77B3, 0xBBBBBB, 0xFFA64D, 0xA79BFF,
      0xC79A8F,
    ].map { Color($0) })

  /// The themes by name.
  public static let named = [light, dark]
}
