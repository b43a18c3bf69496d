import AECore
import Testing

@Suite struct ClassificationStepTests {
  @Test func numbersAreThoseOfTheClassifiers() throws {
    let subject = try EvaluatorTests.subject()
    let (section, tensors) = try ClassificationStep(limit: 150, neighbours: 3).measure(subject)
    #expect(section.trainCount == 150 && section.testCount == 60 && section.seed == 7)
    #expect(section.labels == Array(0..<10))
    #expect(
      section.results.map { "\($0.features) \($0.classifier) \($0.dimensions)" } == [
        "code logisticRegression 4", "code nearestNeighbours 4", "pca logisticRegression 4",
        "pca nearestNeighbours 4", "pixels logisticRegression 64", "pixels nearestNeighbours 64",
      ])
    #expect(section.results.allSatisfy { ($0.l2 == nil) != ($0.neighbours == nil) })
    // Digits are not hard: pixels beat chance by far, and the matrix is the accuracy's.
    #expect(section.results[4].accuracy > 0.7)
    #expect(section.chance > 0.03 && section.chance < 0.3)
    let confusion = try #require(tensors["confusion"])
    #expect(confusion.shape == [10, 10])
    #expect(confusion.values.reduce(0, +) == 60)
    let right = (0..<10).reduce(Float(0)) { $0 + confusion.values[$1 * 11] }
    #expect(abs(Double(right) / 60 - section.results[0].accuracy) < 1e-9)
    let counts = (0..<10).map { label in
      Float((subject.dataset.test.labels ?? []).count { Int($0) == label })
    }
    for row in 0..<10 {
      #expect(confusion.values[row * 10..<row * 10 + 10].reduce(0, +) == counts[row])
    }
  }

  @Test func theSeedDrawsThePartAndAllImagesNeedNoLot() throws {
    let subject = try EvaluatorTests.subject()
    let other = EvaluationSubject(
      autoencoder: subject.autoencoder, dataset: subject.dataset, run: subject.run, seed: 8)
    let step = ClassificationStep(limit: 60, neighbours: 5)
    #expect(try step.measure(subject).0 == step.measure(subject).0)
    #expect(try step.measure(subject).0.results != step.measure(other).0.results)
  }

  @Test func aClassThatWasNotTrainedOnIsNotJudged() throws {
    let whole = try EvaluatorTests.subject()
    let dataset = try whole.dataset.holdingOut(3)
    var run = whole.run
    run.dataset = dataset.summary
    let subject = EvaluationSubject(
      autoencoder: whole.autoencoder, dataset: dataset, run: run, seed: 7)
    let (section, tensors) = try ClassificationStep().measure(subject)
    let threes = (dataset.test.labels ?? []).count { $0 == 3 }
    #expect(threes > 0 && section.testCount == 60 - threes)
    #expect(section.labels == [0, 1, 2, 4, 5, 6, 7, 8, 9])
    #expect(tensors["confusion"]?.shape == [9, 9])
  }

  @Test func withoutLabelsThereIsNothingToLearn() throws {
    let subject = try EvaluatorTests.subject(labelled: false)
    expectFailure(.badData, "the images have no labels") {
      _ = try ClassificationStep().measure(subject)
    }
  }
}
