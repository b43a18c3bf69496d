import AECore
import Foundation
import Testing

@Suite struct HistoryFileTests {
  private func history(_ text: String) throws -> [EpochRecord] {
    try HistoryFile(Data(text.utf8), name: "losses.csv").history
  }

  @Test func ownNames() throws {
    let records = try history("epoch,train_loss,test_loss\n1,0.5,0.4\n2,0.25,\n")
    #expect(records.map(\.epoch) == [1, 2])
    #expect(records.map(\.trainLoss) == [0.5, 0.25])
    #expect(records.map(\.testLoss) == [0.4, nil])
  }

  /// Keras's CSVLogger counts from 0.
  @Test func kerasCountsFromZero() throws {
    let records = try history(
      "epoch,learning_rate,loss,val_loss\r\n0,0.001,0.3,0.2\r\n1,0.001,0.2,nan\r\n")
    #expect(records.map(\.epoch) == [1, 2])
    #expect(records.map(\.testLoss) == [0.2, nil])
    #expect(records.first?.learningRate == 0.001)
  }

  /// Lightning writes the losses of an epoch in lines of their own, and steps between.
  @Test func lightningSpreadsAnEpochOverLines() throws {
    let records = try history(
      """
      epoch,step,train_loss_epoch,train_loss_step,val_loss
      0,10,,0.9,
      0,20,,,0.7
      0,20,0.8,,
      1,40,,,0.5
      1,40,0.6,,
      """)
    #expect(records.map(\.epoch) == [1, 2])
    #expect(records.map(\.trainLoss) == [0.8, 0.6])
    #expect(records.map(\.testLoss) == [0.7, 0.5])
  }

  @Test func faultsAreOneLine() {
    expectFailure(.badData, "losses.csv: line 1: no column is a loss; there are a, b") {
      _ = try history("a,b\n1,2\n")
    }
    expectFailure(.badData, "line 3: train_loss is \"x\", which is no number") {
      _ = try history("epoch,train_loss\n1,0.5\n2,x\n")
    }
    expectFailure(.badData, "line 2: epoch is 1.5") { _ = try history("epoch,loss\n1.5,0.5\n") }
    expectFailure(.badData, "has no line with a loss") { _ = try history("epoch,loss\n") }
  }
}
