import AENetwork

// A training over numbers: an address that ``trainingNew(_:_:_:_:_:)`` gives and
// ``trainingFree(_:)`` takes back.

/// A training of `network`, from the weights that it has, on `count` images of 8 bits, in which
/// `white` is 1; the images are copied. `settings` are the 13 numbers of `PageTraining.Settings`.
/// - Returns: nil when a setting is out of its range, or the memory more than a page can have.
@c(training_new)
public func trainingNew(
  _ network: UnsafeMutableRawPointer, _ settings: UnsafePointer<Double>,
  _ pixels: UnsafePointer<UInt8>, _ count: Int32, _ white: Int32
) -> UnsafeMutableRawPointer? {
  let network = found(network)
  let shape = network.autoencoder.imageShape
  let numbers = (0..<PageTraining.Settings.count).map { settings[$0] }
  guard count >= 1, count <= 1 << 17, (1...255).contains(white),
    let values = Int(product: [Int(count), shape.count]), values <= 1 << 27,
    let settings = PageTraining.Settings(numbers)
  else { return nil }
  let images = ImageSet(
    shape: shape, pixels: Array(UnsafeBufferPointer(start: pixels, count: values)),
    white: UInt8(clamping: white), labels: nil)
  return PageTraining(network, images, settings).map { Unmanaged.passRetained($0).toOpaque() }
}

/// Takes one step.
/// - Returns: the loss of its batch before it; not a number, or infinite, when the training has
///   gone wrong.
@c(training_step)
public func trainingStep(_ training: UnsafeMutableRawPointer) -> Double {
  Unmanaged<PageTraining>.fromOpaque(training).takeUnretainedValue().advance()
}

/// Where the training stands: epochs done, images of the next one, steps.
@c(training_standing)
public func trainingStanding(
  _ training: UnsafeMutableRawPointer, _ into: UnsafeMutablePointer<Int32>
) {
  let training = Unmanaged<PageTraining>.fromOpaque(training).takeUnretainedValue()
  for (place, number) in [training.epoch, training.seen, training.steps].enumerated() {
    into[place] = Int32(clamping: number)
  }
}

/// Gives the network the weights as they are now.
@c(training_show)
public func trainingShow(_ training: UnsafeMutableRawPointer) {
  Unmanaged<PageTraining>.fromOpaque(training).takeUnretainedValue().show()
}

/// Gives the training back.
@c(training_free)
public func trainingFree(_ training: UnsafeMutableRawPointer) {
  Unmanaged<PageTraining>.fromOpaque(training).release()
}
