import AECore

/// One line of the list of layers, and one block of the drawing: a stage, several that are alike,
/// or several that there is no room for.
struct StageRow: Hashable, Sendable {
  /// The stages that it stands for, in the order in which the data flows.
  var stages: [NetworkStage]

  /// Whether it is several stages that do the same to the same shape.
  var isRepeated: Bool { stages.count > 1 && Set(stages.map(Work.init)).count == 1 }
  /// Whether it stands for stages of several kinds, which are not named.
  var isSummary: Bool { stages.count > 1 && !isRepeated }
  var parameterCount: Int { stages.reduce(0) { $0 + $1.parameterCount } }

  /// The layers' numbers in their half; nil for a summary.
  var number: String? {
    guard !isSummary, let first = stages.first, let last = stages.last else { return nil }
    return stages.count > 1 ? "\(first.index)…\(last.index)" : "\(first.index)"
  }

  /// What it does in parts that each stand for themselves: `Conv 3×3`, `stride 2`, `ReLU`.
  var operation: [String] {
    if isSummary { return ["\(stages.count) more stages"] }
    let parts = stages.first?.titles.first?.components(separatedBy: ", ") ?? []
    return (isRepeated ? ["\(stages.count) times"] : []) + parts
  }

  /// Every layer of it in one line.
  var title: String { operation.joined(separator: ", ") }

  /// `stages` with those that are alike and follow each other as one row; and, if these are still
  /// more than `limit`, the ones in the middle as one.
  static func rows(_ stages: [NetworkStage], groups: Bool, limit: Int = .max) -> [StageRow] {
    var rows: [StageRow] = []
    for stage in stages {
      if groups, let last = rows.last?.stages.last, Work(last) == Work(stage) {
        rows[rows.count - 1].stages.append(stage)
      } else {
        rows.append(StageRow(stages: [stage]))
      }
    }
    guard rows.count > limit, limit >= 2 else { return rows }
    // The outermost and the innermost stages stay.
    let head = limit / 2
    let tail = limit - head - 1
    let middle = StageRow(stages: rows[head..<rows.count - tail].flatMap(\.stages))
    return Array(rows.prefix(head)) + [middle] + Array(rows.suffix(tail))
  }

  /// What a stage does, wherever it stands: two that do the same to the same shape are alike.
  private struct Work: Hashable {
    let title: String
    let output: Shape

    init(_ stage: NetworkStage) {
      title = stage.titles.first ?? ""
      output = stage.output
    }
  }
}
