import CKernels

/// How the weights are moved against the gradient. Names and defaults are PyTorch's.
public enum OptimizerMethod: Hashable, Sendable {
  /// Stochastic gradient descent; with momentum a heavy ball that keeps rolling.
  case sgd(momentum: Double = 0, weightDecay: Double = 0)
  /// Adam (Kingma and Ba 2015, algorithm 1): every weight has a step size of its own.
  case adam(betas: Betas = Betas(), epsilon: Double = 1e-8)
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2).
  case adamW(betas: Betas = Betas(), epsilon: Double = 1e-8, weightDecay: Double = 0.01)

  /// How slowly Adam's two running means forget: of the gradient and of its square.
  public struct Betas: Hashable, Sendable {
    /// Of the gradient.
    public var first: Double
    /// Of its square.
    public var second: Double

    /// 0.9 and 0.999, as everybody has them.
    public init(_ first: Double = 0.9, _ second: Double = 0.999) {
      self.first = first
      self.second = second
    }
  }

  /// `sgd`, `adam`, `adamw`.
  public var name: String {
    switch self {
    case .sgd: "sgd"
    case .adam: "adam"
    case .adamW: "adamw"
    }
  }
}

/// An optimiser at work: a method, what it remembers of every weight, and the steps it has done. To
/// go on elsewhere, all of ``state`` and ``time`` have to come along.
///
/// Letters: `θ` the weights, `g` the gradient, `η` the learning rate, `λ` the weight decay, `t` the
/// step from 1.
public struct Optimizer: Sendable {
  /// What is done in a step.
  public let method: OptimizerMethod
  /// Steps done.
  public var time = 0
  /// What is remembered of every weight, by name: `velocity`, or `mean` and `variance`; each as
  /// long as the weights.
  public let state: [(name: String, buffer: FloatBuffer)]
  /// η in the step that has begun.
  private var learningRate = 0.0
  /// What the gradient is multiplied by, below 1 when it was clipped.
  var gradientScale: Float = 1

  /// An optimiser of `parameterCount` weights that has done nothing yet.
  public init(_ method: OptimizerMethod, parameterCount: Int) {
    self.method = method
    state = Self.memories(of: method).map { ($0, FloatBuffer(count: parameterCount)) }
  }

  /// The names of what a method remembers of every weight.
  package static func memories(of method: OptimizerMethod) -> [String] {
    switch method {
    case .sgd(let momentum, _): momentum == 0 ? [] : ["velocity"]
    case .adam, .adamW: ["mean", "variance"]
    }
  }

  /// Counts a step; then `update` may be called for the parts of the parameters, in any order.
  public mutating func beginStep(learningRate: Double) {
    time += 1
    self.learningRate = learningRate
  }

  /// Moves `parameters[range]` against their gradient, of which `gradient` is the first number.
  public func update(_ parameters: Floats, gradient: Floats, _ range: Range<Int>) {
    switch method {
    case .sgd(let momentum, let weightDecay):
      descend(parameters, gradient, range, Float(momentum), Float(weightDecay))
    case .adam(let betas, let epsilon):
      adapt(parameters, gradient, range, betas, epsilon, weightDecay: 0)
    case .adamW(let betas, let epsilon, let weightDecay):
      adapt(parameters, gradient, range, betas, epsilon, weightDecay: weightDecay)
    }
  }

  /// Stochastic gradient descent, as PyTorch writes it:
  ///
  ///     g = g + λ·θ      v = μ·v + g, in the first step g      θ = θ − η·v
  private func descend(
    _ parameters: Floats, _ gradient: Floats, _ range: Range<Int>, _ momentum: Float,
    _ weightDecay: Float
  ) {
    let (rate, scale) = (Float(learningRate), gradientScale)
    let parameters = parameters + range.lowerBound
    guard let buffer = state.first?.buffer else {
      for i in 0..<range.count {
        parameters[i] -= rate * (scale * gradient[i] + weightDecay * parameters[i])
      }
      return
    }
    let velocity = buffer.start + range.lowerBound
    for i in 0..<range.count {
      // The velocity begins at 0, so the first step needs no case of its own.
      let moved = momentum * velocity[i] + scale * gradient[i] + weightDecay * parameters[i]
      // Processors are slow with subnormal numbers, and a velocity would stay one for ever.
      velocity[i] = abs(moved) < Float.leastNormalMagnitude ? 0 : moved
      parameters[i] -= rate * velocity[i]
    }
  }

  /// Adam, and AdamW, which first shrinks the weights:
  ///
  ///     θ = θ − η·λ·θ
  ///     m = β₁·m + (1 − β₁)·g        v = β₂·v + (1 − β₂)·g²
  ///     θ = θ − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
  private func adapt(
    _ parameters: Floats, _ gradient: Floats, _ range: Range<Int>, _ betas: OptimizerMethod.Betas,
    _ epsilon: Double, weightDecay: Double
  ) {
    let step = ck_adam(
      gradient_scale: gradientScale,
      keep_mean: Float(betas.first), new_mean: Float(1 - betas.first),
      // Not 1 − keep_variance: rounding 0.999 first would cost five digits of the difference.
      keep_variance: Float(betas.second), new_variance: Float(1 - betas.second),
      deviation_scale: Float(1 / (1 - ck_pow(betas.second, Double(time))).squareRoot()),
      epsilon: Float(epsilon), step: Float(learningRate / (1 - ck_pow(betas.first, Double(time)))),
      keep_parameter: Float(1 - learningRate * weightDecay))
    let first = range.lowerBound
    ck_move_by_adam(
      step, parameters + first, gradient, state[0].buffer.start + first,
      state[1].buffer.start + first, range.count)
  }
}
