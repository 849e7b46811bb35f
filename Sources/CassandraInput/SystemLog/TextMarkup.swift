// Markup of web pages, wikis and chat programs in pasted text:
//
//   <pre>ERROR [main] … &lt;init&gt; …<br>      HTML, its entities encoded once or twice
//   {code:java}  {noformat}  \[main\]          JIRA and Confluence
//   ```text   `ERROR [main] …`                 Markdown
//
// A line stays one line of the file, even if a `<br>` splits it into several.

import CassandraModel

/// Removes the markup from lines.
struct TextMarkup: Hashable, Sendable {
  /// Number of times that HTML entities were encoded.
  private var entityPasses = 0
  private var hasTags = false
  private var hasFences = false
  private var hasWikiTags = false
  private var hasEscapedBrackets = false

  /// The markup of the text that begins with `head`; nil if it has none.
  init?(_ head: Span<UInt8>) {
    if head.firstIndex(of: UInt8(ascii: "&"), in: head.all) != nil {
      let entities: [StaticString] = [
        "&lt;", "&gt;", "&quot;", "&#39;", "&#x27;", "&nbsp;", "&apos;", "&#34;", "&#9;",
      ]
      let doubled: [StaticString] = ["&amp;lt;", "&amp;gt;", "&amp;quot;", "&amp;#39;", "&amp;nbsp;"]
      if entities.contains(where: { head.contains($0, in: head.all) }) { entityPasses = 1 }
      if doubled.contains(where: { head.contains($0, in: head.all) }) { entityPasses = 2 }
    }
    TextMarkup.forEachLine(head) { line in
      guard let word = head.firstWord(in: line) else { return }
      switch head[word.lowerBound] {
      case UInt8(ascii: "<"):
        if TextMarkup.tag(head, word.lowerBound, line.upperBound) != nil { hasTags = true }
      case UInt8(ascii: "{"):
        if TextMarkup.wikiTag(head, word.lowerBound, line.upperBound) != nil { hasWikiTags = true }
      case UInt8(ascii: "`"), UInt8(ascii: "~"):
        hasFences = hasFences || TextMarkup.isFenced(head, word.lowerBound..<line.upperBound)
      default: break
      }
      // `ERROR \[main\] 2021…`
      if head.contains(" \\[", in: line), head.contains("\\] ", in: line) { hasEscapedBrackets = true }
      if !hasTags, head.contains("<br", in: line) { hasTags = true }
    }
    if entityPasses == 0, !hasTags, !hasFences, !hasWikiTags, !hasEscapedBrackets { return nil }
  }

  /// Appends the text of `line` to `text`, with a line end for each one in the markup. False if the line is
  /// markup only.
  func append(_ line: Span<UInt8>, to text: inout [UInt8]) -> Bool {
    var own: [UInt8] = []
    own.append(line)
    var isMarked = false
    if hasTags { isMarked = TextMarkup.removeTags(&own) }
    for _ in 0..<entityPasses { TextMarkup.decodeEntities(&own) }
    if hasWikiTags { isMarked = TextMarkup.removeWikiTags(&own) || isMarked }
    if hasFences { isMarked = TextMarkup.removeFences(&own) || isMarked }
    if hasEscapedBrackets { TextMarkup.removeEscapes(&own) }
    if isMarked, own.span.firstWord(in: own.span.all) == nil { return false }
    text += own
    return true
  }

