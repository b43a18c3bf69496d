import AECore

/// The sentences under the diagrams, every number computed from the geometry.
extension ConnectivityFigure {
  /// The cells of one large map that the focus cell is joined with, in a map of this size.
  private func reach(_ size: Size2D) -> Int {
    pair.geometry.reach(ofSmall: focus.first.y, .vertical, large: size.height)
      * pair.geometry.reach(ofSmall: focus.first.x, .horizontal, large: size.width)
  }

  /// Large channels that one small channel is joined with.
  private var largePerGroup: Int { pair.largeShape.channels / pair.geometry.groups }

  var pairCaption: String {
    let gathered = reach(pair.largeShape.size)
    let spread = reach(pair.restoredShape.size)
    let first =
      "\(count(gathered, "cell")) \(gathered == 1 ? "feeds" : "meet in") one; transposed, "
      + "one \(spread == 1 ? "feeds" : "spreads over") \(spread)" + overlapClause
    let scale = weights.flatMap(WeightScale.limit).map {
      "Lines carry the learned weights: blue below 0, orange above, up to ±\(WeightScale.text($0))."
    }
    return [first, scale, channelSentence, paddingSentence].compactMap { $0 }.joined(separator: " ")
  }

  private var overlapClause: String {
    guard let second = focus.second else { return "." }
    let shared = pair.overlapCount(focus.first, second, large: pair.restoredShape.size)
    return shared > 0
      ? ", and overlaps (\(count(shared, "cell")) here) add."
      : "; neighbours do not overlap."
  }

  private var channelSentence: String? {
    let (large, small) = (pair.largeShape.channels, pair.smallShape.channels)
    guard large > 1 || small > 1 else { return nil }
    let groups = pair.geometry.groups
    let shown = [(large, "large"), (small, "small")].filter { $0.0 > 1 }
      .map { "1 of \($0.0) \($0.1)" }.joined(separator: " and ")
    let sum =
      groups == 1
      ? "outputs sum over all input maps"
      : groups == large && groups == small
        ? "each joins one other (\(groups) groups)"
        : "outputs sum over their group's input maps (\(groups) groups)"
    return "\(shown) feature maps shown; \(sum)."
  }

  private var paddingSentence: String? {
    let (padding, output) = (pair.geometry.padding, pair.geometry.outputPadding)
    let added = "\(Self.cells(output)) at the bottom and right"
    guard padding != Size2D(0) else {
      return output == Size2D(0)
        ? nil : "Output padding adds \(added) of the transposed output."
    }
    let cut =
      "Padding \(shortWords(padding)) is the convolution's: transposing cuts \(Self.cells(padding)) "
      + "off each side"
    let isKept = output.height <= padding.height && output.width <= padding.width
    return output == Size2D(0)
      ? "\(cut)."
      : "\(cut), output padding \(shortWords(output)) \(isKept ? "keeps" : "adds") \(added)."
  }

  /// `1 row and 2 columns`, or `1` when both are the same.
  private static func cells(_ size: Size2D) -> String {
    if size.height == size.width { return "\(size.height)" }
    let rows = "\(size.height) row\(size.height == 1 ? "" : "s")"
    let columns = "\(size.width) column\(size.width == 1 ? "" : "s")"
    if size.height == 0 { return columns }
    return size.width == 0 ? rows : "\(rows) and \(columns)"
  }

  var mapsCaption: String {
    let reached =
      pair.geometry.reach(ofSmall: focus.first.x, .horizontal, large: pair.largeShape.width)
    let total = reached * largePerGroup
    let each = largePerGroup == 1 ? "" : " (\(reached) in each of \(largePerGroup) maps)"
    var sentences = [
      "Downwards, one unit feeds \(count(total, "unit"))\(each); upwards, "
        + (total == 1 ? "the same line ends" : "the same \(total) lines meet") + " in that unit."
    ]
    if let weights, let limit = WeightScale.limit(of: weights) {
      sentences.append(
        "Lines carry the learned weights: blue below 0, orange above, "
          + "up to ±\(WeightScale.text(limit)).")
    }
    if pair.largeShape.height > 1 {
      sentences.append("A cross-section: one row of each map.")
    }
    if pair.restoredShape.width != pair.largeShape.width {
      sentences.append(
        "With output padding \(pair.geometry.outputPadding.width), the transposed convolution "
          + "gives back \(count(pair.restoredShape.width, "column")) "
          + "of the \(pair.largeShape.width).")
    }
    return sentences.joined(separator: " ")
  }

  /// `1 cell`, `3 cells`.
  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
