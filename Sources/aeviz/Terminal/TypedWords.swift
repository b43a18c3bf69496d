import AECore

/// What people type, and what they mean by it.
package enum TypedWords {
  /// Names that options have elsewhere. They stand for ours and are not in the help.
  static let otherNames: [String: [String]] = [
    "--lr": ["--learning-rate"], "--batch": ["--batch-size"], "--bs": ["--batch-size"],
    "--epoch": ["--epochs"], "--dark": ["--theme", "dark"], "--light": ["--theme", "light"],
    "--out": ["--output"], "--grey": ["--gray"], "--grayscale": ["--gray"],
  ]

  /// `arguments` with our options' names, and a number below zero joined to its option: the parser
  /// would take it for an option of its own.
  package static func understood(_ arguments: [String]) -> [String] {
    if let first = arguments.first, ["-v", "-V", "version"].contains(first) {
      return ["--version"]
    }
    let end = arguments.firstIndex(of: "--") ?? arguments.count
    var words: [String] = []
    for argument in arguments[..<end] {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if let name = parts.first, let ours = otherNames[String(name)] {
        words += ours.dropLast()
        words.append(
          ([ours[ours.count - 1]] + parts.dropFirst().map(String.init)).joined(separator: "="))
      } else if isBelowZero(argument), let last = words.last, last.hasPrefix("--"),
        !last.contains("=")
      {
        words[words.count - 1] += "=" + argument
      } else {
        words.append(argument)
      }
    }
    return words + arguments[end...]
  }

  private static func isBelowZero(_ argument: String) -> Bool {
    guard argument.first == "-", let next = argument.dropFirst().first else { return false }
    return next.isASCII && next.isNumber || next == "."
  }

  /// A right value for every option that takes one; what a command means by it goes first.
  package static let examples: [String: String] = [
    "--architecture": "mine.json", "--background": "black", "--fit": "pad",
    "--image-size": "64", "--layout": "nhwc", "--test-share": "0.15", "--batch-size": "64",
    "--beta": "0.5", "--beta-warmup": "5",
    "--channels": "2:4", "--clip-norm": "1", "--data": "digits", "--dilation": "2", "--dims": "1",
    "--dpi": "288", "--epochs": "20", "--figure": "error", "--focus": "1,2", "--format": "pdf",
    "--frame-seconds": "0.5", "--groups": "2", "--hold-out-class": "Bag",
    "--initialization": "pytorch", "--input": "7",
    "--input-values": "1,0,2", "--kernel": "3x2", "--kernel-values": "1,0,-1",
    "--caption": "Blue goes in.",
    "--latent": "16", "sweep --latent": "2,4,8", "--layer": "decoder.3",
    "--learning-rate": "0.001", "--limit": "1000", "--loss": "bce", "--map": "0:1",
    "--min-delta": "0.0001", "--momentum": "0.9", "--noise": "gaussian:0.3",
    "--only": "classification", "--optimizer": "adamw", "--output": "output/mine",
    "--output-padding": "auto", "--padding": "1", "--patience": "5", "--preset": "vae",
    "--projection": "pca", "--projector": "projector", "--part": "encoder", "--code": "z",
    "--pixel-range": "-1:1",
    "--encoder": "encoder.onnx", "--decoder": "decoder.onnx", "--history": "losses.csv",
    "--resume": "output/demo", "export --format": "npz", "--run": "output/demo/run.json",
    "--runs": "output/lecture",
    "--sample": "3",
    "--schedule": "step:10:0.5", "--seed": "7", "--size": "a4", "--page": "a4",
    "--sparsity": "0.001", "--stride": "2", "--theme": "dark", "--threads": "2",
    "--thumbnails": "20", "--title": "What it has learned",
    "--twin": "output/demo/run.json", "--view": "matrix", "--weight-decay": "0.01",
  ]

  /// An option with a right value, of the first option in `text` that has one.
  static func example(in text: String, command: String?) -> String? {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
    for word in words where word.hasPrefix("--") {
      if let value = command.flatMap({ examples["\($0) \(word)"] }) ?? examples[word] {
        return "\(word) \(value)"
      }
    }
    return nil
  }
}
