import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// The lecture as a list of slides.
@Suite struct LectureTests {
  private static func runs() throws -> [LectureNetwork.Role: Run] {
    [
      .convolutional: try HeldRuns.conv.run(), .fullyConnected: try HeldRuns.noise.run(),
      .denoising: try HeldRuns.noise.run(), .variational: try HeldRuns.vae.run(),
    ]
  }

  @Test func slidesStandInTheOrderOfTheLecture() throws {
    let lecture = try Lecture(Self.runs())
    #expect(lecture.omissions == [])
    #expect(
      lecture.figures.map(\.name) == [
        "title", "target", "architecture", "connections", "shapes", "connectivity", "connectivity",
        "connectivity", "connectivity", "connectivity", "checkerboard", "connectivity",
        "architecture", "error", "loss", "reconstructions", "denoising", "manifold",
        "classification", "verdict",
      ])
    let slides = lecture.figures.compactMap { $0 as? LectureSlide }
    #expect(slides.count == lecture.figures.count)
    let chapters = slides.map(\.chapter).reduce(into: [String]()) { chapters, chapter in
      if chapters.last != chapter { chapters.append(chapter) }
    }
    #expect(chapters == ["Autoencoders", "Convolutions", "Training", "Uses", "Limits"])
    #expect(Set(slides.map(\.title)).count == slides.count)
  }

  @Test func everySlideHasNotesThatEndInItsCaption() throws {
    let lecture = try Lecture(Self.runs())
    for figure in lecture.figures {
      #expect(figure.notes.hasSuffix("\n\n" + figure.caption), "\(figure.title)")
      #expect(lecture.notes.contains(figure.notes), "\(figure.title)")
    }
    #expect(lecture.notes.hasPrefix("1. How an autoencoder works\n\n"))
  }

  @Test(arguments: [PageSize.slide, .slide4x3])
  func everySlideIsWellLaidOut(page: PageSize) throws {
    let lecture = try Lecture(Self.runs())
    for theme in Theme.named {
      let style = Style(theme: theme, page: page, measurer: ReportTests.measurer)
      for shown in lecture.pages {
        let problems = LayoutCheck.problems(
          in: shown.scene(style: style), minimumTextSize: page.minimumTextSize)
        #expect(problems == [], "\(shown.figure.title), \(page.name), \(theme.name)")
        // In a presentation the picture has the caption's room, and nothing is cut.
        let slide = shown.slide(style: style)
        #expect(
          LayoutCheck.problems(in: slide.picture, minimumTextSize: page.minimumTextSize).filter {
            !$0.contains("hard to read")
          } == [], "\(shown.figure.title), \(page.name), \(theme.name)")
        #expect(slide.pictureFrame.height >= shown.pictureFrame(style: style).height)
        #expect(slide.notes == shown.figure.notes)
        #expect(slide.picture.description == shown.figure.caption)
      }
    }
  }

  /// What is judged at the end is what the slides before it have shown.
  @Test func theEndDoesNotContradictTheSlidesBefore() throws {
    let runs = try Self.runs()
    let verdict = try #require(try Lecture(runs).figures.last)
    let style = Style(theme: .light, page: .slide, measurer: ReportTests.measurer)
    let shown = Page(verdict).scene(style: style).texts("verdict/")
    let noise = try #require(runs[.denoising]?.evaluation?.denoising?.method(.autoencoder)?.mse)
    let made = try #require(runs[.variational]?.evaluation?.generation?.method(.prior)?.toTest)
    let error = try #require(runs[.convolutional]?.evaluation?.mse)
    for number in [noise, made, error] { #expect(shown.contains(NumberText.short(number))) }
    // What a command would measure is nothing for students.
    let words = shown.joined(separator: " ")
    #expect(!words.contains("not measured") && !words.contains("--"))
  }

  /// The first slide needs no number to be understood, and has the images' licence.
  @Test func theLectureOpensWithPictures() throws {
    let runs = try Self.runs()
    let opening = try #require(try Lecture(runs).figures.first)
    let data = try #require(runs[.convolutional]?.dataset)
    #expect(opening.caption.contains("instead of \(NumberText.count(data.imageShape.count))"))
    #expect(opening.caption.contains(data.license ?? data.name), "\(opening.caption)")
    for page in [PageSize.slide, .slide4x3] {
      let style = Style(theme: .light, page: page, measurer: ReportTests.measurer)
      let frame = Page(opening).pictureFrame(style: style)
      let marks = opening.marks(in: frame, style: style)
      #expect(
        StageCheck.problems(in: marks, stage: frame, asksQuarters: true) == [], "\(page.name)")
    }
  }

  @Test func aNetworkThatIsMissingIsTold() throws {
    var runs = try Self.runs()
    runs[.variational] = nil
    #expect(throws: Failure.self) { try Lecture(runs) }
  }

  @Test func networksAreOneOfEachRole() {
    #expect(LectureNetwork.all.map(\.role) == LectureNetwork.Role.allCases)
    #expect(
      LectureNetwork.all.filter { $0.corruption != nil }.map(\.role) == [.denoising])
  }
}
