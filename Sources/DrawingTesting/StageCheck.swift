import Drawing

/// Measures how a picture uses its stage, which is what lies between title and caption.
package enum StageCheck {
  /// What a viewer in the last row would miss in `marks` on `stage`, each a sentence; none, when
  /// the stage is filled.
  ///
  /// - The main object, which ``Canvas/main(_:)`` marks, takes half of the stage's height or three
  ///   quarters of its width.
  /// - Where `asksQuarters`, something stands in each quarter of the stage.
  package static func problems(in marks: [Mark], stage: Rect, asksQuarters: Bool) -> [String] {
    var problems: [String] = []
    if let main = mainObjects(in: marks).bounds {
      let tall = main.height / stage.height
      let wide = main.width / stage.width
      if tall < 0.5, wide < 0.75 {
        problems.append(
          "the main object takes \(NumberText.percent(tall)) of the stage's height and \(NumberText.percent(wide)) of its"
            + " width")
      }
    } else {
      problems.append("no mark is said to be the main object")
    }
    guard asksQuarters else { return problems }
    let boxes = leaves(of: marks)
    for (name, x, y) in [
      ("upper left", 0.0, 0.0), ("upper right", 0.5, 0), ("lower left", 0, 0.5),
      ("lower right", 0.5, 0.5),
    ] {
      // What only reaches over the middle does not fill the quarter.
      let quarter = Rect(
        x: stage.x + x * stage.width, y: stage.y + y * stage.height, width: stage.width / 2,
        height: stage.height / 2
      ).inset(min(stage.width, stage.height) / 20)
      if !boxes.contains(where: { quarter.overlaps($0) }) {
        problems.append("the \(name) quarter of the stage is empty")
      }
    }
    return problems
  }

  private static func mainObjects(in marks: [Mark]) -> [Mark] {
    marks.flatMap { mark -> [Mark] in
      guard case .group(let group) = mark else { return [] }
      return group.id == Canvas.mainObject ? [mark] : mainObjects(in: group.marks)
    }
  }

  private static func leaves(of marks: [Mark]) -> [Rect] {
    marks.flatMap { mark -> [Rect] in
      guard case .group(let group) = mark else { return mark.bounds.map { [$0] } ?? [] }
      return leaves(of: group.marks)
    }
  }
}
