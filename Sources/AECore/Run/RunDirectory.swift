import AEData
import AENetwork
import Foundation

/// A run on disk: a folder with `run.json` and, beside it, one safetensors file.
public enum RunDirectory {
  /// The name of the readable part.
  public static let fileName = "run.json"

  // MARK: Writing

  /// Writes `run` into `folder`, which is made when it is missing.
  ///
  /// The tensors file, named after its content, goes first; `run.json` is then renamed into place:
  /// whoever reads sees the old run or the new one. Last, tensors files that nothing in the folder
  /// names any more are removed. The same run gives the same bytes. What would be written is read
  /// first, as any reader would: no run takes the place of another that nobody could open.
  /// - Returns: where `run.json` is.
  /// - Throws: `Failure` of kind `cannotCreate` or `inputOutput`, or of kind `badData` for a run
  ///   that contradicts itself; the old run is then untouched.
  public static func write(_ run: Run, to folder: URL) throws -> URL {
    try Folder.make(folder)
    let data = Safetensors.encode(run.tensors)
    let sha256 = SHA256.hex(data)
    let file = tensorsName(sha256: sha256)
    var document = RunDocument(run, tensors: .init(file: file, sha256: sha256))
    document.dataset.path = run.dataset.path.map { RelativePath.path(to: $0, from: folder) }
    var value = try JSONValue(encoding: document)
    if let unknown = run.unknownFields { value = unknown.added(to: value) }
    let text = value.data
    let runFile = folder.appendingPathComponent(fileName)
    let tensorsFile = folder.appendingPathComponent(file)
    try checkReadable(text, data, of: run, at: runFile, tensorsFile)
    try AtomicFile.write(data, to: tensorsFile)
    try AtomicFile.write(text, to: runFile)
    removeOldTensors(in: folder, except: file)
    return runFile
  }

  /// Makes sure that a run can be written into `folder`; to be called before a long training.
  /// - Throws: `Failure` of kind `cannotCreate`.
  public static func checkWritable(_ folder: URL) throws {
    try Folder.checkWritable(folder)
    let runFile = folder.appendingPathComponent(fileName)
    guard !Folder.exists(runFile.path) else {
      throw Failure(
        .cannotCreate, runFile.relativePath, "is a folder", advice: "choose another folder")
    }
  }

  /// Makes sure that `folder`, where a run is going to be, is not the one that its images are in:
  /// pictures of its report would be taken for images.
  /// - Parameters:
  ///   - folder: the run directory.
  ///   - images: a data set's name or path.
  /// - Throws: `Failure` of kind `cannotCreate`.
  public static func checkApart(_ folder: URL, fromImages images: String) throws {
    guard FileIdentity.isSame(folder.path, images) else { return }
    throw Failure(
      .cannotCreate, folder.relativePath, "holds the images",
      advice: "give the run a folder of its own with -o")
  }

  /// That `text` and `data` are a run; `run` has the tensors that are in `data`, so that these need
  /// not be unpacked a second time.
  private static func checkReadable(
    _ text: Data, _ data: Data, of run: Run, at runFile: URL, _ tensorsFile: URL
  ) throws {
    let advice = "it was not written; what was there before stays"
    let file = try JSONFile(text, name: runFile.relativePath, advice: advice)
    let (document, layers) = try document(in: file, name: runFile.relativePath)
    let name = tensorsFile.relativePath
    try Safetensors.check(data, name: name)
    try RunCheck(
      run: document.run(tensors: run.tensors), layers: layers, file: name, advice: advice
    ).check()
  }

  private static func tensorsName(sha256: String) -> String {
    "tensors-\(sha256.prefix(16)).safetensors"
  }

  /// Only files that `write` may have made, and that no JSON file of the folder speaks of (a copy
  /// of an older run.json, say). What cannot be removed stays: the run is whole either way.
  private static func removeOldTensors(in folder: URL, except file: String) {
    let manager = FileManager.default
    guard let names = try? manager.contentsOfDirectory(atPath: folder.path) else { return }
    let old = names.filter { $0 != file && isTensorsName($0) }
    guard !old.isEmpty else { return }
    let documents = names.filter { $0.hasSuffix(".json") }.map {
      (try? InputFile.read(folder.appendingPathComponent($0), limit: JSONFile.largestFile))
        ?? Data()
    }
    for name in old where !documents.contains(where: { $0.range(of: Data(name.utf8)) != nil }) {
      try? manager.removeItem(at: folder.appendingPathComponent(name))
    }
  }

  private static func isTensorsName(_ name: String) -> Bool {
    let digits = name.dropFirst("tensors-".count).prefix(16)
    return name == tensorsName(sha256: String(digits)) && isHexadecimal(digits, count: 16)
  }

  // MARK: Reading

  /// The `run.json` that `url` means, which may name its folder.
  public static func runFile(at url: URL) -> URL {
    Folder.exists(url.path) && url.pathExtension != "json"
      ? url.appendingPathComponent(fileName) : url
  }

  /// The run in `runFile`, which may also be the folder that holds `run.json`.
  ///
  /// Everything that figures rely on is checked: the tensors file is the one that was written,
  /// the layers fit each other, the images and the code, and every known tensor has its shape.
  /// - Throws: `Failure`: `noInput` when a file is missing, `badData` when one is wrong, with the
  ///   field or tensor, what was expected and what was found.
  public static func read(_ runFile: URL) throws -> Run { try open(runFile).run }

