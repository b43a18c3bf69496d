import CZip
import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The parts of a presentation, unpacked.
struct PPTXFile {
  /// In the order of the archive.
  let names: [String]
  private let parts: [String: Data]

  struct Damaged: Error {}

  init(_ data: Data) throws {
    var names: [String] = []
    var parts: [String: Data] = [:]
    var data = data
    try data.withUnsafeMutableBytes { bytes in
      var error = zip_error_t()
      guard
        let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error),
        let archive = zip_open_from_source(source, ZIP_CHECKCONS, &error)
      else { throw Damaged() }
      defer { zip_discard(archive) }
      for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) {
        var status = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &status) == 0, let name = status.name,
          let file = zip_fopen_index(archive, index, 0)
        else { throw Damaged() }
        defer { zip_fclose(file) }
        var content = Data(count: Int(status.size))
        let count = content.withUnsafeMutableBytes {
          zip_fread(file, $0.baseAddress, UInt64($0.count))
        }
        guard count == content.count else { throw Damaged() }
        names.append(String(cString: name))
        parts[String(cString: name)] = content
      }
    }
    self.names = names
    self.parts = parts
  }

  func data(_ name: String) throws -> Data {
    guard let data = parts[name] else { throw Damaged() }
    return data
  }

  /// The elements of a part, in the order in which they begin.
  func elements(_ name: String) throws -> [Element] {
    let reader = Reader()
    let parser = XMLParser(data: try data(name))
    parser.delegate = reader
    guard parser.parse() else { throw Damaged() }
    return reader.elements
  }

  /// An element with the text that is directly in it.
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes))
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if let last = open.last { elements[last].text += string }
    }
  }

  /// What a part refers to, by its relationships' ids: the kind and the part.
  func relationships(of part: String) throws -> [String: (type: String, target: String)] {
    var folder = part.split(separator: "/").map(String.init)
    let file = folder.removeLast()
    let rels = (folder + ["_rels", "\(file).rels"]).joined(separator: "/")
    return try Dictionary(
      uniqueKeysWithValues: elements(rels).filter { $0.name == "Relationship" }.map { element in
        var path = folder
        for step in (element.attributes["Target"] ?? "").split(separator: "/") {
          if step == ".." { path.removeLast() } else { path.append(String(step)) }
        }
        let type = (element.attributes["Type"] ?? "").split(separator: "/").last.map(String.init)
        return (element.attributes["Id"] ?? "", (type ?? "", path.joined(separator: "/")))
      })
  }
}
