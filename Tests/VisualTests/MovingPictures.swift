import Foundation
import Visual

extension SceneEncoder {
  /// A GIF of scenes that all stay as long.
  static func gif(_ scenes: [Scene], dpi: Double, frameSeconds: Double) throws -> Data {
    try gif(scenes.map { Timeline.Frame($0, seconds: frameSeconds) }, dpi: dpi)
  }
}

extension ConnectivityAnimation {
  /// The pages, in order.
  func scenes(style: Style) -> [Scene] { figures.map { Page($0).scene(style: style) } }
}
