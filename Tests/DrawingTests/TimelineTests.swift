import Drawing
import Testing

/// Steps that become a film.
struct TimelineTests {
  private func scene(_ marks: [Mark]) -> Scene {
    Scene(
      size: Size(100, 100), background: Color(0xFFFFFF), title: "", description: "", marks: marks)
  }

  private func square(_ x: Double, _ id: String?, fill: Color? = Color(0x000000)) -> Mark {
    .path(PathMark(id: id, .rect(Rect(x: x, y: 0, width: 10, height: 10)), fill: fill))
  }

  @Test func stepsAreHeldAndTheLastOneLonger() {
    let steps = (0..<3).map { scene([square(Double($0) * 20, "window/\($0)")]) }
    let frames = Timeline(steps, stepSeconds: 0.8).frames
    #expect(frames.count == 7)
    for (index, frame) in frames.enumerated() {
      let seconds = index == 6 ? 2 : index % 3 == 0 ? 0.64 : 0.08
      #expect(abs(frame.seconds - seconds) < 1e-9)
    }
    #expect([0, 3, 6].map { frames[$0].scene } == steps)
    // Steps that are over at once have no way between them.
    #expect(Timeline(steps, stepSeconds: 0.1).frames.map(\.seconds) == [0.1, 0.1, 2])
    #expect(Timeline(steps, stepSeconds: 5).frames.last?.seconds == 5)
    #expect(Timeline([], stepSeconds: 1).frames.isEmpty)
  }

  /// Slowly off, slowly in, and never back.
  @Test func whatMovesGoesItsWay() {
    let steps = [0.0, 20].map { scene([square($0, "window/\($0)")]) }
    let places = Timeline(steps, stepSeconds: 1).frames.map { $0.scene.marks.bounds?.x ?? -1 }
    #expect(places.first == 0 && places.last == 20 && places == places.sorted())
    #expect(places[1] - places[0] < places[2] - places[1])
    // As slowly in as off.
    #expect(abs(places[1] + places[2] - 20) < 1e-9)
  }

  @Test func whatStaysIsNotTouchedAndWhatIsNewComesHalfWay() {
    let still = square(50, nil)
    let (old, new) = (scene([still, square(0, "a")]), scene([still, square(30, "b")]))
    #expect(old.between(new, 0.25).marks == old.marks)
    #expect(old.between(new, 0.75).marks == new.marks)
    #expect(new.between(new, 0.5) == new)
  }

  /// One image fades into another one.
  @Test func imagesFade() {
    let images = [UInt8(0), 255].map { grey in
      scene([
        .image(
          ImageMark(
            id: "image", Raster(width: 1, height: 1, rgba: [grey, grey, grey, 255]),
            rect: Rect(x: 0, y: 0, width: 10, height: 10)))
      ])
    }
    let way = images[0].between(images[1], 0.25).marks
    #expect(way.first == images[0].marks.first)
    #expect(way.last == .group(Group(id: nil, opacity: 0.25, images[1].marks)))
  }

  @Test func coloursAndNumbersChange() throws {
    let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
    func step(_ number: Int) -> Scene {
      scene([
        square(0, "cell", fill: number == 0 ? nil : Color(0x000000)),
        .text(style.text("\(number)", style.font(.label), at: Point(5, 50), id: "number")),
      ])
    }
    let way = [0.25, 0.75].map { step(0).between(step(1), $0) }
    let numbers = way.map { scene in
      scene.marks.compactMap { if case .text(let text) = $0 { text.string } else { nil } }
    }
    #expect(numbers == [["0"], ["1"]])
    let fills = way.map { scene in
      scene.marks.compactMap { if case .path(let path) = $0 { path.fill?.alpha } else { nil } }
    }
    #expect(fills == [[], [1]])
  }
}
