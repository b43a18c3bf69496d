import AECore

extension ConnectivityFigure {
  /// How to read the sheets, with the numbers of the focus cell.
  var planesCaption: String {
    let focus = focus.first
    let size = pair.largeShape.size
    let reach = (
      y: pair.geometry.reach(ofSmall: focus.y, .vertical, large: size.height),
      x: pair.geometry.reach(ofSmall: focus.x, .horizontal, large: size.width)
    )
    let maps = joinedLargeMaps.count
    let total = reach.y * reach.x * maps
    let block = isOneDimensional ? "\(reach.x)" : "\(reach.y) × \(reach.x)"
    let cells = total == 1 ? "1 cell" : "\(total) cells"
    let each = maps == 1 ? "" : " (\(block) in each of \(maps) maps)"
    var sentences = [
      "To the right, \(cells)\(each) \(total == 1 ? "feeds" : "meet in") one; to the left, that one "
        + (total == 1 ? "feeds the same cell." : "spreads over the same \(total).")
    ]
    if weights != nil {
      sentences.append(
        example == nil
          ? "The kernel carries the learned weights."
          : "Maps carry a test image's activations, the kernel its learned weights.")
    }
    let groups = pair.geometry.groups
    if groups > 1 {
      sentences.append(
        "Only maps of one group are joined: \(groups) groups of \(maps) and "
          + "\(pair.smallShape.channels / groups) maps.")
    } else if maps > 1 {
      sentences.append(
        "The kernel has a slice for every large map, and each small map its own kernel.")
    }
    if pair.restoredShape.size != size {
      sentences.append(
        "With output padding \(shortWords(pair.geometry.outputPadding)), the transposed convolution "
          + "gives maps of \(words(pair.restoredShape.size)).")
    }
    return sentences.joined(separator: " ")
  }
}
