import AECore
import Foundation

/// The inputs that the mutations of images start from.
enum ImageSeeds {
  /// By target and name.
  static func all() throws -> [(target: String, name: String, data: Data)] {
    var seeds: [(target: String, name: String, data: Data)] = []
    for (name, text) in pictures {
      guard let data = Data(base64Encoded: text) else { fatalError("\(name) is no base 64") }
      seeds.append(("picture", name, data))
    }
    let images = try array([4, 2, 3], of: "u1", Array(0..<24))
    let labels = try array([4], of: "u1", [0, 1, 0, 1])
    seeds += [("array", "images", images), ("array", "list", labels)]
    seeds.append(
      (
        "archive", "named",
        try ZipArchive.encode([("images.npy", images), ("labels.npy", labels)])
      ))
    seeds.append(("archive", "single", try ZipArchive.encode([("x.npy", images)])))
    seeds.append(("table", "named", Data("label,a,b,c,d\n1,2,3,4,50\n0,6,7,8,9\n".utf8)))
    seeds.append(("table", "plain", Data("0.5;0;1;0.25\n1;0;\"0.5\";1e-1\r\n".utf8)))
    return seeds
  }

  /// A `.npy` file of bytes.
  private static func array(_ shape: [Int], of kind: String, _ values: [UInt8]) throws -> Data {
    let extents = shape.map { "\($0), " }.joined()
    let header = "{'descr': '|\(kind)', 'fortran_order': False, 'shape': (\(extents)), }\n"
    let length = UInt8(header.utf8.count)
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, length, 0] + Array(header.utf8) + values)
  }

  /// Four by three pixels each, written by Pillow 13.0.0, in base 64.
  private static let pictures: [(name: String, text: String)] = [
    (
      "palette.png",
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADBAMAAABG2rP1AAAAD1BMVEVutIdugmkUm0tQUDxQHh7GF5ebAAAAAnRS"
        + "TlP/AOW3MEoAAAARSURBVHicY3S+z8TwjukfAwAOCQMUy2KsxgAAAABJRU5ErkJggg=="
    ),
    (
      "alpha.png",
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAYAAAC09K7GAAAAHElEQVR4nGMUkWOQYzCSM4JhFhsGOQYGJIwhAABo"
        + "PgNIFDbXxwAAAABJRU5ErkJggg=="
    ),
    (
      "turned.jpg",
      "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDABsSFBcU"
        + "ERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARwe"
        + "HigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAAR"
        + "CAADAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAH/xAAaEAEAAQUAAAAAAAAAAAAAAAAAAgEDBBQi"
        + "/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgP/xAAYEQADAQEAAAAAAAAAAAAAAAAAAQISIf/aAAwDAQACEQMRAD8AuFbh"
        + "rR5oAJO5Wnw//9k="
    ),
    (
      "inks.jpg",
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNb"
        + "XYW1hpCeo6utq2eAvMm6pseZqKuk/8AAFAgAAwAEBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAID"
        + "Bv/EAB0QAAEEAgMAAAAAAAAAAAAAAAACAwQUAQUiNFP/2gAOBEMATQBZAEsAAD8AFOP5JKavpIBDZbrp4YNMf//Z"
    ),
    (
      "lossy.webp",
      "UklGRjQAAABXRUJQVlA4ICgAAACwAQCdASoEAAMABUB8JQBOgCHfwHHAAP5MlqeUzqc4o5WYuYkU8AAA"
    ),
    (
      "lossless.webp",
      "UklGRk4AAABXRUJQVlA4TEIAAAAvA4AAEF9AkG1zkkPUn2F8AoEUBzHOAoFkkvy5JiHItjnJIerPMKZ4HQC25XK5"
        + "bQAAggAShVhymGWlWSaN6H9gswM="
    ),
  ]
}
