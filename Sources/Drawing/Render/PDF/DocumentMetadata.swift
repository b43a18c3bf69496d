import CCairo
import Foundation

/// What a document says about itself.
public struct DocumentMetadata: Hashable, Sendable {
  /// What it is called.
  public var title: String
  /// Who made it; nil leaves it out.
  public var author: String?
  /// What it is about; nil leaves it out.
  public var subject: String?
  /// Words that it may be found by.
  public var keywords: [String]
  /// The program that drew it.
  public var creator: String
  /// When it was made.
  public var date: Date

  /// What a document says about itself. Without a `date` it takes
  /// ``reproducibleDate(environment:)``, so that the same command gives the same bytes.
  public init(
    title: String, author: String? = nil, subject: String? = nil, keywords: [String] = [],
    creator: String = "aeviz 0.3.0", date: Date? = nil
  ) {
    self.title = title
    self.author = author
    self.subject = subject
    self.keywords = keywords
    self.creator = creator
    self.date = date ?? Self.reproducibleDate()
  }

  /// SOURCE_DATE_EPOCH (reproducible-builds.org), in seconds since 1970; without it the first day
  /// of 2000: cairo puts in the clock's time when it is given none.
  public static func reproducibleDate(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Date {
    // Up to the year 9999, the last one that a PDF can name.
    if let seconds = environment["SOURCE_DATE_EPOCH"].flatMap({ Int64($0) }),
      (0..<253_402_300_800).contains(seconds)
    {
      return Date(timeIntervalSince1970: Double(seconds))
    }
    return Date(timeIntervalSince1970: 946_684_800)
  }

  func write(to surface: OpaquePointer) {
    func set(_ key: cairo_pdf_metadata_t, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      cairo_pdf_surface_set_metadata(surface, key, PangoText.printable(value))
    }
    set(CAIRO_PDF_METADATA_TITLE, title)
    set(CAIRO_PDF_METADATA_AUTHOR, author)
    set(CAIRO_PDF_METADATA_SUBJECT, subject)
    set(CAIRO_PDF_METADATA_KEYWORDS, keywords.joined(separator: ", "))
    set(CAIRO_PDF_METADATA_CREATOR, creator)
    let moment = date.formatted(.iso8601)
    set(CAIRO_PDF_METADATA_CREATE_DATE, moment)
    set(CAIRO_PDF_METADATA_MOD_DATE, moment)
  }
}
