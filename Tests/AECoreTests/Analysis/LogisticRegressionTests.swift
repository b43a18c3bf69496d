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

  /// Some of the rows, as if there were no others.
  @Test func learnsFromSomeRows() throws {
    let fixture = try ClassifierFixtures.read().logisticRegression[0]
    let train = ClassifierFixtures.tensor(fixture.train)
    let rows = fixture.labels.indices.filter { $0 % 3 != 1 }.reversed().map { $0 }
    let some = LogisticRegression.fit(train, labels: fixture.labels, rows: rows)
    let alone = LogisticRegression.fit(
      train.selecting(rows), labels: rows.map { fixture.labels[$0] })
    #expect(some.weights == alone.weights && some.intercepts == alone.intercepts)
    #expect(some.weights != LogisticRegression.fit(train, labels: fixture.labels).weights)
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

  /// The gradient by its definition vanishes at what is found, for any number of examples,
  /// features and classes.
  @Test func nothingIsLeftOfTheGradientWhateverTheShape() {
    var random = RandomSource(seed: 8)
    for (n, d, k) in [(9, 1, 2), (33, 7, 3), (64, 8, 4), (71, 17, 5), (50, 24, 6), (90, 30, 11)] {
      let classes = (0..<n).map { $0 % k }
      let values = (0..<n * d).map { place in
        random.normal() + (place % d == classes[place / d] % d ? 1 : 0)
      }
      let model = LogisticRegression.fit(
        Tensor([n, d], values), labels: classes, options: tight(2))
      var x = values.map(Double.init)
      for j in 0..<d {
        let column = (0..<n).map { x[$0 * d + j] }
        let mean = column.reduce(0, +) / Double(n)
        let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
        for i in 0..<n { x[i * d + j] = (x[i * d + j] - mean) / variance.squareRoot() }
      }
      var gradient = model.weights.map { 2 * $0 }
      for i in 0..<n {
        let logits = (0..<k).map { c in
          (0..<d).reduce(model.intercepts[c]) { $0 + model.weights[c * d + $1] * x[i * d + $1] }
        }
        let powers = logits.map { exp($0) }
        let sum = powers.reduce(0, +)
        for c in 0..<k {
          let residual = powers[c] / sum - (c == classes[i] ? 1 : 0)
          for j in 0..<d { gradient[c * d + j] += residual * x[i * d + j] }
        }
      }
      let worst = gradient.map { abs($0) / Double(n) }.max() ?? 1
      #expect(worst < 1e-5, "\(n), \(d), \(k): \(worst)")
    }
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
