/// Short names for runs that lie in folders: as little of each path as tells them apart.
public enum RunNames {
  /// A name for each of `paths`, all different: the last folder, with those above it as far as they
  /// are needed; a number where two paths are the same.
  ///
  /// - Parameter paths: of folders, cut into their components, the outermost first.
  public static func distinct(_ paths: [[String]]) -> [String] {
    var depths = paths.map { _ in 1 }
    func name(_ index: Int) -> String {
      let path = paths[index]
      return path.isEmpty ? "run" : path.suffix(depths[index]).joined(separator: "/")
    }
    func twins() -> [[Int]] {
      Dictionary(grouping: paths.indices, by: name).values.filter { $0.count > 1 }
    }
    while true {
      let deeper = twins().joined().filter { depths[$0] < paths[$0].count }
      if deeper.isEmpty { break }
      for index in deeper { depths[index] += 1 }
    }
    var names = paths.indices.map(name)
    var taken = Set(names)
    for group in twins() {
      var number = 2
      for index in group.sorted().dropFirst() {
        while !taken.insert("\(names[index]) (\(number))").inserted { number += 1 }
        names[index] += " (\(number))"
      }
    }
    return names
  }
}
