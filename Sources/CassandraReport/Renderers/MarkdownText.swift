// The only place where text becomes Markdown. Logs, file names and messages come from others: any text must be
// shown literally on GitHub, on GitLab and in a plain editor, and have no effect.
//
// Text can become active at three levels, and each needs its own answer:
//
//   block        what a line starts with                `line` puts a backslash before it
//   inline       ` * _ ~ # [ ] < & | \                  `escape` puts a backslash or an entity
//   afterwards   @name #12 !12 :emoji: www. $math$      `escape` makes the whole word a code span: these are
//                                                       looked for in the finished page, where backslashes
//                                                       and entities are gone, but never inside code

/// Escaping for GitHub-flavoured Markdown (GFM 0.29, CommonMark 0.31).
enum MarkdownText {
  enum Form {
    /// Words of a sentence or a cell.
    case words
    /// A code span.
    case code
    /// A line of a fenced block.
    case fenced
  }

  /// Maximum length of text in a sentence or a cell before it is shortened, in scalars.
  static let inlineLimit = 500
  /// Maximum length of a quoted line before it is shortened, in scalars.
  static let lineLimit = 1000
  /// The longest run of backticks that is fenced. cmark, which GitHub uses, accepts code-span fences up to 80
  /// and counts those of a block in one byte; a text with a longer run shows its backticks as `\x60`.
  static let backtickLimit = 16

  /// Markdown that shows `text` literally, without line ends. In a table, a pipe gets a backslash even inside
  /// code (GFM 4.10).
  static func escape(_ text: String, as form: Form, inTable: Bool = false) -> String {
    let limit = if case .fenced = form { lineLimit } else { inlineLimit }
    let short = VisibleText.shortened(text, to: limit)
    switch form {
    case .words: return PlainWords.areAll(of: short) ? short : wordByWord(short, inTable: inTable)
    case .code: return codeSpan(VisibleText.make(short), inTable: inTable)
    case .fenced: return withoutLongRuns(VisibleText.make(short, tab: "    "))
    }
  }

  /// Words of a sentence or a cell, each escaped separately.
  static func wordByWord(_ text: String, inTable: Bool) -> String {
    eachWord(of: VisibleText.make(text)) { word, atEnd in
      isActive(word) ? codeSpan(word, inTable: inTable) : backslashed(word, atEnd: atEnd)
    }
  }

  /// A line of inline Markdown that no parser takes for a heading, a list item, a quotation or a thematic
  /// break.
  static func line(_ inline: String) -> String {
    // Four leading spaces would make a code block; Markdown drops fewer.
    let scalars = inline.unicodeScalars.drop { $0 == " " }
    let digits = scalars.prefix { ("0"..."9").contains($0) }
    let rest = scalars.dropFirst(digits.count)
    switch rest.first {
    case .some("-"), .some("+"), .some(">"), .some("="), .some(":"):
      return digits.isEmpty ? "\\" + String(rest) : String(scalars)
    case .some("."), .some(")"):
      // "12. " starts a numbered list; "12.4 MiB" does not.
      let isMarker = !digits.isEmpty && (rest.dropFirst().first ?? " ") == " "
      return isMarker ? String(digits) + "\\" + String(rest) : String(scalars)
    default: return String(scalars)
    }
  }

  /// A fence that no run of backticks in `lines` can close.
  static func fence(around lines: [String]) -> String {
    let longest = lines.lazy.map(longestBacktickRun).max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }

  /// Concatenated pieces of inline Markdown. Two adjacent code spans would be parsed as one.
  static func joined(_ pieces: [String]) -> String {
    pieces.reduce(into: "") { text, piece in
      if text.utf8.last == UInt8(ascii: "`"), piece.utf8.first == UInt8(ascii: "`") { text += " " }
      text += piece
    }
  }

  /// Emphasised Markdown. With spaces at the ends, or without text, the asterisks would be shown.
  static func strong(_ text: String, inTable: Bool = false) -> String {
    let words = text.split(separator: " ").joined(separator: " ")
    return words.isEmpty ? "" : "**" + escape(words, as: .words, inTable: inTable) + "**"
  }

  // MARK: Forms

