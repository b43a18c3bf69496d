import AECore
import ArgumentParser
import Foundation

/// `aeviz train`: from images to a run directory.
package struct TrainCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train an autoencoder on images and save the run.",
    discussion: """
      Prints the path of the run.json that it has written. The same seed gives the same \
      weights, with any number of threads. Ctrl-C saves and ends; --resume goes on, and \
      comes to the same weights as if nothing had happened.

      With --json, an object a line on stdout: `start`; `step`, at most one a second; `epoch`, with \
      its record in run.json; `measuring`, for each step of the evaluation; `end`, with the run. \
      Its name is under `event`.

      EXAMPLES:
        aeviz train
        aeviz train --preset linear --data digits --latent 8 --epochs 50
        aeviz train --preset vae --loss bce --latent 2 --beta-warmup 5
        aeviz train --noise gaussian:0.3
        aeviz train --hold-out-class Bag
        aeviz train --optimizer adamw --schedule cosine --patience 5
        aeviz train --data fashion-mnist --epochs 5 -o output/full
        aeviz train --data ~/flowers --image-size 64 --latent 32
        aeviz train --architecture mine.json
        aeviz train --film -o output/filmed
        aeviz train --resume output/full --epochs 20
        aeviz report "$(aeviz train --epochs 3)" -o report.pdf
      """)

  @Option(help: "The network: \(Preset.summaries). (default: conv)")
  package var preset: Preset?
  @Option(
    help: ArgumentHelp(
      "A network of your own instead: encoder and decoder, as under model in a run.json.",
      valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  package var architecture: String?
  @Option(
    help: ArgumentHelp(
      "The images: a name from `aeviz data`, or a folder or file of your own. (default: fashion)",
      valueName: "data"), completion: .dataset)
  package var data: String?
  @OptionGroup(title: "Images of your own")
  package var images: ImageArguments
  @Option(
    help: ArgumentHelp(
      "Values in the code between encoder and decoder. (default: 16)", valueName: "count"))
  package var latent: Int?
  @Option(help: ArgumentHelp("Use only the first N training images.", valueName: "N"))
  package var limit: Int?
  @Option(
    help: ArgumentHelp(
      "Leave a class out of the training images, by name or label: the report then shows how well "
        + "the error tells its test images from the others.", valueName: "class"))
  package var holdOutClass: String?
  @OptionGroup(title: "Training options")
  package var training: TrainingArguments

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The run directory. (default: a new one, output/<data>-<preset>-<latent> with the noise, and "
        + "a number where there is one)", valueName: "dir"),
    completion: .directory)
  var output: String?
  @Flag(help: "Replace a run that is in the directory.")
  var overwrite = false
  @Option(
    help: ArgumentHelp(
      "Go on with the training in this directory, which may have been interrupted; more --epochs "
        + "and other --threads may be given.", valueName: "dir"),
    completion: .directory)
  var resume: String?
  @Flag(
    help: "Keep what becomes of a few test images, epoch by epoch, for `aeviz figure film`.")
  var film = false
  @Flag(help: "Progress for programs: JSON on stdout, an object a line.")
  var json = false
  @Flag(help: "No progress; only the path, and what goes wrong.")
  var quiet = false

  package init() {}

  package func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit) leaves no images.") }
    if architecture == "" { throw ValidationError("--architecture is empty: give a file.") }
    if architecture != nil && preset != nil {
      throw ValidationError("--architecture and --preset: give one of them.")
    }
    if output == "" { throw ValidationError("-o is empty: give a folder.") }
    if output == "-" { throw ValidationError("-o - is no folder: a run is several files.") }
    if resume == "" { throw ValidationError("--resume is empty: give a folder.") }
    if resume != nil && output != nil {
      throw ValidationError("--resume goes on in the same folder: leave -o out.")
    }
    if overwrite && resume != nil {
      throw ValidationError("--overwrite and --resume: give one of them.")
    }
    if overwrite && output == nil {
      throw ValidationError("--overwrite: name the run to replace with -o.")
    }
    if resume != nil && limit != nil {
      throw ValidationError("--resume takes the images of before: leave --limit out.")
    }
    if resume != nil && holdOutClass != nil {
      throw ValidationError("--resume takes the images of before: leave --hold-out-class out.")
    }
    if resume != nil, let option = images.given.first {
      throw ValidationError("--resume takes the images of before: leave \(option) out.")
    }
    if resume != nil && film {
      throw ValidationError("--resume films on what was filmed before: leave --film out.")
    }
    if json && quiet { throw ValidationError("--json and --quiet: give one of them.") }
  }

  package func run() throws {
    let training = try makeTraining()
    let url = try training.run()
    // With --json, the last object has it.
    if !json { try StandardOutput.write(PathText.shown(url) + "\n") }
  }

  private func makeTraining() throws -> Training {
    let progress: TrainingProgress.Output = json ? .json : quiet ? .quiet : .text
    if let resume {
      let hasNetwork = preset != nil || architecture != nil
      return try Training(
        resuming: Self.folder(ofRun: resume),
        network: hasNetwork ? network : nil, latentSize: latent, data: data, training,
        output: progress)
    }
    return try Training(
      network, data: data ?? "fashion", images, limit: limit, heldOutClass: holdOutClass,
      options: {
        training.options(architecture == nil ? preset ?? .conv : nil, imageCount: $0)
      },
      into: place, isFilmed: film, output: progress)
  }

  private var place: Training.Place {
    guard let output else {
      return .numbered(URL(fileURLWithPath: defaultOutput, isDirectory: true))
    }
    return .folder(URL(fileURLWithPath: output, isDirectory: true), overwrites: overwrite)
  }

  /// The folder that `path` names, itself or by the run.json in it.
  private static func folder(ofRun path: String) -> URL {
    let url = URL(fileURLWithPath: path)
    guard url.lastPathComponent == RunDirectory.fileName, !Folder.exists(path) else {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    let folder = (path as NSString).deletingLastPathComponent
    return URL(fileURLWithPath: folder.isEmpty ? "." : folder, isDirectory: true)
  }

  private var network: Training.Network {
    if let architecture {
      return .file(URL(fileURLWithPath: architecture), latentSize: latent)
    }
    return .preset(preset ?? .conv, latentSize: latent)
  }

  private var defaultOutput: String {
    var name = DatasetName.short(data ?? "fashion")
    if let holdOutClass {
      name += "-without-" + holdOutClass.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    }
    if let architecture {
      name += "-" + URL(fileURLWithPath: architecture).deletingPathExtension().lastPathComponent
    } else {
      name += "-\((preset ?? .conv).rawValue)-\(latent ?? 16)"
    }
    if let noise = training.noise { name += "-\(noise.name)-\(noise.amount)" }
    return "output/\(name)"
  }
}

extension Preset {
  /// Every preset with what it is, for the help.
  static var summaries: String {
    allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: ", ")
  }
}
