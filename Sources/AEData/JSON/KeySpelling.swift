/// How the name of a property becomes the key of a JSON object, and back.
///
/// Swift's `latentSize` is `latent_size` in every file that others read. So a type says its own
/// keys only where one is really another name than the property's.
package enum KeySpelling: Sendable {
  /// `latentSize` is `latent_size`, `psnrDB` is `psnr_db`, `sha256` stays.
  case snakeCase
  /// The key as it stands.
  case verbatim

  /// The spelling of the keys of a value of this type.
  init(_ type: any Any.Type) { self = type is any VerbatimKeys.Type ? .verbatim : .snakeCase }

  /// The key of a property with this name.
  package func key(_ name: String) -> String {
    switch self {
    case .verbatim: name
    case .snakeCase: Self.snakeCase(name)
    }
  }

  /// A word begins with a capital after a small letter or a digit, and with the last capital of
  /// several before a small letter: `pcaMSEBars` is `pca_mse_bars`.
  private static func snakeCase(_ name: String) -> String {
    guard name.utf8.contains(where: isCapital) else { return name }
    let letters = Array(name.utf8)
    var key: [UInt8] = []
    for (index, letter) in letters.enumerated() {
      guard isCapital(letter) else {
        key.append(letter)
        continue
      }
      let isAfterWord = index > 0 && !isCapital(letters[index - 1])
      let isBeforeWord = index + 1 < letters.count && !isCapital(letters[index + 1])
      if index > 0, letters[index - 1] != UInt8(ascii: "_"), isAfterWord || isBeforeWord {
        key.append(UInt8(ascii: "_"))
      }
      key.append(letter | 0x20)
    }
    return String(decoding: key, as: UTF8.self)
  }

  private static func isCapital(_ letter: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter)
  }
}

/// A value whose keys stand in a file exactly as the value spells them.
package protocol VerbatimKeys {}

/// The keys of a dictionary are data: names of tensors, of classes.
extension Dictionary: VerbatimKeys where Key == String {}

/// A key in the spelling of the file, for the path of an error.
struct SpelledKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { return nil }
}
