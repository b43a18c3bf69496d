/// The fully connected layer as the definition says it: one loop for each index, tensors
/// `(N, features)`. Slow on purpose; the tests hold ``Dense`` equal to these.
public enum NaiveDense {
  /// `y[n, o] = bias[o] + Σ_i weight[o, i] · x[n, i]`. `x`: (N, in), `weight`: (out, in).
  public static func forward(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
    let (images, outputs, inputs) = (x.shape[0], weight.shape[0], weight.shape[1])
    var y = Tensor([images, outputs])
    for n in 0..<images {
      for o in 0..<outputs {
        var sum = bias?.values[o] ?? 0
        for i in 0..<inputs {
          sum += weight.values[o * inputs + i] * x.values[n * inputs + i]
        }
        y.values[n * outputs + o] = sum
      }
    }
    return y
  }

  /// `dx[n, i] = Σ_o weight[o, i] · dy[n, o]`.
  public static func inputGradient(_ dy: Tensor, weight: Tensor) -> Tensor {
    let (images, outputs, inputs) = (dy.shape[0], weight.shape[0], weight.shape[1])
    var dx = Tensor([images, inputs])
    for n in 0..<images {
      for o in 0..<outputs {
        for i in 0..<inputs {
          dx.values[n * inputs + i] +=
            weight.values[o * inputs + i] * dy.values[n * outputs + o]
        }
      }
    }
    return dx
  }

  /// `dWeight[o, i] = Σ_n dy[n, o] · x[n, i]`.
  public static func weightGradient(_ x: Tensor, dy: Tensor) -> Tensor {
    let (images, outputs, inputs) = (x.shape[0], dy.shape[1], x.shape[1])
    var gradient = Tensor([outputs, inputs])
    for n in 0..<images {
      for o in 0..<outputs {
        for i in 0..<inputs {
          gradient.values[o * inputs + i] +=
            dy.values[n * outputs + o] * x.values[n * inputs + i]
        }
      }
    }
    return gradient
  }
}
