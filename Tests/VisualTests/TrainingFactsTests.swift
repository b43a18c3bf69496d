import AECore
import Testing
import Visual

@Suite struct TrainingFactsTests {
  @Test func tellEverythingThatWasChosen() throws {
    let training = try #require(try SampleRun.vae.run.training)
    let facts = TrainingFacts(training)
    #expect(facts.loss.hasSuffix("; β = 1 after 5 epochs"))
    #expect(
      facts.optimizer
        == "AdamW, learning rate 0.0005 (step:10:0.5), weight decay 0.01, gradient clipped at 1")
    #expect(facts.steps == "20 epochs in batches of 128, seed 1")
    #expect(facts.noise == nil)
    #expect(facts.stopping == "after 3 epochs without progress; the weights are epoch 17's")
    let names = RunFacts(try SampleRun.vae.run).facts.map(\.name)
    #expect(names.contains("Stopping") && !names.contains("Noise"))
  }

  @Test func stayShortWhereNothingWasChosen() throws {
    let run = try SampleRun(name: "denoising", epochs: 1, isDenoising: true).run
    let facts = TrainingFacts(try #require(run.training))
    #expect(facts.optimizer == "Adam, learning rate 0.001")
    #expect(facts.steps == "1 epoch in batches of 128, seed 1")
    #expect(facts.noise == "gaussian 0.3" && facts.stopping == nil)
  }

  @Test(arguments: [
    (1.0, "1"), (0.3, "0.3"), (0.0001, "0.0001"), (0.00125, "0.00125"), (0.999, "0.999"),
    (12, "12"), (0, "0"), (1e-8, "1 × 10⁻⁸"),
  ])
  func aChosenNumberHasNoDigitsThatNobodyChose(_ value: Double, _ text: String) {
    #expect(NumberText.setting(value) == text)
  }

  @Test func valuesBesideEachOtherAreToldApart() {
    #expect(NumberText.apart([-0.21, -0.2, 0.5]) == ["−0.21", "−0.20", "0.50"])
    #expect(NumberText.apart([-0.123, -0.1221, 0.5]) == ["−0.123", "−0.122", "0.500"])
    #expect(NumberText.apart([7, 7]) == ["7.0", "7.0"])
    var random = RandomSource(seed: 3)
    for _ in 0..<500 {
      let (start, step) = (random.normal(), 0.002 + random.uniform())
      let texts = NumberText.apart((0..<9).map { Double(start + Float($0) * step * abs(start)) })
      #expect(Set(texts).count == 9)
    }
  }

  @Test func wholeTicksAreNeverAloneWhereTwoFit() {
    for last in 3...60 {
      // Of 1, 2, 3 there is no pair that a step from 0 meets.
      for count in (last == 3 ? 3 : 2)...9 {
        let ticks = Scale(.linear, domain: 1...Double(last), from: 0, to: 100)
          .wholeTicks(atMost: count)
        #expect((2...count).contains(ticks.count), "1...\(last) in \(count)")
      }
    }
  }
}
