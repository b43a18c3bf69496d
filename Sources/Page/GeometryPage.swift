import AECore
import Foundation

/// The geometry of a convolution and its transpose as a page of its own.
public struct GeometryPage: Sendable {
  private let command: String

  /// - Parameter command: what the reader is told made it.
  public init(command: String) { self.command = command }

  /// The whole page.
  /// - Throws: `Failure` when the parts of a page are not there.
  public func html() throws -> Data {
    var page = HTMLPage(title: "A convolution and its transpose", parts: [.geometry])
    page.content = PageContent(title: page.title, command: command)
    return try page.html()
  }
}
