/// What has been asked before, so that it is found once.
struct Answers<Question: Hashable, Answer> {
  private var known: [Question: Answer] = [:]
  private let limit: Int

  /// - Parameter limit: how many answers are kept; a report asks for a few thousand, and this only
  ///   keeps a long session from growing for ever.
  init(limit: Int) { self.limit = limit }

  /// The answer to `question`, which `find` gives the first time.
  mutating func answer(_ question: Question, _ find: () -> Answer) -> Answer {
    if let answer = known[question] { return answer }
    let answer = find()
    if known.count >= limit { known.removeAll() }
    known[question] = answer
    return answer
  }
}
