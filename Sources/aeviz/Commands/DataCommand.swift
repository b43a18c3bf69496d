import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz data`: which images there are, and what they look like.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "List the data sets that are found, or show the images of one.",
    discussion: """
      EXAMPLES:
        aeviz data
        aeviz data fashion -o fashion.png
        aeviz data /usr/share/datasets/fashion-mnist --size a4 -o all.pdf
        aeviz data digits --image-size 16 -o large.png
      """)

  @Argument(
    help: "A data set of the list, or a folder or file of your own. Without it: the list.",
    completion: .dataset)
  var name: String?
  @OptionGroup(title: "Images of your own")
  var images: ImageArguments
  @OptionGroup var drawing: DrawingOptions

  func validate() throws {
    if name == nil, drawing.output != nil {
      throw ValidationError("give the name of the data set that -o shall show.")
    }
    if name == nil, let option = images.given.first {
      throw ValidationError("give the images that \(option) is for.")
    }
  }

  func run() throws {
    guard let name else {
      let entries = DatasetCatalog.available().map {
        ("\($0.name): \($0.title)", Self.details(of: $0))
      }
      try StandardOutput.write(entries.map(TextTable.block).joined(separator: "\n"))
      return
    }
    let shortName = DatasetName.short(name)
    let destination = try drawing.destination(
      default: "output/data-\(shortName).png", reading: .dataset(name))
    let dataset = try images.load(name)
    if destination.place != .standardOutput {
      try StandardOutput.write(TextTable.block(dataset.name, Self.details(of: dataset)))
    }
    try Drawing.write(DataPreviewFigure(dataset), to: destination, drawing)
  }

  private static func details(of entry: DatasetCatalog.Entry) -> [(String, String)] {
    var rows: [(String, String)] = []
    if let train = entry.trainCount, let test = entry.testCount, let shape = entry.imageShape {
      rows.append(("images", images(train, test, shape)))
    }
    if let folder = entry.location { rows.append(("in", folder.path)) }
    if let license = entry.license { rows.append(("licence", license)) }
    if let source = entry.source { rows.append(("source", source)) }
    if let problem = entry.problem { rows.append(("problem", problem)) }
    return rows
  }

  private static func details(of dataset: Dataset) -> [(String, String)] {
    var rows = [("images", images(dataset.train.count, dataset.test.count, dataset.imageShape))]
    if let kind = dataset.kind { rows.append(("read as", kind)) }
    if let reading = dataset.reading {
      rows.append(("made by", reading.arguments.joined(separator: " ")))
    }
    if let names = dataset.classNames { rows.append(("classes", names.joined(separator: ", "))) }
    if let license = dataset.license { rows.append(("licence", license)) }
    if let source = dataset.source { rows.append(("source", source)) }
    return rows
  }

  private static func images(_ train: Int, _ test: Int, _ shape: ImageShape) -> String {
    "\(NumberText.count(train)) to train on, \(NumberText.count(test)) to test on, \(shape)"
  }
}
