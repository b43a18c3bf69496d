import AECore
import Testing

@Suite struct HeldOutClassTests {
  private func set(_ labels: [UInt8]?, count: Int = 4) -> ImageSet {
    ImageSet(
      shape: ImageShape(channels: 1, height: 1, width: 2),
      pixels: (0..<UInt8(2 * count)).map { $0 }, labels: labels)
  }

  private func dataset(
    _ train: [UInt8]?, names: [String]? = ["Bag", "Coat", "2"]
  ) -> Dataset {
    Dataset(
      name: "some", train: set(train), test: set(train.map { _ in [0, 1, 2, 1] }),
      classNames: names, source: nil, license: nil, sha256: nil)
  }

  @Test func onlyTrainingImagesGo() throws {
    let whole = dataset([1, 0, 1, 2])
    let rest = try whole.holdingOut(1)
    #expect(rest.train.labels == [0, 2])
    #expect(rest.train.pixels == [2, 3, 6, 7])
    #expect(rest.test.labels == [0, 1, 2, 1])
    #expect(rest.summary.heldOutClass == 1 && rest.summary.trainCount == 2)
    #expect(whole.summary.heldOutClass == nil)
  }

  @Test func aClassHasANameOrANumber() throws {
    let whole = dataset([1, 0, 1, 2])
    #expect(try whole.label(ofClass: "Coat") == 1)
    #expect(try whole.label(ofClass: "coat") == 1)
    #expect(try whole.label(ofClass: "0") == 0)
    #expect(try dataset([1, 0, 1, 2], names: nil).label(ofClass: "2") == 2)
    // A name goes before a number.
    #expect(try dataset([1, 0, 1, 2], names: ["1", "0", "x"]).label(ofClass: "1") == 0)
  }

  @Test func whatCannotBeLeftOutIsRefused() {
    let whole = dataset([1, 0, 1, 1])
    for text in ["Hat", "2", "9", "-1", ""] {
      expectFailure(.usage, "some", "'\(text)'", "Bag, Coat") {
        _ = try whole.label(ofClass: text)
      }
    }
    expectFailure(.badData, "no labels") { _ = try dataset(nil).label(ofClass: "0") }
    expectFailure(.badData, "no labels") { _ = try dataset(nil).holdingOut(0) }
    expectFailure(.badData, "nothing is left") { _ = try dataset([1, 1, 1, 1]).holdingOut(1) }
  }
}
