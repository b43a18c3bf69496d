/// What the name of a data file says of it. Every collection calls its files otherwise:
/// `train-images-idx3-ubyte.gz`, `train-images.idx3-ubyte`, `x_test.npy`, `k49-train-imgs.npz`,
/// `emnist-letters-test-labels-idx1-ubyte`, `qmnist-train-labels-idx2-int.gz`. Arrays in an
/// archive are called so, too.
struct PartFileName: Hashable {
  /// The parts of a data set; one to validate by stands in for one to test by.
  enum Part: Hashable {
    case train, test, validation
  }

  /// What a file has of a part.
  enum Content: Hashable {
    case images, labels
  }

  /// How the numbers lie in it.
  enum Format: Hashable {
    case idx, numPy
  }

  /// The name itself.
  let name: String
  /// What stands before that: `emnist-letters`; empty in MNIST's own names.
  let set: String
  let part: Part
  let content: Content
  let format: Format
  /// Lower where the word for the content is plainer: `images` goes before `data`.
  let rank: Int

  /// Nil for the name of anything else.
  init?(_ name: String) {
    let words = name.lowercased().split { "-._ ".contains($0) }.map(String.init)
    guard let format = Self.format(words) else { return nil }
    let part = words.firstIndex { Self.parts[$0] != nil }
    guard let content = words.firstIndex(where: { Self.contents[$0] != nil }),
      let (kind, rank) = Self.contents[words[content]]
    else { return nil }
    self.name = name
    self.format = format
    self.part = part.flatMap { Self.parts[words[$0]] } ?? .train
    (self.content, self.rank) = (kind, rank)
    set = words[..<min(content, part ?? content)].joined(separator: "-")
  }

  private static func format(_ words: [String]) -> Format? {
    let packed = words.last == "gz" ? words.dropLast() : words[...]
    func isIDX(_ word: String) -> Bool { word.hasPrefix("idx") && word.utf8.count <= 4 }
    switch packed.last {
    case "npy", "npz": return words.last == "gz" ? nil : .numPy
    case "ubyte": return .idx
    case "int": return words.contains(where: isIDX) ? .idx : nil
    default: return packed.last.map(isIDX) == true ? .idx : nil
    }
  }

  private static let parts: [String: Part] = [
    "train": .train, "training": .train, "test": .test, "testing": .test, "t10k": .test,
    "val": .validation, "valid": .validation, "validation": .validation,
  ]
  private static let contents: [String: (Content, rank: Int)] = [
    "images": (.images, 0), "imgs": (.images, 0), "image": (.images, 1), "x": (.images, 2),
    "data": (.images, 3), "labels": (.labels, 0), "label": (.labels, 1), "y": (.labels, 2),
    "targets": (.labels, 3), "target": (.labels, 3),
  ]
}

/// The files of one data set among those of a folder, by their names.
struct PartFiles {
  private let names: [PartFileName]
  /// What the data set's names begin with; empty in MNIST's own.
  let set: String

  /// The files of a format among `names`; nil when there is none.
  /// - Parameter set: which of several data sets; nil where there has to be one.
  /// - Throws: ``Failure`` of kind `usage` when the names are of several.
  init?(
    _ names: [String], _ format: PartFileName.Format, set: String? = nil, in folder: String
  ) throws {
    let all = names.compactMap { PartFileName($0) }.filter { $0.format == format }
    let sets = Set(all.map(\.set))
    guard let chosen = set.map({ $0.lowercased() }) ?? sets.min(), sets.contains(chosen) else {
      return nil
    }
    guard set != nil || sets.count == 1 else {
      let list = sets.map { $0.isEmpty ? "one without a name" : $0 }.sorted()
      throw Failure(
        .usage, folder, "holds several data sets: \(list.joined(separator: ", "))",
        advice: "name one behind the folder: \(folder)/\(sets.filter { !$0.isEmpty }.min() ?? "")")
    }
    self.set = chosen
    self.names = all.filter { $0.set == chosen }
  }

  /// The name of a file; plain goes before packed, then by the alphabet. What is there to validate
  /// by is the test where there is no other.
  func name(_ part: PartFileName.Part, _ content: PartFileName.Content) -> String? {
    let isTested = names.contains { $0.part == .test }
    let part = part == .test && !isTested ? .validation : part
    return names.filter { $0.part == part && $0.content == content }.min { a, b in
      (a.rank, a.name.hasSuffix(".gz") ? 1 : 0, a.name)
        < (b.rank, b.name.hasSuffix(".gz") ? 1 : 0, b.name)
    }?.name
  }
}
