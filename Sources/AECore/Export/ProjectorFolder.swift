import AENetwork
import Foundation

/// The files of TensorBoard's projector: codes, what is known of each, and where its picture lies
/// in the sprite.
///
/// Source: tensorboard/plugins/projector, `ProjectorConfig`, and its "Load data" dialogue.
public struct ProjectorFolder: Sendable {
  /// The codes and what is known of them.
  public let table: CodesTable
  /// The test images that the codes belong to.
  public let images: ImageSet

  /// The projector's limit to a sprite's height and width, in pixels.
  public static let largestSprite = 8192

  /// As many images as a sprite holds, the first ones, of a set of `images` with their `table`.
  public init(_ table: CodesTable, images: ImageSet) {
    precondition(table.count == images.count, "a code for every image")
    self.table = table
    self.images = images
  }

  /// Pictures in a row of the sprite, and as many rows at most: the projector counts them in
  /// squares.
  public var columns: Int { Int(clamping: Double(images.count).squareRoot().rounded(.up)) }

  /// Rows that the pictures fill.
  public var rows: Int { columns == 0 ? 0 : (images.count + columns - 1) / columns }

  /// How many images fit into one sprite, which is a square of whole pictures.
  public static func capacity(of shape: ImageShape) -> Int {
    let side = largestSprite / max(1, max(shape.height, shape.width))
    return side * side
  }

  /// `vectors.tsv`, `metadata.tsv` and `projector_config.pbtxt`; the sprite is for whoever draws.
  public var files: [(name: String, data: Data)] {
    [
      ("vectors.tsv", table.vectors), ("metadata.tsv", metadata),
      (Self.configName, Data(config.utf8)),
    ]
  }

  /// The name of the picture of all images.
  public static let spriteName = "sprite.png"
  static let configName = "projector_config.pbtxt"

  /// The projector takes the first line for names where there are two columns or more, as here.
  private var metadata: Data {
    var text = "image\tclass" + (table.errors == nil ? "" : "\tmse") + "\n"
    for image in 0..<table.count {
      let name = (table.className(image) ?? "–").map { $0.isNewline || $0 == "\t" ? " " : $0 }
      text += "\(image)\t\(String(name))"
      if let error = table.errors?[image] { text += "\t\(error)" }
      text += "\n"
    }
    return Data(text.utf8)
  }

  private var config: String {
    """
    embeddings {
      tensor_name: "codes"
      tensor_path: "vectors.tsv"
      metadata_path: "metadata.tsv"
      sprite {
        image_path: "\(Self.spriteName)"
        single_image_dim: \(images.shape.width)
        single_image_dim: \(images.shape.height)
      }
    }

    """
  }
}
