import CMalloc

/// How memory is asked for.
enum Memory {
  /// Has large pieces given back to the system as soon as they are free.
  ///
  /// glibc otherwise keeps pieces of up to 32 MB once one of that size was freed: what one step of
  /// an evaluation no longer needs would count beside what the next one takes. Of smaller pieces
  /// up to 2 MB stay, since asking for them anew all the time took a fifteenth of a report.
  static func giveBackLargePieces() {
    #if os(Linux)
      mallopt(M_MMAP_THRESHOLD, 1 << 20)
      mallopt(M_TRIM_THRESHOLD, 1 << 21)
    #endif
  }
}
