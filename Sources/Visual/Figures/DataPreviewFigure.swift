import AECore

/// A contact sheet of a data set: a row of training images for each class, or one grid when there
/// are no labels.
public struct DataPreviewFigure: Figure {
  /// The data set.
  public let dataset: Dataset
  /// The training images of each class, in the order of the labels; without labels one row of all.
  private let groups: [(name: String?, indices: [Int])]

  /// No row has more images than this.
  private static let mostInRow = 24
  /// A grid without labels has no more images than this.
  private static let mostInGrid = 120

  /// A contact sheet of `dataset`.
  public init(_ dataset: Dataset) {
    self.dataset = dataset
    guard let labels = dataset.train.labels else {
      groups = [(nil, Array(0..<min(Self.mostInGrid, dataset.train.count)))]
      return
    }
    var byLabel: [UInt8: [Int]] = [:]
    for (index, label) in labels.enumerated() where (byLabel[label]?.count ?? 0) < Self.mostInRow {
      byLabel[label, default: []].append(index)
    }
    let names = dataset.classNames ?? []
    groups = byLabel.sorted { $0.key < $1.key }.map { label, indices in
      (names.indices.contains(Int(label)) ? names[Int(label)] : "\(label)", indices)
    }
  }

  /// Its name and its title, with the data set's.
  public var heading: Heading { ("data-preview", "The images of \(dataset.name)") }

  /// How many images there are, of which size, and which ones are shown.
  public var caption: String {
    let shape = dataset.imageShape
    let channels =
      switch shape.channels {
      case 1: "grey"
      case 3: "colour"
      default: "\(shape.channels)-channel"
      }
    let what =
      "\(NumberText.count(dataset.train.count)) \(channels) images of \(shape.height) × "
      + "\(shape.width) pixels to learn from, \(NumberText.count(dataset.test.count)) held out."
    guard groups.first?.name != nil else {
      return "\(what) They have no labels, and an autoencoder needs none: these are the first."
    }
    return "\(what) Each row shows the first training images of one of \(groups.count) classes; "
      + "the autoencoder never sees the labels."
  }

  /// The data set's summary, and for each row its class and the training images that can be shown.
  public var data: any Encodable & Sendable {
    let rows = groups.map { ["name": $0.name, "indices": $0.indices] as Fields }
    return ["dataset": dataset.summary, "rows": rows] as Fields
  }

  /// The rows, as many images in each as fit.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let gap = style.gap / 4
    let aspect = Double(dataset.imageShape.width) / Double(dataset.imageShape.height)
    let rowHeight = (frame.height - gap * Double(groups.count - 1)) / Double(max(1, groups.count))
    let nameWidth = min(style.widest(groups.compactMap(\.name)), frame.width / 3)
    var (rows, area, fit) = (groups, frame, PictureFit())
    if groups.first?.name != nil, rowHeight >= style.line {
      area = frame.inset(left: nameWidth + style.gap)
      // Some six images belong in a row, however wide they are.
      fit = .filled(
        groups.map(\.indices.count).max() ?? 1, atLeast: 6, aspect: aspect, gap: gap,
        in: Size(area.width, rowHeight))
    } else {
      let indices = groups.flatMap(\.indices).prefix(Self.mostInGrid)
      fit = .grid(indices.count, aspect: aspect, gap: gap, in: frame.size)
      rows = stride(from: 0, to: indices.count, by: fit.columns).map {
        (nil, Array(indices.dropFirst($0).prefix(fit.columns)))
      }
    }
    area.x += max(0, (area.width - fit.width(gap: gap)) / 2)
    var sheet = PictureSheet(fit, gap: gap, frame: frame, area: area)
    (sheet.nameX, sheet.nameWidth, sheet.nameAnchor) = (area.x - style.gap, nameWidth, .trailing)
    sheet.isFramed = false
    draw.main { draw in
      for (row, group) in rows.enumerated() {
        draw.row(
          .init(names: group.name.map { [Words($0)] } ?? []) { column in
            guard column < group.indices.count else { return nil }
            let index = group.indices[column]
            let image = dataset.train.images(CollectionOfOne(index))[0]
            return .init(.image(image), id: "image/\(index)")
          }, row, of: sheet)
      }
    }
  }
}
