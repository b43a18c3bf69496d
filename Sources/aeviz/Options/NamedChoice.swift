import ArgumentParser

/// A choice by its name, in small or capital letters.
public protocol NamedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable
where RawValue == String {}

extension NamedChoice {
  /// Nil for what is no name.
  public init?(argument: String) {
    let name = argument.lowercased()
    guard let choice = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else {
      return nil
    }
    self = choice
  }
}
