/// The colours of the house, by what they mean. A colour belongs to a tensor, not to a role: the
/// large map is blue and the small one teal in both directions, in diagram, matrix and formula.
///
/// The colours were searched for. To the normal eye and to each of the three kinds of colour
/// blindness (Machado, Oliveira and Fernandes, 2009, severity 1) those that mean different things
/// differ by a ΔE of 12 and more (CIEDE2000), any two classes by 14.9: ten colours can be 19 apart,
/// but then most have no name. Those that touch differ by 12 in lightness too, for copies without
/// colour. Letters in a colour that is hard to read are set in its hue, darker or lighter.
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
    mutedText: Color(0x57606A), line: Color(0xC9D1D9), large: Color(0x1A589B),
    small: Color(0x28836D), kernel: Color(0xC78817), second: Color(0xFF4FA5),
    overlap: Color(0x311882), train: Color(0x1A589B), test: Color(0xFF4FA5),
    baseline: Color(0x515A65), unfocused: 0.15,
    classes: [
      0x2A5B87, 0xC26C04, 0x219068, 0xAB2708, 0x63C2FC, 0x8D41F6, 0xED97B3, 0x4E2A1F, 0xBCC02D,
      0x313E45,
    ].map { Color($0) })

  /// White on black, for a dark hall.
  public static let dark = Theme(
    name: "dark", background: Color(0x11151A), panel: Color(0x1A2027), text: Color(0xE9EDF1),
    mutedText: Color(0xA3AEBA), line: Color(0x3B4550), large: Color(0x4F96ED),
    small: Color(0x40CBA4), kernel: Color(0xFFD265), second: Color(0xD8228A),
    overlap: Color(0xD9BAFF), train: Color(0x4F96ED), test: Color(0xD8228A),
    baseline: Color(0xA1ADBB), unfocused: 0.15,
    classes: [
      0x939DFA, 0xF2A026, 0x3EB480, 0xA5393D, 0x94E4FF, 0x9254E6, 0xC1A1B6, 0xAF7428, 0xF1F49A,
      0x6D7C80,
    ].map { Color($0) })

  /// The themes by name.
  public static let named = [light, dark]
}

extension Theme: CustomStringConvertible {
  /// The name; a test's log would print every colour instead.
  public var description: String { name }
}
