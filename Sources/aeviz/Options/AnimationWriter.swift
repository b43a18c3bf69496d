import AECore
import Foundation
import Visual

/// Draws a picture that moves.
struct AnimationWriter {
  let options: DrawingOptions
  let animation: AnimationOptions

  /// All steps of `figure`, written whole or not at all.
  func write(_ figure: ConnectivityFigure, to destination: AnimationDestination) throws {
    let style = options.style
    let scenes = try ConnectivityAnimation(figure, style: style)
      .scenes(style: style, isTransparent: options.transparent)
    try write(scenes, seconds: animation.seconds, to: destination)
  }

  /// All frames of `figure`, written whole or not at all.
  func write(_ figure: any MovingFigure, to destination: AnimationDestination) throws {
    let scenes = try figure.scenes(style: options.style, isTransparent: options.transparent)
    try write(
      scenes, seconds: animation.frameSeconds ?? figure.frameSeconds, to: destination)
  }

  private func write(
    _ scenes: [Scene], seconds: Double, to destination: AnimationDestination
  ) throws {
    let progress = WorkProgress("drawing")
    defer { progress.clear() }
    let onFrame = { progress.show(min($0 + 1, scenes.count), of: scenes.count) }
    switch destination {
    case .file(let file):
      let data = try encode(scenes, as: file.format, seconds: seconds, onFrame)
      progress.clear()
      try file.write(data)
    case .folder(let url, let isDefault):
      let files = try zip(
        scenes.indices, SceneEncoder.pngs(scenes, dpi: options.dpi, onFrame: onFrame)
      ).map {
        (name: String(format: "frame-%03d.png", $0 + 1), data: $1)
      }
      try AtomicFolder.write(files, to: url) { $0.hasPrefix("frame-") && $0.hasSuffix(".png") }
      if isDefault { try StandardOutput.write(PathText.shown(url) + "/\n") }
    }
  }

  private func encode(
    _ scenes: [Scene], as format: OutputFormat, seconds: Double, _ onFrame: (Int) -> Void
  ) throws -> Data {
    switch format {
    case .pdf:
      return try SceneEncoder.pdf(scenes, metadata: DocumentMetadata(title: scenes[0].title))
    case .mp4:
      return try Film(frameSeconds: seconds).encode(
        scenes, dpi: options.dpi, onFrame: onFrame)
    default:
      return try SceneEncoder.gif(
        scenes, dpi: options.dpi, frameSeconds: seconds, onFrame: onFrame)
    }
  }
}
