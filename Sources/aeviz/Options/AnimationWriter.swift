import AECore
import Foundation
import Visual

/// Draws a figure that moves.
struct AnimationWriter {
  let options: DrawingOptions
  let animation: AnimationOptions
  var wording = PageWording()

  /// All steps of `figure`, written whole or not at all.
  func write(_ figure: any MovingFigure, to destination: AnimationDestination) throws {
    options.tellGround()
    let style = options.style
    let scenes = try figure.steps(style: style, wording: wording).map {
      Page($0, wording: wording).scene(style: style, isTransparent: options.transparent)
    }
    let seconds = animation.frameSeconds ?? figure.stepSeconds
    let progress = WorkProgress("drawing")
    defer { progress.clear() }
    switch destination {
    case .file(let file):
      let data = try encode(scenes, as: file.format, seconds: seconds, progress)
      progress.clear()
      try file.write(data)
    case .folder(let url, let isDefault):
      let files = try zip(
        scenes.indices,
        SceneEncoder.pngs(scenes, dpi: options.dpi) {
          progress.show(min($0 + 1, scenes.count), of: scenes.count)
        }
      ).map {
        (name: String(format: "frame-%03d.png", $0 + 1), data: $1)
      }
      try AtomicFolder.write(files, to: url) { $0.hasPrefix("frame-") && $0.hasSuffix(".png") }
      if isDefault { try StandardOutput.write(PathText.shown(url) + "/\n") }
    }
  }

  /// A slide of 1280 × 720 pixels: every picture between two steps is kept, none of them for long.
  private static let gifDPI = 96.0

  /// A document has a page for each step; a film the ways between them as well.
  private func encode(
    _ scenes: [Scene], as format: OutputFormat, seconds: Double, _ progress: WorkProgress
  ) throws -> Data {
    if format == .pdf {
      return try SceneEncoder.pdf(scenes, metadata: DocumentMetadata(title: scenes[0].title))
    }
    let frames = Timeline(scenes, stepSeconds: seconds).frames
    let onFrame = { progress.show(min($0 + 1, frames.count), of: frames.count) }
    return format == .mp4
      ? try Film().encode(frames, dpi: options.dpi, onFrame: onFrame)
      : try SceneEncoder.gif(frames, dpi: options.givenDPI ?? Self.gifDPI, onFrame: onFrame)
  }
}