  /// The run in `runFile`, and the SHA-256 of its tensors file.
  /// - Throws: as ``read(_:)``.
  public static func open(_ runFile: URL) throws -> (run: Run, tensorsSHA256: String) {
    let runFile = Self.runFile(at: runFile)
    var file = try json(runFile)
    while true {
      do {
        return try open(file, at: runFile)
      } catch let failure as Failure where failure.kind == .noInput {
        // The run may have been renewed in between, and its old tensors are gone.
        let now = try json(runFile)
        guard now.value != file.value else { throw failure }
        file = now
      }
    }
  }

  /// What else stands in `runFile` beside the fields of a run; nil when that is nothing, or when it
  /// is no run.
  static func unknownFields(in runFile: URL) -> UnknownFields? {
    guard let file = try? json(runFile),
      let (document, _) = try? document(in: file, name: runFile.relativePath)
    else { return nil }
    return unknownFields(in: file, beside: document)
  }

  private static let advice = "write the run again with `aeviz train`, or mend its export"

  private static func json(_ runFile: URL) throws -> JSONFile {
    try JSONFile(
      runFile, advice: advice,
      missing: "give the run.json that `aeviz train` wrote, or its folder")
  }

  private static func unknownFields(
    in file: JSONFile, beside document: RunDocument
  ) -> UnknownFields? {
    (try? JSONValue(encoding: document)).flatMap { UnknownFields(in: file.value, beside: $0) }
  }

  private static func open(
    _ file: JSONFile, at runFile: URL
  ) throws -> (run: Run, tensorsSHA256: String) {
    let (document, layers) = try document(in: file, name: runFile.relativePath)
    let tensorsFile = runFile.deletingLastPathComponent()
      .appendingPathComponent(document.tensors.file)
    try checkPlace(tensorsFile, beside: runFile)
    var run = document.run(tensors: try tensors(document.tensors, at: tensorsFile))
    run.dataset.path = document.dataset.path.map {
      RelativePath.absolute($0, from: runFile.deletingLastPathComponent())
    }
    run.unknownFields = unknownFields(in: file, beside: document)
    try RunCheck(run: run, layers: layers, file: tensorsFile.relativePath, advice: advice).check()
    return (run, document.tensors.sha256)
  }

  /// A run is one folder: what it reads lies in it, whatever links lead to.
  private static func checkPlace(_ tensorsFile: URL, beside runFile: URL) throws {
    let folder = runFile.deletingLastPathComponent().resolvingSymlinksInPath().path
    let place = tensorsFile.resolvingSymlinksInPath().deletingLastPathComponent().path
    guard place == folder || place.hasPrefix(folder == "/" ? folder : folder + "/") else {
      throw Failure(
        .badData, tensorsFile.relativePath, "is a link out of the run's folder, to \(place)",
        advice: "copy the file itself beside run.json")
    }
  }

  /// What `file` says, and the shapes behind the layers.
  private static func document(
    in file: JSONFile, name: String
  ) throws -> (document: RunDocument, layers: RunCheck.Layers) {
    try checkHead(file, name)
    let document = try file.decode(RunDocument.self)
    guard isPlainName(document.tensors.file) else {
      throw file.failure(
        at: "tensors.file",
        "\(JSONValue.string(document.tensors.file).described) is not the plain name of a file "
          + "beside run.json")
    }
    guard isHexadecimal(document.tensors.sha256[...], count: 64) else {
      throw file.failure(
        at: "tensors.sha256",
        "expected 64 hexadecimal digits in lower case, found "
          + JSONValue.string(document.tensors.sha256).described)
    }
    return (document, try RunCheck.layers(document, in: file))
  }

  /// That it is a run, of a version that this code knows; before anything else is looked at.
  private static func checkHead(_ file: JSONFile, _ name: String) throws {
    guard case .object = file.value else {
      throw file.failure(at: nil, "expected an object, found \(file.value.described)")
    }
    guard file.value["format"] == .string(RunDocument.formatName) else {
      throw Failure(
        .badData, name, at: "format",
        "expected \"\(RunDocument.formatName)\", found "
          + (file.value["format"]?.described ?? "nothing"),
        advice: "give the run.json that `aeviz train` wrote")
    }
    guard let version = file.value["schema_version"]?.integer, version >= 1 else {
      throw file.failure(
        at: "schema_version",
        "expected a whole number from 1, found "
          + (file.value["schema_version"]?.described ?? "nothing"))
    }
    guard version <= Run.schemaVersion else {
      throw Failure(
        .badData, name,
        "made by a newer aeviz (schema_version \(version)); this one reads up to "
          + "\(Run.schemaVersion)", advice: "update aeviz")
    }
  }

  private static func tensors(
    _ stated: RunDocument.TensorsFile, at url: URL
  ) throws -> [String: Tensor] {
    let data = try InputFile.read(
      url, limit: largestTensors,
      missing: "keep the tensors file beside run.json, where it was written")
    let sha256 = SHA256.hex(data)
    guard sha256 == stated.sha256 else {
      throw Failure(
        .badData, url.relativePath,
        "altered since the run was written: its \(data.count) bytes have SHA-256 "
          + "\(sha256.prefix(16))…, run.json says \(stated.sha256.prefix(16))…",
        advice: "copy the run again, or write it again")
    }
    return try Safetensors.decode(data, name: url.relativePath)
  }

  private static let largestTensors = 1 << 32

  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".."
      && !name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value == 0 }
  }

  private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
    text.utf8.count == count
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
