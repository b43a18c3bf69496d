import AEData
import AENetwork
import Foundation

/// The losses of a training in a CSV file: columns `epoch`, `train_loss`, `test_loss`, or as
/// Keras's CSVLogger and Lightning's call them.
package struct HistoryFile {
  /// One record an epoch, in order.
  package private(set) var history: [EpochRecord] = []
  private let name: String

  /// What each column means, by the names that it may have.
  private enum Column: CaseIterable {
    case epoch, trainLoss, testLoss, learningRate, seconds

    /// In the order in which they are looked for.
    var names: [String] {
      switch self {
      case .epoch: ["epoch"]
      case .trainLoss:
        [
          "train_loss_epoch", "train_loss", "train/loss_epoch", "train/loss", "loss",
          "training_loss",
        ]
      case .testLoss:
        [
          "test_loss", "val_loss_epoch", "val_loss", "val/loss_epoch", "val/loss", "valid_loss",
          "validation_loss", "test_loss_epoch", "test/loss",
        ]
      case .learningRate: ["learning_rate", "lr", "lr-adam", "lr-adamw", "lr-sgd"]
      case .seconds: ["seconds", "time"]
      }
    }
  }

  /// The history in the file at `url`.
  /// - Throws: `Failure`: `noInput` when it is missing, `badData` with line and column when it
  ///   holds no losses.
  package init(_ url: URL) throws {
    let data = try InputFile.read(
      url, limit: 1 << 26, missing: "give the CSV file that the logger wrote")
    try self.init(data, name: url.relativePath)
  }

  /// The history in `data`.
  /// - Throws: `Failure` of kind `badData`.
  package init(_ data: Data, name: String) throws {
    self.name = name
    guard let text = String(validating: data, as: UTF8.self) else {
      throw failure(nil, "is not UTF-8")
    }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard !lines.isEmpty else { throw failure(nil, "is empty") }
    let header = Self.cells(lines.removeFirst())
    let columns = try self.columns(header)
    var rows: [Int: [Column: Double]] = [:]
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let cells = Self.cells(line)
      var numbers: [Column: Double] = [:]
      for (column, place) in columns where place < cells.count && !cells[place].isEmpty {
        guard let number = Double(cells[place]) else {
          throw failure(
            "line \(index + 2)", "\(header[place]) is \"\(cells[place])\", which is no number")
        }
        numbers[column] = number
      }
      let epoch = numbers[.epoch] ?? Double(columns[.epoch] == nil ? rows.count + 1 : 0)
      guard epoch >= 0, epoch.rounded() == epoch, epoch <= 1e9 else {
        throw failure("line \(index + 2)", "epoch is \(epoch), which counts nothing")
      }
      // Lightning writes the losses of an epoch in lines of their own.
      rows[Int(clamping: epoch), default: [:]].merge(numbers) { _, new in new }
    }
    try fill(rows)
  }

  private mutating func fill(_ rows: [Int: [Column: Double]]) throws {
    // Others count epochs from 0; here 0 is the untrained network, which has no training loss.
    let shift = rows[0]?[.trainLoss] == nil ? 0 : 1
    history = rows.sorted { $0.key < $1.key }.compactMap { epoch, numbers in
      guard numbers[.trainLoss] != nil || numbers[.testLoss] != nil else { return nil }
      return EpochRecord(
        epoch: epoch + shift, trainLoss: numbers[.trainLoss], testLoss: numbers[.testLoss],
        learningRate: numbers[.learningRate], seconds: numbers[.seconds])
    }
    guard !history.isEmpty else { throw failure(nil, "has no line with a loss") }
  }

  private func columns(_ header: [String]) throws -> [Column: Int] {
    let names = header.map { $0.lowercased() }
    var columns: [Column: Int] = [:]
    for column in Column.allCases {
      columns[column] = column.names.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    guard columns[.trainLoss] != nil || columns[.testLoss] != nil else {
      throw failure(
        "line 1", "no column is a loss; there are \(header.prefix(12).joined(separator: ", "))")
    }
    return columns
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: line.contains(",") ? "," : ";", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"\u{FEFF}"))
    }
  }

  private func failure(_ place: String?, _ problem: String) -> Failure {
    Failure(
      .badData, name, at: place, problem,
      advice: "give columns epoch, train_loss and test_loss (or loss and val_loss)")
  }
}
