// Hostile text, and strict readers that detect its effect.

enum HostileText {
  /// Tricks that some reader of Markdown, CSV or a terminal falls for.
  static let all: [String] = [
    "", " ", "    indented code", "plain", "a|b", "\\|", "\\", "a\\", "\\\\|", "||||", "|\u{301}",
    "`", "``", "`a|b`", "```", "  `````", "``` \n```", "a`b``c```d", "` ", "<script>alert(1)</script>",
    "</details>", "<!--",
    "<b\u{301}>",
    "<img src=x onerror=alert(1)>", "&lt;b&gt;", "&#60;", "&amp;", "[x](javascript:alert(1))",
    "![x](http://h/p.png)",
    "[x]: http://h", "[^1]", "<http://h>", "http://h/?a=b|c", "www.example.com", "a@b.example", "@everyone",
    "#123", "owner/repo#12", "!7", "GH-9", "$x^2$", "%\"m\"", "~label", ":warning:", "a:b:c", "[[_TOC_]]",
    "[TOC]",
    "*bold*", "**", "_it_", "__init__", "~~gone~~", "# heading", "#", "- item", "+ item", "* item", "1. item",
    "1) item", "1.", "1. \u{301}", "> quote", "=== ", "---", "***", "___", "```swift", "~~~", ": definition",
    "[ ] task",
    "a\nb", "a\r\nb", "\r", "\n\n# heading", "\t- x", "a\tb", "\u{0}", "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;http://h\u{7}link\u{1b}]8;;\u{7}", "\u{7f}", "\u{85}", "\u{9b}31m", "\u{2028}- x", "\u{2029}",
    "\u{202e}gpj.exe", "\u{2066}x\u{2069}", "\u{200b}", "\u{200d}", "\u{feff}", "\u{ad}", "\u{3164}",
    "\u{fe0f}",
    "\u{e0041}", "\u{fffd}", "e\u{301}", "日本語", "🙂", "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "-1.5",
    "@SUM(A1)",
    "\t=1", "\r=1", "\n=1", "\u{FF1D}1", "\"", "\"\"", "a\"b", "a,b", "a;b", "',", "'=1", "\"=1", ",,,",
    String(repeating: "x", count: 5000), String(repeating: "|", count: 600),
    String(repeating: "`", count: 600),
    String(repeating: "`", count: 90) + "<b>@everyone|", String(repeating: "`", count: 300) + "\n<b>",
    "e" + String(repeating: "\u{301}", count: 3000),
  ]

  /// True for a scalar that no report may hold raw. The readers below judge line ends.
  static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x0D: false
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0x3164,
      0xFE0F, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}

/// A strict CSV reader (RFC 4180).
enum StrictCSV {
  struct Malformed: Error { let offset: Int }

  /// The records of `bytes`; throws where they violate the grammar.
  static func records(_ bytes: [UInt8]) throws(Malformed) -> [[String]] {
    var records: [[String]] = []
    var fields: [String] = []
    var i = 0
    while i < bytes.count {
      var field: [UInt8] = []
      if bytes[i] == UInt8(ascii: "\"") {
        i += 1
        while true {
          guard i < bytes.count else { throw Malformed(offset: i) }
          if bytes[i] != UInt8(ascii: "\"") {
            field.append(bytes[i])
            i += 1
          } else if i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "\"") {
            field.append(bytes[i])
            i += 2
          } else {
            i += 1
            break
          }
        }
      } else {
        while i < bytes.count, bytes[i] != UInt8(ascii: ","), bytes[i] != UInt8(ascii: "\r") {
          guard bytes[i] != UInt8(ascii: "\""), bytes[i] != UInt8(ascii: "\n") else {
            throw Malformed(offset: i)
          }
          field.append(bytes[i])
          i += 1
        }
      }
      fields.append(String(decoding: field, as: UTF8.self))
      guard i < bytes.count else { throw Malformed(offset: i) }
      if bytes[i] == UInt8(ascii: ",") {
        i += 1
      } else {
        guard bytes[i] == UInt8(ascii: "\r"), i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "\n") else {
          throw Malformed(offset: i)
        }
        i += 2
        records.append(fields)
        fields = []
      }
    }
    return records
  }
}

