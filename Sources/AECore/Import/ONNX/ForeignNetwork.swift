import AEData
import Foundation

/// A form of networks that aeviz does not read, and the line of the program that has made it which
/// gives one that it does.
enum ForeignNetwork {
  /// What is wrong with the file at `url`, by the ending of its name; nil when that says nothing.
  static func failure(_ url: URL) -> Failure? {
    let path = url.relativePath
    let target = "\(url.deletingPathExtension().lastPathComponent).onnx"
    func failure(_ problem: String, _ advice: String) -> Failure {
      Failure(.badData, path, problem, advice: advice)
    }
    switch url.pathExtension.lowercased() {
    case "pt", "pth", "ckpt":
      return failure(
        "is a file of PyTorch, which can run programs",
        "export the network in Python: torch.onnx.export(model.eval(), images[:1], '\(target)')")
    case "keras", "h5", "hdf5":
      return failure(
        "is a file of Keras",
        "export the network in Python: model.export('\(target)', format='onnx')")
    case "tflite":
      return failure(
        "is a file of TensorFlow Lite",
        "convert it: python -m tf2onnx.convert --tflite '\(path)' --output '\(target)'")
    case "pb":
      return failure(
        "is a file of TensorFlow",
        "convert its folder: python -m tf2onnx.convert --saved-model FOLDER --output '\(target)'")
    case "pkl", "pickle", "joblib":
      return failure(
        "is a pickled Python object, which can run programs",
        "export the network as ONNX with the library that it was trained with")
    default: return nil
    }
  }
}
