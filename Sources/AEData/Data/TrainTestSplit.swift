import AENetwork

/// Holds images out of a set that comes without a test set: the same share of every class, drawn by
/// lot, and always the same lot, so that runs with other seeds are judged by the same images.
enum TrainTestSplit {
  /// The images to judge by; those to learn from stay.
  /// - Parameters:
  ///   - images: at least two.
  ///   - share: of each class, between 0 and 1; no class with two images or more gives none or all.
  static func takeTest(from images: inout ImageSet, share: Double) -> ImageSet {
    images.takeOut(held(images.count, labels: images.labels, share: share))
  }

  private static func held(_ count: Int, labels: [UInt8]?, share: Double) -> [Bool] {
    var random = RandomSource(seed: 1, stream: FNV1a.hash("test share".utf8))
    var classes = [Array(0..<count)]
    if let labels {
      classes = Dictionary(grouping: 0..<count) { labels[$0] }.sorted { $0.key < $1.key }
        .map(\.value)
      // Where every class has one image only, they are one class.
      if classes.allSatisfy({ $0.count < 2 }) { classes = [Array(0..<count)] }
    }
    var isTest = [Bool](repeating: false, count: count)
    for members in classes where members.count > 1 {
      let wanted = Int(clamping: (share * Double(members.count)).rounded())
      let taken = max(1, min(members.count - 1, wanted))
      for index in members.shuffled(using: &random).prefix(taken) { isTest[index] = true }
    }
    return isTest
  }
}
