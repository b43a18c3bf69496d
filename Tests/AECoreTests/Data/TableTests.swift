import AECore
import Foundation
import Testing

/// Tables of pixels, CIFAR's records, and IDX files under every name that they have.
@Suite struct TableTests {
  private func table(
    _ text: String, _ change: (inout ImageReading) -> Void = { _ in }
  ) throws -> Dataset {
    let folder = try TemporaryFolder()
    let url = try folder.write(text.utf8, to: "pixels.csv")
    return try DatasetCatalog.load(url.path, reading(change))
  }

  @Test(arguments: [
    "label,p0,p1,p2,p3\n1,0,10,20,30\n0,40,50,60,255\n",
    "\u{FEFF}label;p0;p1;p2;p3\r\n1;0;10;20;30\r\n\r\n0;40;50;60;255",
    "1\t0\t10\t20\t30\n0\t40\t50\t60\t255\n",
    "\"p0\",\"p1\",\"p2\",\"p3\",\"class\"\n0,10,20,30,\"1\"\n40,50,60,\"255\",0\n",
    "y,a,b,c,d\n1,0,10.0,2e1,30\n0, 40 ,50,60,255\n",
  ])
  func everySpellingIsTheSameTable(_ text: String) throws {
    let dataset = try table(text)
    #expect(dataset.imageShape == ImageShape(channels: 1, height: 2, width: 2))
    #expect(dataset.train.white == 255 && dataset.classNames == ["0", "1"])
    let images = [dataset.train, dataset.test].sorted {
      ($0.labels?[0] ?? 9) > ($1.labels?[0] ?? 9)
    }
    #expect(images.map(\.pixels) == [[0, 10, 20, 30], [40, 50, 60, 255]])
    #expect(images.map(\.labels) == [[1], [0]])
  }

