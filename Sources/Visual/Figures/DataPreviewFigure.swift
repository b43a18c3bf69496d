import AECore

/// A contact sheet of a data set: a row of training images for each class, or one grid when there
/// are no labels.
public struct DataPreviewFigure: Figure {
  /// The data set.
  public let dataset: Dataset
  /// The training images of each class, in the order of the labels; without labels one row of all.
  private let groups: [ImageGroup]

  /// Images of one class.
  private struct ImageGroup: Sendable {
    var name: String?
    var indices: [Int]
  }

  /// No row has more images than this.
  private static let mostInRow = 24
  /// A grid without labels has no more images than this.
  private static let mostInGrid = 120

  /// A contact sheet of `dataset`.
  public init(_ dataset: Dataset) {
    self.dataset = dataset
    guard let labels = dataset.train.labels else {
      groups = [
        ImageGroup(name: nil, indices: Array(0..<min(Self.mostInGrid, dataset.train.count)))
      ]
      return
    }
    var byLabel: [UInt8: [Int]] = [:]
    for (index, label) in labels.enumerated() where (byLabel[label]?.count ?? 0) < Self.mostInRow {
      byLabel[label, default: []].append(index)
    }
    let names = dataset.classNames ?? []
    groups = byLabel.sorted { $0.key < $1.key }.map { label, indices in
      ImageGroup(
        name: names.indices.contains(Int(label)) ? names[Int(label)] : "\(label)",
        indices: indices)
    }
  }

  /// `data-preview`.
  public var name: String { "data-preview" }

  /// The data set's name.
  public var title: String { "The images of \(dataset.name)" }

  /// How many images there are, of which size, and which ones are shown.
  public var caption: String {
    let shape = dataset.imageShape
    let channels = shape.channels == 1 ? "grey" : "\(shape.channels)-channel"
    let what =
      "\(NumberText.count(dataset.train.count)) \(channels) images of \(shape.height) × "
      + "\(shape.width) pixels to learn from, \(NumberText.count(dataset.test.count)) held out."
    guard groups.first?.name != nil else {
      return "\(what) They have no labels, and an autoencoder needs none: these are the first."
    }
    return "\(what) Each row shows the first training images of one of \(groups.count) classes; "
      + "the autoencoder never sees the labels."
  }

  /// What `--format json` gives.
  public struct Summary: Encodable, Sendable {
    /// What a run says of the data.
    public let dataset: DatasetSummary
    /// For each row, its class and the indices of the training images that can be shown.
    public let rows: [Row]

    /// One row.
    public struct Row: Encodable, Sendable {
      /// The class; nil when there are no labels.
      public let name: String?
      /// Indices into the training images.
      public let indices: [Int]
    }
  }

  /// The data set's summary and the images in each row.
  public var data: any Encodable & Sendable {
    Summary(
      dataset: dataset.summary,
      rows: groups.map { Summary.Row(name: $0.name, indices: $0.indices) })
  }

  /// The rows, as many images in each as fit.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let gap = style.gap / 4
    let shape = dataset.imageShape
    let rowHeight = (frame.height - gap * Double(groups.count - 1)) / Double(max(1, groups.count))
    guard groups.first?.name != nil, rowHeight >= style.lineHeight(font) else {
      return grid(groups.flatMap(\.indices), in: frame, gap: gap)
    }
    let widest = groups.compactMap(\.name).map { style.measurer.measure($0, font: font).width }
    let labelWidth = min(widest.max() ?? 0, frame.width / 3)
    let aspect = Double(shape.width) / Double(shape.height)
    let room = frame.width - labelWidth - style.gap
    // Some six images belong in a row, however wide they are.
    let height = min(rowHeight, (room - 5 * gap) / 6 / aspect)
    let width = height * aspect
    let fitting = max(1, Int((room + gap) / (width + gap)))
    let columns = min(fitting, groups.map(\.indices.count).max() ?? 1)
    let used = labelWidth + style.gap + Double(columns) * (width + gap) - gap
    let left = frame.x + max(0, (frame.width - used) / 2)
    return groups.enumerated().flatMap { row, group -> [Mark] in
      let y = frame.y + Double(row) * (height + gap)
      let label = style.text(
        style.truncated(group.name ?? "", font, width: labelWidth), font,
        at: Point(left + labelWidth, y + height / 2), .trailing, .middle)
      let images = group.indices.prefix(columns).enumerated().map { column, index in
        image(
          index,
          in: Rect(
            x: left + labelWidth + style.gap + Double(column) * (width + gap), y: y, width: width,
            height: height))
      }
      return [.text(label)] + images
    }
  }

  private func grid(_ indices: [Int], in frame: Rect, gap: Double) -> [Mark] {
    let shape = dataset.imageShape
    let shown = Array(indices.prefix(Self.mostInGrid))
    let grid = ImageGrid(
      count: shown.count, aspect: Double(shape.width) / Double(shape.height), gap: gap, in: frame)
    return shown.enumerated().map { image($1, in: grid[$0]) }
  }

  private func image(_ index: Int, in rect: Rect) -> Mark {
    let pixels = dataset.train.images(CollectionOfOne(index))[0]
    return .image(ImageMark(id: "image/\(index)", Raster.image(pixels), rect: rect))
  }
}
