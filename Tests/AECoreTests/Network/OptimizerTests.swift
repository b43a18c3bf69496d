import AECore
import Testing

struct OptimizerTests {
  /// A weight whose gradient has become 0, as behind a pixel that is black in all images, is
  /// remembered as 0 in the end: subnormal numbers would stay for ever, and are slow.
  @Test(arguments: [OptimizerMethod.sgd(momentum: 0.9), .adam(), .adamW(weightDecay: 0)])
  func whatIsForgottenBecomesZero(_ method: OptimizerMethod) {
    var optimizer = Optimizer(method, parameterCount: 11)
    let (weights, gradient) = (FloatBuffer(count: 11), FloatBuffer(count: 11))
    weights.assign([Float](repeating: 1, count: 11))
    // The last one is small, but has all its digits, and does not vanish.
    for step in 0..<1500 {
      gradient.assign([Float](repeating: step == 0 ? 0.5 : 0, count: 10) + [1e-30])
      optimizer.beginStep(learningRate: 0.001)
      optimizer.update(weights.start, gradient: gradient.start, 0..<11)
    }
    let memory = optimizer.state[0].buffer.values
    #expect(memory.prefix(10).allSatisfy { $0 == 0 })
    #expect(memory[10] > 5e-31)
    for (_, buffer) in optimizer.state {
      #expect(buffer.values.allSatisfy { !$0.isSubnormal })
    }
    #expect(weights.values.allSatisfy { $0.isFinite && $0 < 1.001 })
    #expect(weights.values[0] < 0.9999)
  }
}