  /// `dataset.json` says who the images are, whatever kind they are of.
  @Test func aDescriptionBesideATableNamesItsClasses() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write("label,a,b,c,d\n1,0,10,20,30\n0,4,5,6,255\n".utf8, to: "t.csv")
    try folder.write(
      #"{"name": "marks", "class_names": ["nought", "cross"], "license": "CC0"}"#.utf8,
      to: "dataset.json")
    for path in [url.path, folder.url.path] {
      let dataset = try DatasetCatalog.load(path)
      #expect(dataset.name == "marks" && dataset.license == "CC0")
      #expect(dataset.classNames == ["nought", "cross"])
      #expect(dataset.path == path)
    }
    try folder.write(#"{"class_names": ["nought"]}"#.utf8, to: "dataset.json")
    expectFailure(.badData, "there is a label 1, and 1 classes have names") {
      _ = try DatasetCatalog.load(url.path)
    }
    try folder.write(#"{"white": 16}"#.utf8, to: "dataset.json")
    expectFailure(.badData, "dataset.json", "white", "of IDX files alone") {
      _ = try DatasetCatalog.load(url.path)
    }
  }

  @Test func pixelsMayBeFractionsAndLabelsMissing() throws {
    let dataset = try table("0,0.2,0.4,1\n1,0.6,0.5,0\n")
    #expect(dataset.classNames == nil)
    #expect(
      (dataset.train.pixels + dataset.test.pixels).sorted() == [0, 0, 51, 102, 128, 153, 255, 255])
    let colors = (0..<2).map { row in (0..<12).map { "\($0 * 20 + row)" }.joined(separator: ",") }
    #expect(
      try table(colors.joined(separator: "\n")).imageShape
        == ImageShape(channels: 3, height: 2, width: 2))
    let flat = try table("label,a,b\n1,2,3\n1,200,5\n") {
      $0.imageSize = Size2D(height: 1, width: 2)
    }
    #expect(flat.imageShape == ImageShape(channels: 1, height: 1, width: 2))
  }

  @Test(arguments: [
    ("", "is empty"), ("label,a,b,c,d\n", "there are no images"),
    ("label,a,b,c,d\n1,2,3,4,5\n1,2,3\n", "line 3: 3 fields, and the first line has 5"),
    ("label,a,b,c,d\n1,2,x,4,5\n", "line 2: field 3 is no number: 'x'"),
    ("label,a,b,c,d\n1,2,nan,4,5\n", "line 2: field 3 is no number"),
    ("label,a,b,c,d\n300,2,3,4,5\n", "line 2: the label 300.0 is no whole number"),
    ("label,a,b\n1,2,3\n0,4,5\n", "2 columns of pixels are no square"),
    ("label,a\0,b,c,d\n1,2,3,4,5\n", "has zero bytes in it, as no text in UTF-8 has"),
    ("label,a,b,c,d\n1,2,-3,4,5\n", "the values from -3 to 5 are no pixels"),
  ])
  func wrongTablesAreToldWithTheLine(_ text: String, _ problem: String) throws {
    expectFailure(.badData, "pixels.csv", problem) { _ = try table(text) }
  }

  @Test func aTableForEachPart() throws {
    let folder = try TemporaryFolder()
    let line = "label,a,b,c,d\n1,2,3,4,50\n"
    try folder.write((line + "0,2,3,4,50\n").utf8, to: "mnist_train.csv")
    try folder.write(line.utf8, to: "mnist_test.csv")
    let dataset = try DatasetCatalog.load(folder.url.path)
    #expect(dataset.train.count == 2 && dataset.test.labels == [1])
    try folder.write("a,b,c,d\n2,3,4,50\n".utf8, to: "mnist_test.csv")
    expectFailure(.badData, "mnist_test.csv", "has no labels", "alone") {
      _ = try DatasetCatalog.load(folder.url.path)
    }
  }

  @Test func recordsOfCIFAR() throws {
    func record(_ labels: [UInt8], _ value: UInt8) -> [UInt8] {
      labels + [UInt8](repeating: value, count: 3071) + [value + 1]
    }
    let folder = try TemporaryFolder()
    try folder.write(record([3], 10) + record([1], 20), to: "data_batch_1.bin")
    try folder.write(record([0], 30), to: "data_batch_2.bin")
    try folder.write(record([2], 40), to: "test_batch.bin")
    try folder.write("plane\ncar\nbird\ncat\n\n".utf8, to: "batches.meta.txt")
    let ten = try DatasetCatalog.load(folder.url.path)
    #expect(ten.imageShape == ImageShape(channels: 3, height: 32, width: 32))
    #expect(ten.train.labels == [3, 1, 0] && ten.test.labels == [2])
    #expect(ten.train.pixels[0] == 10 && ten.train.pixels[3071] == 11)
    #expect(ten.classNames == ["plane", "car", "bird", "cat"])
    try folder.write(record([3], 10).dropLast(), to: "data_batch_1.bin")
    expectFailure(.badData, "data_batch_1.bin", "has 3072 bytes") {
      _ = try DatasetCatalog.load(folder.url.path)
    }
    let hundred = try TemporaryFolder()
    try hundred.write(record([9, 3], 10) + record([8, 1], 20), to: "train.bin")
    try hundred.write(record([8, 0], 30), to: "test.bin")
    #expect(try DatasetCatalog.load(hundred.url.path).train.labels == [3, 1])
    #expect(try DatasetCatalog.load(hundred["train.bin"].path).train.count == 1)
  }

  private static let images = idxBytes([3, 2, 2], Array(0..<12))
  private static let labels = idxBytes([3], [0, 1, 2])

  @Test(arguments: [
    ("train-images.idx3-ubyte", "train-labels.idx1-ubyte"),
    ("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte"),
    ("k49-train-images-idx3-ubyte", "k49-train-labels-idx1-ubyte"),
    ("train_images.idx", "train_labels.idx"),
    ("qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx2-int"),
  ])
  func everyNameIsKnown(_ images: String, _ labels: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.images, to: images)
    // QMNIST's rows are eight numbers of 32 bits, the label first.
    let rows = [0, 1, 2].flatMap { (label: UInt8) -> [UInt8] in
      [0, 0, 0, label] + [UInt8](repeating: 7, count: 28)
    }
    let isWide = labels.hasSuffix("int")
    try folder.write(
      isWide ? [0, 0, 0xC, 2, 0, 0, 0, 3, 0, 0, 0, 8] + rows : Self.labels, to: labels)
    // No test set: some are held out.
    let dataset = try DatasetCatalog.load(folder.url.path)
    #expect(dataset.train.count + dataset.test.count == 3)
    #expect(Set((dataset.train.labels ?? []) + (dataset.test.labels ?? [])) == [0, 1, 2])
    #expect(dataset.reading?.testShare == 0.15)
  }

  @Test func severalSetsInAFolderAreToldApart() throws {
    let folder = try TemporaryFolder()
    for set in ["emnist-letters", "emnist-digits"] {
      try folder.write(Self.images, to: "\(set)-train-images-idx3-ubyte")
    }
    expectFailure(
      .usage, "holds several data sets: emnist-digits, emnist-letters", "/emnist-digits"
    ) { _ = try DatasetCatalog.load(folder.url.path) }
    let one = try DatasetCatalog.load(folder["emnist-letters"].path)
    #expect(one.name == "emnist-letters" && one.train.count == 2)
  }

  @Test func coloursMayComeLast() throws {
    let folder = try TemporaryFolder()
    try folder.write(idxBytes([2, 2, 2, 3], Array(0..<24)), to: "train-images-idx4-ubyte")
    let dataset = try DatasetCatalog.load(folder.url.path)
    #expect(dataset.imageShape == ImageShape(channels: 3, height: 2, width: 2))
    #expect(dataset.train.pixels.prefix(4).map { $0 % 12 } == [0, 3, 6, 9])
    try folder.write(idxBytes([2, 3, 2, 3], Array(0..<36)), to: "train-images-idx4-ubyte")
    expectFailure(.badData, "the colours may come first or last", "--layout") {
      _ = try DatasetCatalog.load(folder.url.path)
    }
  }

  @Test func arraysAreFramedToo() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      idxBytes([2, 2, 4], [0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15]),
      to: "train-images-idx3-ubyte")
    try folder.write(#"{"white": 16}"#.utf8, to: "dataset.json")
    let dataset = try DatasetCatalog.load(
      folder.url.path,
      reading {
        $0.imageSize = Size2D(height: 2, width: 1)
        $0.fit = .stretch
        $0.transpose = true
      })
    #expect(dataset.imageShape == ImageShape(channels: 1, height: 2, width: 1))
    // White becomes 255; columns 0 and 1 are the upper half now.
    #expect(dataset.train.white == 255)
    #expect((dataset.train.pixels + dataset.test.pixels).sorted() == [79, 95, 143, 159])
  }
}