/// A minimal Markdown reader that detects whether text broke out.
enum MinimalMarkdown {
  /// The cells of a table's line. A pipe right after a backslash is not a border, inside or outside code (the
  /// table extension of cmark-gfm looks no further).
  static func cells(_ line: String) -> [String] {
    var cells: [String] = [""]
    var previous: Unicode.Scalar = " "
    for scalar in line.unicodeScalars {
      if scalar == "|", previous != "\\" {
        cells.append("")
      } else {
        cells[cells.count - 1].unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return Array(cells.dropFirst().dropLast())
  }

  /// `line` without its code spans. An unclosed run of backticks stays, and so does one longer than 80, which
  /// cmark does not take for a code span.
  static func withoutCode(_ line: String) -> String {
    let scalars = Array(line.unicodeScalars)
    var rest = String.UnicodeScalarView()
    var i = 0
    while i < scalars.count {
      if scalars[i] == "\\", i + 1 < scalars.count {
        rest.append(contentsOf: scalars[i...(i + 1)])
        i += 2
      } else if scalars[i] == "`" {
        let run = runLength(scalars, at: i)
        var close = i + run
        while close < scalars.count {
          guard scalars[close] == "`" else {
            close += 1
            continue
          }
          let length = runLength(scalars, at: close)
          if length == run { break }
          close += length
        }
        if close < scalars.count, run <= 80 {
          i = close + run
        } else {
          rest.append(contentsOf: scalars[i..<(i + run)])
          i += run
        }
      } else {
        rest.append(scalars[i])
        i += 1
      }
    }
    return String(rest)
  }

  private static func runLength(_ scalars: [Unicode.Scalar], at start: Int) -> Int {
    scalars[start...].prefix { $0 == "`" }.count
  }
}

/// A strict HTML reader that knows only the tags and attributes that a report may hold.
enum MinimalHTML {
  struct Malformed: Error { let tag: String }

  /// The tags of `page` in order, with the names of their attributes; throws for an unknown tag or attribute,
  /// for an unclosed one, and for a bare `<` in text.
  static func tags(of page: String) throws(Malformed) -> [String] {
    var tags: [String] = []
    var open: [String] = []
    var rest = Substring(page)
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { throw Malformed(tag: String(rest[start...])) }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag == "!DOCTYPE html" { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == String(tag.dropFirst()) else { throw Malformed(tag: String(tag)) }
        continue
      }
      let name = String(tag.prefix { $0.isLetter || $0.isNumber })
      guard elements.contains(name) else { throw Malformed(tag: String(tag)) }
      // A quoted attribute holds no quote: quotes are written as entities.
      let pieces = tag.split(separator: "\"", omittingEmptySubsequences: false)
      let names = stride(from: 0, to: pieces.count, by: 2).map { pieces[$0].filter { $0 != "/" } }
      guard !names.joined().lowercased().contains(" on"), !names.joined().contains("href=javascript") else {
        throw Malformed(tag: String(tag))
      }
      tags.append(names.joined(separator: "…"))
      let isVoid = tag.hasSuffix("/") || ["meta", "input"].contains(name)
      if !isVoid { open.append(name) }
      if name == "script" || name == "style" {
        guard let close = rest.firstRange(of: "</\(name)>") else { throw Malformed(tag: name) }
        if rest[..<close.lowerBound].contains("<script") { throw Malformed(tag: "script") }
        rest = rest[close.lowerBound...]
      }
    }
    guard open.isEmpty else { throw Malformed(tag: open.joined(separator: " ")) }
    return tags
  }

  private static let elements: Set<String> = [
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "dl", "div", "dt", "dd", "nav",
    "ul",
    "li", "main", "section", "h2", "h3",
    "h4", "p", "strong", "code", "span", "time", "table", "thead", "tbody",
    "tr",
    "th",
    "td", "ol", "details", "summary", "pre", "figure", "figcaption", "svg", "line", "text", "rect", "path",
    "i",
    "output", "script",
  ]
}
