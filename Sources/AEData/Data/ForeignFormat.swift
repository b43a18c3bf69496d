import Foundation

/// A form of images that aeviz does not read, and the Python that makes one that it does.
struct ForeignFormat {
  /// The path, as the user wrote it.
  private let name: String
  private let kind: Kind

  private enum Kind {
    case torch, pickle, matlab, hdf5, parquet, archive
  }

  /// What the file at `url` is, by its name and first bytes; nil for anything else.
  init?(_ url: URL, start: [UInt8] = []) {
    let name = url.lastPathComponent
    self.name = url.relativePath
    switch ImagePlace.ending(name) {
    case "pt", "pth": kind = .torch
    case "pkl", "pickle": kind = .pickle
    case "mat": kind = .matlab
    case "h5", "hdf5", "hdf": kind = .hdf5
    case "parquet": kind = .parquet
    case "zip", "tar", "tgz", "7z", "rar": kind = .archive
    default:
      if name.hasSuffix(".tar.gz") || name.hasSuffix(".csv.gz") {
        kind = .archive
      } else if start.starts(with: [0x89, 0x48, 0x44, 0x46]) {
        kind = .hdf5
      } else if start.starts(with: [0x80]) && start.count > 1 && (2...5).contains(start[1])
        || name.hasPrefix("data_batch_") && !name.hasSuffix(".bin")
      {
        kind = .pickle
      } else {
        return nil
      }
    }
  }

  /// One line with the two of Python.
  var failure: Failure {
    let target = (name as NSString).deletingPathExtension + ".npz"
    func python(_ modules: String, _ read: String, _ images: String, _ labels: String) -> String {
      "convert it in Python: import numpy, \(modules); d = \(read); "
        + "numpy.savez('\(target)', images=\(images), labels=\(labels))"
    }
    switch kind {
    case .torch:
      return Failure(
        .badData, name, "is a file of PyTorch, which can run programs",
        advice: python(
          "torch", "torch.load('\(name)', weights_only=True)", "d[0].numpy()", "d[1].numpy()"))
    case .pickle:
      return Failure(
        .badData, name, "is a pickled Python object, which can run programs",
        advice: python(
          "pickle", "pickle.load(open('\(name)', 'rb'), encoding='latin1')", "d['data']",
          "d['labels']"))
    case .matlab:
      return Failure(
        .badData, name, "is a file of MATLAB",
        advice: python(
          "scipy.io", "scipy.io.loadmat('\(name)')", "d['X'].transpose(3, 0, 1, 2)",
          "d['y'] % 10"))
    case .hdf5:
      return Failure(
        .badData, name, "is an HDF5 file",
        advice: python("h5py", "h5py.File('\(name)')", "d['images'][:]", "d['labels'][:]"))
    case .parquet:
      return Failure(
        .badData, name, "is a Parquet file",
        advice: python(
          "pandas", "pandas.read_parquet('\(name)')", "numpy.stack(d['image'])", "d['label']"))
    case .archive:
      return Failure(
        .badData, name, "is an archive", advice: "unpack it, and give what was in it")
    }
  }
}
