import AECore
import Foundation
import Testing

@Suite struct LogisticRegressionTests {
  private let tight = { (l2: Double) in
    LogisticRegression.Options(l2: l2, tolerance: 1e-7, maximumSteps: 2000)
  }

  @Test func findsScikitLearnsMinimum() throws {
    let fixtures = try ClassifierFixtures.read().logisticRegression
    #expect(fixtures.count == 4)
    for fixture in fixtures {
      let train = ClassifierFixtures.tensor(fixture.train)
      let model = LogisticRegression.fit(
        train, labels: fixture.labels, options: tight(fixture.l2))
      #expect(model.labels == Set(fixture.labels).sorted(), "\(fixture.name)")
      for (found, wanted) in zip(model.weights, fixture.coefficients.flatMap { $0 }) {
        #expect(abs(found - wanted) < 1e-4, "\(fixture.name): \(found), \(wanted)")
      }
      #expect(model.weights.count == fixture.coefficients.flatMap { $0 }.count)
      for (found, wanted) in zip(model.intercepts, fixture.intercepts) {
        #expect(abs(found - wanted) < 1e-4, "\(fixture.name): \(found), \(wanted)")
      }
      #expect(model.predict(ClassifierFixtures.tensor(fixture.test)) == fixture.predicted)
      let right = zip(model.predict(train), fixture.labels).count { $0 == $1 }
      #expect(
        abs(Double(right) / Double(fixture.labels.count) - fixture.trainAccuracy) < 1e-9)
    }
  }

  @Test func aStartChangesTheWayAndNotTheEnd() throws {
    let fixture = try ClassifierFixtures.read().logisticRegression[1]
    let train = ClassifierFixtures.tensor(fixture.train)
    let strong = LogisticRegression.fit(train, labels: fixture.labels, options: tight(1000))
    let plain = LogisticRegression.fit(train, labels: fixture.labels, options: tight(1))
    let warm = LogisticRegression.fit(
      train, labels: fixture.labels, options: tight(1), from: strong)
    #expect(zip(plain.weights, warm.weights).allSatisfy { abs($0 - $1) < 1e-3 })
    // A strong penalty leaves less of the weights.
    let length = { (model: LogisticRegression) in model.weights.reduce(0) { $0 + $1 * $1 } }
    #expect(length(strong) < 0.1 * length(plain))
  }

  @Test func stepsAreLimitedAndTold() throws {
    let fixture = try ClassifierFixtures.read().logisticRegression[0]
    let train = ClassifierFixtures.tensor(fixture.train)
    let short = LogisticRegression.fit(
      train, labels: fixture.labels, options: .init(l2: 1, tolerance: 1e-9, maximumSteps: 3))
    #expect(short.steps == 3 && !short.isConverged)
    let whole = LogisticRegression.fit(
      train, labels: fixture.labels, options: .init(l2: 1, tolerance: 1e-4, maximumSteps: 500))
    #expect(whole.isConverged && whole.steps < 200)
  }

  @Test func constantFeaturesAndOneClassDoNoHarm() {
    let constant = Tensor([4, 2], repeating: 3)
    let model = LogisticRegression.fit(constant, labels: [0, 1, 1, 1])
    // Nothing but the intercepts: the more frequent class.
    #expect(model.predict(Tensor([2, 2], repeating: 3)) == [1, 1])
    #expect(model.weights.allSatisfy { abs($0) < 1e-6 })
    let lone = LogisticRegression.fit(constant, labels: [7, 7, 7, 7])
    #expect(lone.predict(constant) == [7, 7, 7, 7])
    #expect(lone.predict(Tensor([0, 2], [])) == [])
  }
}