  private static func codeSpan(_ text: String, inTable: Bool) -> String {
    guard !text.isEmpty else { return "" }
    let text = withoutLongRuns(text)
    let fence = String(repeating: "`", count: longestBacktickRun(text) + 1)
    // A backtick at an end would join the fence; a parser strips one space at both ends.
    let ends: [Unicode.Scalar] = ["`", " "]
    let needsPadding =
      text.unicodeScalars.first.map(ends.contains) == true
      || text.unicodeScalars.last.map(ends.contains) == true
    let padding = needsPadding ? " " : ""
    return fence + padding + (inTable ? backslashingPipes(text) : text) + padding + fence
  }

  private static func withoutLongRuns(_ text: String) -> String {
    guard longestBacktickRun(text) > backtickLimit else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "`" { result += "\\x60" } else { result.unicodeScalars.append(scalar) }
    }
  }

  private static func backslashed(_ word: String, atEnd: Bool) -> String {
    let scalars = Array(word.unicodeScalars)
    var escaped = ""
    for (i, scalar) in scalars.enumerated() {
      let next = i + 1 < scalars.count ? scalars[i + 1] : nil
      switch scalar {
      case "<": escaped += "&lt;"
      case "&": escaped += "&amp;"
      case "`", "*", "~", "#", "[", "]", "|": escaped += "\\"
      // Inside a name such as system_schema an underscore has no meaning (CommonMark 6.2).
      case "_" where !(i > 0 && isAlphanumeric(scalars[i - 1]) && isAlphanumeric(next)): escaped += "\\"
      // A backslash escapes only punctuation, so \x1b and C:\data stay readable. At the end of the text, the
      // next character is unknown.
      case "\\" where isPunctuation(next) || (next == nil && atEnd): escaped += "\\"
      default: break
      }
      if scalar != "<", scalar != "&" { escaped.unicodeScalars.append(scalar) }
    }
    return escaped
  }

  private static func backslashingPipes(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "|")) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar == "|" { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }

  // MARK: Active text

  private static func eachWord(of text: String, _ form: (String, _ atEnd: Bool) -> String) -> String {
    let words = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
    var result = ""
    for (i, word) in words.enumerated() {
      if i > 0 { result += " " }
      result += form(String(word), i + 1 == words.count)
    }
    return result
  }

  /// True for a word that GitHub or GitLab would turn into a link, a mention, a picture or a formula:
  /// `@name`, `#12`, `!12`, `%"milestone"`, `~label`, `GH-12`, addresses, `:emoji:`, `$math$`, `[[_TOC_]]`.
  private static func isActive(_ word: String) -> Bool {
    let markers = ["@", "$", "://", "www.", "GH-", "[[", "[TOC]", "{+", "{-", "[+", "[-"]
    let scalars = Array(word.unicodeScalars)
    if markers.contains(where: { contains(scalars, Array($0.unicodeScalars)) }) { return true }
    var colon: Int?
    for (i, scalar) in scalars.enumerated() {
      let next = i + 1 < scalars.count ? scalars[i + 1] : nil
      switch scalar {
      case "#", "!", "%", "~", "&":
        if isAlphanumeric(next) || next == "\"" || (scalar == "&" && next == "#") { return true }
      case ":":
        if let colon, isEmojiName(scalars[(colon + 1)..<i]) { return true }
        colon = i
      default:
        if !isAlphanumeric(scalar), scalar != "_", scalar != "+", scalar != "-" { colon = nil }
      }
    }
    return false
  }

  /// Only two emoji have names of digits alone; a time of day must not become one.
  private static func isEmojiName(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
    guard name.allSatisfy({ ("0"..."9").contains($0) }) else { return true }
    return name.elementsEqual("100".unicodeScalars) || name.elementsEqual("1234".unicodeScalars)
  }

  private static func contains(_ scalars: [Unicode.Scalar], _ marker: [Unicode.Scalar]) -> Bool {
    guard scalars.count >= marker.count else { return false }
    return (0...(scalars.count - marker.count)).contains { start in
      scalars[start..<(start + marker.count)].elementsEqual(marker)
    }
  }

  private static func longestBacktickRun(_ text: String) -> Int {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar?) -> Bool {
    switch scalar {
    case .some("a"..."z"), .some("A"..."Z"), .some("0"..."9"): true
    default: false
    }
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar, scalar.isASCII else { return false }
    return scalar.value > 0x20 && scalar.value < 0x7F && !isAlphanumeric(scalar)
  }
}