  static func forEachLine(_ bytes: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
      body(start..<end)
      start = end + 1
    }
  }

  // MARK: HTML

  /// HTML tags. `<init>` and `<SELECT …>` occur in logs and are not tags.
  private static let tags: Set<String> = [
    "pre", "code", "br", "p", "div", "span", "td", "tr", "th", "table", "tbody", "tt", "samp", "blockquote",
    "body",
    "html", "li", "ul", "ol", "font", "strong", "em",
  ]

  /// The end and the name of the tag at `start`; nil if it is not an HTML tag.
  private static func tag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (end: Int, name: String)? {
    guard start < end, bytes[start] == UInt8(ascii: "<") else { return nil }
    let limit = min(end, start + 400)
    var index = start + 1
    if index < limit, bytes[index] == UInt8(ascii: "/") { index += 1 }
    let first = index
    while index < limit, TraceSegments.isClassByte(bytes[index]) { index += 1 }
    guard index > first, index - first <= 12,
      let close = bytes.firstIndex(of: UInt8(ascii: ">"), in: index..<limit)
    else { return nil }
    let name = bytes.text(in: first..<index).lowercased()
    return tags.contains(name) ? (close + 1, name) : nil
  }

  /// True if there was a tag.
  private static func removeTags(_ line: inout [UInt8]) -> Bool {
    guard line.contains(UInt8(ascii: "<")) else { return false }
    var result: [UInt8] = []
    var found = false
    let old = line
    let bytes = old.span
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<"), let (end, name) = tag(bytes, index, bytes.count) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      found = true
      index = end
      // The line's own end is sufficient.
      if name == "br", bytes.firstWord(in: index..<bytes.count) != nil { result.append(UInt8(ascii: "\n")) }
    }
    if found { line = result }
    return found
  }

  private static let entities: [String: String] = [
    "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'", "nbsp": " ", "tab": "\t", "lsqb": "[",
    "rsqb": "]",
    "lbrack": "[", "rbrack": "]", "colon": ":", "comma": ",", "period": ".", "lpar": "(", "rpar": ")",
    "sol": "/",
  ]

  /// Decodes each entity once: its result is not decoded again.
  private static func decodeEntities(_ line: inout [UInt8]) {
    guard line.contains(UInt8(ascii: "&")) else { return }
    var result: [UInt8] = []
    let old = line
    let bytes = old.span
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "&"),
        let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: index..<min(bytes.count, index + 12)),
        let text = entity(bytes.text(in: (index + 1)..<end))
      {
        result += Array(text.utf8)
        index = end + 1
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    line = result
  }

  private static func entity(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return entities[name.lowercased()] }
    let number = name.dropFirst()
    let value =
      number.hasPrefix("x") || number.hasPrefix("X") ? UInt32(number.dropFirst(), radix: 16) : UInt32(number)
    guard let value, let scalar = Unicode.Scalar(value), value != 0, value != 10, value != 13 else {
      return nil
    }
    return value == 0xA0 ? " " : String(scalar)
  }

  // MARK: Wikis

  /// The end of the JIRA wiki tag at `start`: `{code}`, `{code:title=x|borderStyle=solid}`, `{noformat}`.
  private static func wikiTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    let names: [StaticString] = ["{code", "{noformat", "{quote", "{panel", "{color", "{monospaced"]
    for name in names where bytes.matches(name, at: start, before: end) {
      let behind = start + name.utf8CodeUnitCount
      guard behind < end, bytes[behind] == UInt8(ascii: "}") || bytes[behind] == UInt8(ascii: ":") else {
        continue
      }
      return bytes.firstIndex(of: UInt8(ascii: "}"), in: behind..<min(end, behind + 200)).map { $0 + 1 }
    }
    return nil
  }

  private static func removeWikiTags(_ line: inout [UInt8]) -> Bool {
    guard line.contains(UInt8(ascii: "{")) else { return false }
    var result: [UInt8] = []
    var found = false
    let old = line
    let bytes = old.span
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "{"), let end = wikiTag(bytes, index, bytes.count) {
        found = true
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    if found { line = result }
    return found
  }

  /// `\[`, `\]`, `\{`, `\}`, `\_`, `\*`, `\-` and `\|` of wikis and Markdown.
  private static func removeEscapes(_ line: inout [UInt8]) {
    guard line.contains(UInt8(ascii: "\\")) else { return }
    var result: [UInt8] = []
    for (index, byte) in line.enumerated() {
      if byte == UInt8(ascii: "\\"), index + 1 < line.count, "[]{}_*-|".utf8.contains(line[index + 1]) {
        continue
      }
      result.append(byte)
    }
    line = result
  }

  // MARK: Markdown

  /// A fence, or a line between back-ticks.
  private static func isFenced(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    if bytes.hasPrefix("```", in: line) || bytes.hasPrefix("~~~", in: line) { return true }
    let text = bytes.trimmed(line)
    return text.count > 2 && bytes.hasPrefix("`", in: text)
  }

  private static func removeFences(_ line: inout [UInt8]) -> Bool {
    let old = line
    let bytes = old.span
    var range = bytes.trimmed(bytes.all)
    if bytes.hasSuffix("\r", in: range) { range = range.lowerBound..<(range.upperBound - 1) }
    if bytes.hasPrefix("```", in: range) || bytes.hasPrefix("~~~", in: range) {
      let mark = bytes[range.lowerBound]
      let start = range.first { bytes[$0] != mark } ?? range.upperBound
      // A fence is followed by the name of a language, or by the first line.
      let rest = bytes.words(in: start..<range.upperBound)
      line = rest.count > 1 ? Array(old[start..<range.upperBound]) : []
      if line.suffix(3) == [mark, mark, mark] { line.removeLast(3) }
      return true
    }
    var found = false
    if bytes.hasSuffix("```", in: range) {
      range = range.lowerBound..<(range.upperBound - 3)
      found = true
    }
    if bytes.hasPrefix("`", in: range) {
      let end = range.count > 1 && bytes.hasSuffix("`", in: range) ? range.upperBound - 1 : range.upperBound
      range = (range.lowerBound + 1)..<end
      found = true
    } else if bytes.hasSuffix("`", in: range), !found {
      range = range.lowerBound..<(range.upperBound - 1)
      found = true
    }
    if found { line = Array(old[range]) }
    return found
  }
}
