import AECore

/// JavaScript modules joined to one script: a page is one file. Each becomes a function that gives
/// what it exports, in an order in which whatever a module imports is there.
///
/// Lines that are comments stay behind: a page is a file that is sent around.
///
/// They keep to two forms at the start of a line: `import { a, b } from "./other.mjs";`, and
/// `export` in front of a function, a class or a constant.
struct WebScript {
  /// The whole script.
  let text: String

  /// - Throws: `Failure` when a module imports one that is not there, or itself by a detour.
  init(_ modules: [(name: String, text: String)], entry: String) throws {
    let texts = Dictionary(modules.map { ($0.name, $0.text) }, uniquingKeysWith: { a, _ in a })
    var joined = ["\"use strict\";"]
    var (done, open): (Set<String>, Set<String>) = ([], [])
    func join(_ name: String) throws {
      guard !done.contains(name) else { return }
      guard let text = texts[name], open.insert(name).inserted else {
        throw Failure(
          .badData, name, open.contains(name) ? "imports itself" : "is imported, but not there")
      }
      let module = Module(name, text)
      for other in module.imports { try join(other) }
      joined.append(module.wrapped)
      done.insert(name)
    }
    try join(entry)
    text = joined.joined(separator: "\n") + "\n"
  }

  private struct Module {
    var imports: [String] = []
    var wrapped: String

    init(_ name: String, _ text: String) {
      var (body, exports): ([Substring], [Substring]) = ([], [])
      var begun = ""
      var isComment = false
      for line in text.split(separator: "\n") {
        let code = line.drop { $0 == " " }
        if isComment || code.hasPrefix("/**") {
          let end = code.range(of: "*/")
          isComment = end == nil
          // A type may stand before code, on its line.
          if end.map({ code[$0.upperBound...].allSatisfy { $0 == " " } }) ?? true { continue }
        }
        if code.hasPrefix("//") { continue }
        if line.hasPrefix("import {") || !begun.isEmpty {
          begun += line.hasPrefix("import {") ? line : " " + line.drop { $0 == " " }
          guard let from = begun.range(of: "} from \"./"), begun.hasSuffix(";") else { continue }
          let other = begun[from.upperBound...].prefix { $0 != "\"" }
          imports.append(String(other))
          let names = begun[begun.index(begun.startIndex, offsetBy: 7)..<from.lowerBound]
          body.append("const \(names)} = \(Self.variable(other));")
          begun = ""
        } else if line.hasPrefix("export ") {
          let declaration = line.dropFirst(7)
          body.append(declaration)
          let words = declaration.split { " (={".contains($0) }
            .drop { ["async", "function", "function*", "class", "const"].contains($0) }
          if let exported = words.first { exports.append(exported) }
        } else {
          body.append(code)
        }
      }
      wrapped =
        "const \(Self.variable(name[...])) = (() => {\n" + body.joined(separator: "\n")
        + "\nreturn { \(exports.joined(separator: ", ")) };\n})();"
    }

    /// `geometry-lab.mjs` is `geometry_lab_mjs`.
    private static func variable(_ name: Substring) -> String {
      String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
  }
}
