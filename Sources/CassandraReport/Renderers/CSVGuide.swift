// COLUMNS.md, the guide to the CSV files of a report. It also serves as the list of the files that a report
// wrote.

/// Reads the guide that a report left with its CSV files.
public enum CSVGuide {
  /// The file name of the guide.
  public static let fileName = CSVRenderer.guideName

  /// The file name of the guide of early versions.
  public static let oldFileName = "README.md"

  /// True for the text of a guide. Another program may have written a file of the same name.
  public static func isGuide(_ text: String) -> Bool { text.hasPrefix("# " + CSVRenderer.guideTitle + "\n") }

  /// The CSV files that the guide `text` describes; plain file names only, even if the text has paths.
  public static func tables(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("## "), line.hasSuffix(".csv") else { return nil }
      let name = line.dropFirst(3)
      let isPlain = name.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
      return isPlain && !name.hasPrefix(".") ? String(name) : nil
    }
  }
}
