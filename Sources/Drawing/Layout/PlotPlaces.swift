extension Style {
  /// The places of `count` plots with curves in `frame`: beside each other on a slide, below each
  /// other on paper.
  package func plots(_ count: Int, in frame: Rect) -> [Rect] {
    // A plot far wider than high makes every curve look flat; paper has the height to choose.
    let share = count == 1 || page.isSlide ? 0.8 : 0.5 * Double(count)
    var area = frame
    area.height = min(frame.height, frame.width * share)
    let weights = [Double](repeating: 1, count: count)
    return page.isSlide
      ? area.columns(weights, gap: 2 * gap) : area.rows(weights, gap: 2 * gap)
  }
}
