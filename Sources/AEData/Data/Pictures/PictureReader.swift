import AENetwork
import Foundation

/// Reads many pictures on all threads, into one piece of memory and in their order.
///
/// Each thread holds one picture as it is, beside the small ones that are kept.
struct PictureReader {
  private let files: [PictureFile]
  private let reading: ImageReading

  /// - Parameters:
  ///   - files: the pictures.
  ///   - reading: how each is read.
  init(_ files: [PictureFile], _ reading: ImageReading) {
    (self.files, self.reading) = (files, reading)
  }

  /// The largest file of a picture.
  private static let largestFile = 1 << 30
  /// As much of a file as usually has its picture's size.
  private static let startCount = 1 << 16

  /// Looks at all headers; nil for pictures that cannot be read.
  /// - Throws: ``Failure`` of kind `badData` for the first picture that cannot be read, unless such
  ///   are to be left out.
  func survey() throws -> [PictureDecoder.Header?] {
    var headers = [PictureDecoder.Header?](repeating: nil, count: files.count)
    try headers.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let headers = buffer
      _ = try forEach(Array(files.indices), onProgress: { _, _ in }) { place, decoder in
        headers[place] = try header(files[place].path, decoder)
      }
    }
    return headers
  }

  private func header(_ path: String, _ decoder: PictureDecoder) throws -> PictureDecoder.Header {
    let url = URL(fileURLWithPath: path)
    let start = try InputFile.start(of: url, count: Self.startCount)
    do {
      return try start.withUnsafeBytes { try decoder.header($0) }
    } catch let error as UnreadablePicture {
      guard start.count == Self.startCount else { throw error }
      // Some cameras put a picture into the notes before the picture.
      return try InputFile.read(url, limit: Self.largestFile)
        .withUnsafeBytes { try decoder.header($0) }
    }
  }

  /// The pixels, `(n, C, H, W)`, of all pictures that can be read, and which files these are.
  /// - Parameter survey: their headers.
  /// - Throws: as ``survey()``.
  func pixels(
    _ survey: [PictureDecoder.Header?], shape: ImageShape, onProgress: ReadingProgress
  ) throws -> (pixels: [UInt8], files: [Int]) {
    let places = survey.indices.filter { survey[$0] != nil }
    let size = shape.count
    var broken: Set<Int> = []
    let pixels = try [UInt8](unsafeUninitializedCapacity: places.count * size) { buffer, filled in
      nonisolated(unsafe) let target = buffer
      broken = try forEach(places, onProgress: onProgress) { index, decoder in
        let picture = try InputFile.read(
          URL(fileURLWithPath: files[places[index]].path), limit: Self.largestFile
        ).withUnsafeBytes { try decoder.decode($0) }
        try frame(picture, shape, into: target.baseAddress, at: index * size)
      }
      for index in broken {
        target.baseAddress.map { $0 + index * size }?.initialize(repeating: 0, count: size)
      }
      filled = places.count * size
    }
    guard !broken.isEmpty else { return (pixels, places) }
    let kept = places.indices.filter { !broken.contains($0) }
    return (
      kept.flatMap { pixels[$0 * size..<($0 + 1) * size] }, kept.map { places[$0] }
    )
  }

  private func frame(
    _ picture: DecodedPicture, _ shape: ImageShape, into start: UnsafeMutablePointer<UInt8>?,
    at offset: Int
  ) throws {
    var picture = picture
    if reading.transpose { picture = picture.turned(.transposed) }
    if shape.channels == 3 { picture = picture.colored() }
    guard picture.channels == shape.channels,
      reading.imageSize != nil || picture.size == shape.size
    else { throw UnreadablePicture(problem: "is another picture now than when it was first read") }
    let ground = reading.background
    let framing = ImageFraming(target: shape.size, fit: reading.fit)
    picture.pixels.withUnsafeBufferPointer { pixels in
      guard let pixels = pixels.baseAddress, let start else { return }
      framing.frame(
        pixels, picture.size, channels: picture.channels,
        background: picture.channels == 1
          ? [ground.luma] : [ground.red, ground.green, ground.blue],
        into: start + offset)
    }
  }

  /// Calls `body` of the index of every place on all threads, lower ones first, each thread with a
  /// decoder of its own.
  /// - Parameter places: which files are meant.
  /// - Returns: the indices of pictures that cannot be read; none unless such are to be left out.
  /// - Throws: ``Failure`` for the first of them.
  private func forEach(
    _ places: [Int], onProgress: ReadingProgress,
    _ body: @Sendable (Int, PictureDecoder) throws -> Void
  ) throws -> Set<Int> {
    let work = PictureWork(count: places.count, goesOn: reading.skipBroken)
    let threads = max(1, min(places.count, ProcessInfo.processInfo.activeProcessorCount))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let decoder = PictureDecoder(background: reading.background, gray: reading.gray)
      while let index = work.take() {
        do {
          try body(index, decoder)
        } catch {
          work.add(Self.failure(error, files[places[index]].path), at: index)
        }
        onProgress(work.end(), places.count)
      }
    }
    let faults = work.found
    guard !reading.skipBroken, let first = faults.min(by: { $0.key < $1.key }) else {
      return Set(faults.keys)
    }
    throw first.value
  }

  private static func failure(_ error: any Error, _ path: String) -> Failure {
    let advice = "mend or remove it, or leave out what cannot be read by --skip-broken"
    guard var failure = error as? Failure else {
      let problem = (error as? UnreadablePicture)?.problem ?? "\(error)"
      return Failure(.badData, path, problem, advice: advice)
    }
    failure.advice = failure.advice ?? advice
    return failure
  }
}

/// Numbers handed out to threads in order, and what went wrong with them.
///
/// `@unchecked Sendable`: every variable is only touched under the lock.
private final class PictureWork: @unchecked Sendable {
  private let lock = NSLock()
  private let count: Int
  private let goesOn: Bool
  private var next = 0
  private var ended = 0
  private var faults: [Int: Failure] = [:]

  init(count: Int, goesOn: Bool) { (self.count, self.goesOn) = (count, goesOn) }

  /// The next index; nil when there is none, or one has failed. All below it are begun: the lowest
  /// that fails is always the same.
  func take() -> Int? {
    lock.withLock {
      guard next < count, goesOn || faults.isEmpty else { return nil }
      defer { next += 1 }
      return next
    }
  }

  func add(_ failure: Failure, at index: Int) { lock.withLock { faults[index] = failure } }

  /// How many have ended, with this one.
  func end() -> Int {
    lock.withLock {
      ended += 1
      return ended
    }
  }

  var found: [Int: Failure] { lock.withLock { faults } }
}
