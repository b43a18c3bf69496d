import AECore

/// A lecture on autoencoders, one idea a slide, drawn from networks that were trained for it.
public struct Lecture: PagedReport {
  /// The slides in order.
  public let figures: [any Figure]
  /// What the runs lack the data for.
  public let omissions: [Report.Omission]
  /// What it is called.
  public let name = "How an autoencoder works"

  /// The lecture on these runs.
  /// - Parameter runs: one for each of ``LectureNetwork/all``.
  /// - Throws: `Failure` when one of them is missing.
  public init(_ runs: [LectureNetwork.Role: Run]) throws(Failure) {
    for role in LectureNetwork.Role.allCases where runs[role] == nil {
      throw Failure(.internal, nil, "the lecture has no \(role.rawValue) network")
    }
    var slides: [any Figure] = []
    var omissions: [Report.Omission] = []
    for plan in LecturePlan.slides {
      slides.add("\(plan.chapter): \(plan.statement)", or: &omissions) { () throws(Failure) in
        LectureSlide(plan.chapter, plan.statement, talk: plan.talk, try plan.figure(runs))
      }
    }
    figures = slides
    self.omissions = omissions
  }

  /// The part of the lecture.
  public func foot(at index: Int) -> String {
    (figures[index] as? LectureSlide)?.chapter ?? name
  }

  /// What is said beside each slide, as a text with its headings.
  public var notes: String {
    figures.enumerated().map { index, figure in
      "\(index + 1). \(figure.title)\n\n\(figure.notes)\n"
    }.joined(separator: "\n")
  }
}
