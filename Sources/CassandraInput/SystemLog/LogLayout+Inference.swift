// Infers the layout of a line: its parts are recognised by their form. A level and a time are separate words;
// a name in brackets is a thread; a file ends with `.java`; a class has dots, or precedes ` - `. Source:
// conf/log4j-server.properties and conf/logback.xml of 1.0 to 5.0, DSE 4.8 to 6.8, logback's
// BasicConfigurator.

import CassandraModel

struct FoundHead {
  let layout: LogLayout
  /// Its start; the text before it is a prefix.
  let start: Int
}

extension FoundHead {
  /// Longest prefix.
  static let longestPrefix = 200

  /// The head in `line`, the one with the most parts if several readings fit; nil if there is none.
  ///
  /// - Parameter isLevelFirst: True if the text before the level is known to be a prefix.
  init?(_ bytes: Span<UInt8>, _ line: Range<Int>, isLevelFirst: Bool = false) {
    let limit = min(line.upperBound, line.lowerBound + FoundHead.longestPrefix)
    var best: (head: FoundHead, richness: Int)?
    var hasLevel = false
    var at = line.lowerBound
    while at < limit {
      let isStart = at == line.lowerBound || !isWordByte(bytes[at - 1])
      if isStart, !isLevelFirst || LogLevel.word(bytes, at: at, before: limit) != nil,
        let start = FoundHead.start(bytes, line, at, limit)
      {
        if LogLevel.word(bytes, at: at, before: limit) != nil { hasLevel = true }
        if let layout = LogLayout(
          inferredFrom: bytes, start..<line.upperBound, hasPrefix: start > line.lowerBound)
        {
          let richness = layout.richness
          if richness > best?.richness ?? 0 { best = (FoundHead(layout: layout, start: start), richness) }
        }
      }
      at += 1
    }
    guard hasLevel, let best else { return nil }
    self = best.head
  }

  /// The start of a head whose level or time is at `at`: the bracket around it, if there is one, or the
  /// thread before it. nil if there is neither a level nor a time.
  private static func start(_ bytes: Span<UInt8>, _ line: Range<Int>, _ at: Int, _ limit: Int) -> Int? {
    guard LogLevel.word(bytes, at: at, before: limit) != nil || HeadTime(bytes, at: at, before: limit) != nil
    else { return nil }
    var start = at
    if start > line.lowerBound, isOpening(bytes[start - 1]) { start -= 1 }
    // `[main] INFO …`: only names of Cassandra's threads, since hosts and containers are in brackets, too.
    if start > line.lowerBound + 3, bytes[start - 1] == UInt8(ascii: " "),
      bytes[start - 2] == UInt8(ascii: "]"),
      let open = bytes.lastIndex(of: UInt8(ascii: "["), in: line.lowerBound..<start),
      ThreadName.isThread(bytes, (open + 1)..<(start - 2))
    {
      start = open
    }
    return start
  }

  private static func isOpening(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "<")
  }
}

extension LogLayout {
  /// The layout of the head at the beginning of `line`; nil if there is none: it needs a level, and a time
  /// or, in a log whose prefix may have the time, a source.
  init?(inferredFrom bytes: Span<UInt8>, _ line: Range<Int>, hasPrefix: Bool) {
    var inference = Inference(line: line)
    inference.run(bytes)
    guard inference.seen.contains(.level), !inference.isTorn else { return nil }
    let hasSource = inference.seen.contains(.file) || inference.seen.contains(.logger)
    guard
      inference.seen.contains(.time) || (inference.seen.contains(.file) && inference.seen.contains(.thread))
        || (hasPrefix && hasSource)
    else { return nil }
    self.init(elements: inference.elements + [.part(.message)])
  }

  /// Takes the parts of one head one after the other.
  private struct Inference {
    let line: Range<Int>
    let limit: Int
    var elements: [Element] = []
    var seen: Set<Part> = []
    /// True when a second time follows: the first one then belongs to the prefix.
    var isTorn = false
    private var at: Int

    init(line: Range<Int>) {
      self.line = line
      limit = min(line.upperBound, line.lowerBound + LogLayout.longestHead)
      at = line.lowerBound
    }

    private var hasSource: Bool { seen.contains(.file) || seen.contains(.logger) }

    mutating func run(_ bytes: Span<UInt8>) {
      while at < limit {
        let mark = (at, elements.count)
        separators(bytes)
        if isWhole(bytes) { return }
        guard part(bytes) else {
          // Text other than a part belongs to the message, except a dash before it.
          if !isSeparated(bytes, from: mark.0) {
            elements.removeSubrange(mark.1...)
            at = mark.0
            if at < limit, isBlank(bytes[at]) { elements.append(.blanks) }
          }
          break
        }
      }
      if seen.contains(.level), !hasSource,
        HeadTime(bytes, at: behindBlanks(bytes, at), before: limit) != nil
      {
        isTorn = true
      }
    }

    /// True after every part was found and a separator precedes the message.
    private func isWhole(_ bytes: Span<UInt8>) -> Bool {
      guard seen.contains(.level), seen.contains(.time), hasSource else { return false }
      if case .text(let text)? = elements.last(where: { $0 != .blanks }) {
        return text == Array("-".utf8) || text == Array(":".utf8) || text == Array("|".utf8)
      }
      return false
    }

    /// True if the text since `start` separates a head from its message.
    private func isSeparated(_ bytes: Span<UInt8>, from start: Int) -> Bool {
      let word = bytes.trimmed(start..<at)
      return bytes.equals("-", in: word) || bytes.equals(":", in: word) || bytes.equals("|", in: word)
        || bytes.equals("]", in: word) || bytes.equals(")", in: word) || bytes.equals("] -", in: word)
        || bytes.equals("]:", in: word) || bytes.equals("--", in: word) || bytes.equals("] :", in: word)
        || bytes.equals(") -", in: word)
    }

    private func behindBlanks(_ bytes: Span<UInt8>, _ start: Int) -> Int {
      var at = start
      while at < limit, isBlank(bytes[at]) { at += 1 }
      return at
    }

    /// Punctuation and spaces up to the next part.
    private mutating func separators(_ bytes: Span<UInt8>) {
      while at < limit {
        if isBlank(bytes[at]) {
          at = behindBlanks(bytes, at)
          elements.append(.blanks)
        } else if isPunctuation(bytes[at]) {
          elements.append(.text([bytes[at]]))
          at += 1
          if bytes[at - 1] == UInt8(ascii: "[") || bytes[at - 1] == UInt8(ascii: "(") {
            // A level may be padded within its bracket.
            if at < limit, isBlank(bytes[at]) {
              at = behindBlanks(bytes, at)
            }
            elements.append(.padding)
            return
          }
        } else {
          return
        }
      }
    }

    private func isPunctuation(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"),
        UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "="), UInt8(ascii: "*"):
        true
      default: false
      }
    }

    private mutating func add(_ part: Part, to end: Int) {
      elements.append(.part(part))
      seen.insert(part)
      at = end
    }

    /// Takes the part that begins here.
    private mutating func part(_ bytes: Span<UInt8>) -> Bool {
      guard at < limit else { return false }
      if !seen.contains(.level), let (_, end) = LogLevel.word(bytes, at: at, before: limit) {
        add(.level, to: end)
        // A level in brackets is padded inside of them.
        if end < limit, isBlank(bytes[end]), isInBracket {
          let next = behindBlanks(bytes, end)
          if next < limit, bytes[next] == UInt8(ascii: "]") || bytes[next] == UInt8(ascii: ")") {
            elements.append(.padding)
            at = next
          }
        } else if isInBracket {
          elements.append(.padding)
        }
        return true
      }
      if !seen.contains(.time), let time = HeadTime(bytes, at: at, before: limit) {
        add(.time, to: time.end)
        return true
      }
      // A second time: the text taken so far may be a prefix.
      if seen.contains(.time), seen.contains(.level), HeadTime(bytes, at: at, before: limit) != nil {
        return false
      }
      if isInBracket, bracketed(bytes) { return true }
      if isBehindBar, barred(bytes) { return true }
      if processID(bytes) { return true }
      if !hasSource, source(bytes) { return true }
      return unbracketed(bytes)
    }

    private var isInBracket: Bool { opening != nil }

    /// The bracket that was just opened.
    private var opening: UInt8? {
      let last = elements.last == .padding ? elements.dropLast().last : elements.last
      guard case .text(let text)? = last, text.count == 1 else { return nil }
      return text[0] == UInt8(ascii: "[") || text[0] == UInt8(ascii: "(") ? text[0] : nil
    }

    /// A name in brackets: the thread, a logger, or an unused part.
    private mutating func bracketed(_ bytes: Span<UInt8>) -> Bool {
      let close = opening == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
      if !hasSource, seen.contains(.thread), source(bytes) { return true }
      // After the level and the time a bracket may belong to the message, unless it contains the name of a
      // thread.
      let mayBeMessage =
        seen.contains(.level) && seen.contains(.time) && (hasSource || seen.contains(.thread))
      if mayBeMessage {
        guard !seen.contains(.thread), let end = bytes.firstIndex(of: close, in: at..<limit),
          ThreadName.isThread(bytes, at..<end)
        else { return false }
      }
      var search = at..<limit
      while let end = bytes.firstIndex(of: close, in: search) {
        search = (end + 1)..<limit
        // A thread's name may contain brackets.
        guard end + 1 == limit || isBlank(bytes[end + 1]) || isPunctuation(bytes[end + 1]),
          isBalanced(bytes, at..<end)
        else { continue }
        guard end > at else { return false }
        if !seen.contains(.thread), !isClass(bytes, at..<end) {
          add(.thread, to: end)
        } else if !hasSource, isClass(bytes, at..<end) {
          add(.logger, to: end)
        } else {
          add(.other, to: end)
        }
        return true
      }
      return false
    }

    private var isBehindBar: Bool {
      guard case .text(let text)? = elements.last(where: { $0 != .blanks }) else { return false }
      return text == [UInt8(ascii: "|")] && elements.last != .part(.level)
    }

    /// A field between bars. The first one that is not a class is the thread.
    private mutating func barred(_ bytes: Span<UInt8>) -> Bool {
      guard let bar = bytes.firstIndex(of: UInt8(ascii: "|"), in: at..<min(limit, at + 120)) else {
        return false
      }
      let field = bytes.trimmed(at..<bar)
      guard !field.isEmpty else { return false }
      let isNamed = field.allSatisfy { isSourceNameByte(bytes[$0]) } && !ThreadName.isThread(bytes, field)
      if seen.contains(.thread), !hasSource, isNamed {
        add(bytes.hasSuffix(".java", in: field) ? .file : .logger, to: field.upperBound)
      } else if !seen.contains(.thread), !isClass(bytes, field) {
        add(.thread, to: field.upperBound)
      } else if !hasSource, isClass(bytes, field) {
        add(.logger, to: field.upperBound)
      } else {
        return false
      }
      return true
    }

    /// `1234 ---`: the process id in layouts of Spring Boot.
    private mutating func processID(_ bytes: Span<UInt8>) -> Bool {
      var end = at
      while end < limit, digit(bytes[end]) != nil { end += 1 }
      guard end > at, bytes.matches(" ---", at: end, before: limit) else { return false }
      add(.other, to: end)
      return true
    }

    private func isBalanced(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
      var depth = 0
      for i in range {
        if bytes[i] == UInt8(ascii: "[") { depth += 1 }
        if bytes[i] == UInt8(ascii: "]") { depth -= 1 }
      }
      return depth == 0
    }

    /// `CompactionTask.java:150`, `CompactionTask.java (line 150)`, `o.a.c.db.compaction.CompactionTask`,
    /// `CompactionTask:150 - `, `CompactionTask - `.
    private mutating func source(_ bytes: Span<UInt8>) -> Bool {
      var end = at
      while end < limit, isSourceNameByte(bytes[end]) { end += 1 }
      while end > at, bytes[end - 1] == UInt8(ascii: "-") || bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
      let name = at..<end
      guard name.count > 1 || bytes.hasPrefix("?:", in: at..<limit) else { return false }
      if bytes.hasSuffix(".java", in: name) || bytes.equals("?", in: name) {
        add(.file, to: end)
        codeLine(bytes)
        return true
      }
      let isQualified = isClass(bytes, name)
      guard isQualified || isSimpleClass(bytes, name) else { return false }
      // The following bytes show that it is not the beginning of a message.
      let behind = lineNumber(bytes, end)
      let next = behindBlanks(bytes, behind)
      guard next < limit else { return false }
      let isDashed =
        next > behind && bytes[next] == UInt8(ascii: "-") && next + 1 < line.upperBound
        && isBlank(bytes[next + 1])
      let isClosed = isInBracket && (bytes[next] == UInt8(ascii: "]") || bytes[next] == UInt8(ascii: ")"))
      let isMarked = bytes[next] == UInt8(ascii: "|") || bytes[next] == UInt8(ascii: "[") && next > behind
      let isNumbered = behind > end && bytes[behind] != UInt8(ascii: ":")
      let hasColon =
        bytes[end] == UInt8(ascii: ":") && end + 1 < limit && isBlank(bytes[end + 1])
        || bytes[next] == UInt8(ascii: ":") && next > end
      guard
        isDashed || isClosed || isMarked
          || (isQualified && (hasColon || isNumbered || seen.contains(.thread)))
          || (isNumbered && isDashed)
      else { return false }
      add(.logger, to: end)
      codeLine(bytes)
      return true
    }

    /// The index after `:150`; `end` if there is no line number.
    private func lineNumber(_ bytes: Span<UInt8>, _ end: Int) -> Int {
      guard end < limit, bytes[end] == UInt8(ascii: ":") else { return end }
      var at = end + 1
      while at < limit, digit(bytes[at]) != nil || bytes[at] == UInt8(ascii: "?") { at += 1 }
      return at > end + 1 ? at : end
    }

    private mutating func codeLine(_ bytes: Span<UInt8>) {
      let end = lineNumber(bytes, at)
      if end > at {
        elements += [.text([UInt8(ascii: ":")]), .part(.codeLine)]
        at = end
      } else if bytes.matches(" (line ", at: at, before: limit),
        let close = bytes.firstIndex(of: UInt8(ascii: ")"), in: at..<limit)
      {
        elements += [.text(Array(" (line ".utf8)), .part(.codeLine), .text([UInt8(ascii: ")")])]
        at = close + 1
      }
    }

    /// A class with its package, in full or abbreviated; never an exception, because those are in messages.
    private func isClass(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
      guard let dot = bytes.lastIndex(of: UInt8(ascii: "."), in: name), dot + 1 < name.upperBound,
        dot > name.lowerBound, isCapital(bytes[dot + 1]), isLetter(bytes[name.lowerBound]),
        name.allSatisfy({ isSourceNameByte(bytes[$0]) })
      else { return false }
      return !isThrowable(bytes, name)
    }

    private func isSimpleClass(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
      guard name.count > 3, isCapital(bytes[name.lowerBound]),
        name.allSatisfy({ isWordByte(bytes[$0]) || bytes[$0] == UInt8(ascii: "$") }),
        !isThrowable(bytes, name)
      else { return false }
      // Words of a sentence have one capital, names of classes several.
      return name.count { isCapital(bytes[$0]) } > 1 || hasSource
    }

    private func isThrowable(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
      bytes.hasSuffix("Exception", in: name) || bytes.hasSuffix("Error", in: name)
    }

    private func isCapital(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }

    /// A thread without brackets, or a service's name: the word before the time or the source file.
    private mutating func unbracketed(_ bytes: Span<UInt8>) -> Bool {
      guard seen.contains(.level) || seen.contains(.time) else { return false }
      let reach = min(limit, at + 120)
      var end = at
      while end < reach {
        guard isBlank(bytes[end]) else {
          end += 1
          continue
        }
        let next = behindBlanks(bytes, end)
        if next < limit, isExpected(bytes, next) {
          let name = at..<end
          // The word between a time and a level may be a host.
          let isLevel = LogLevel.word(bytes, at: next, before: limit) != nil
          if !seen.contains(.thread),
            ThreadName.isThread(bytes, name) || (!hasBlank(bytes, name) && !isLevel)
          {
            add(.thread, to: end)
            return true
          }
          guard !hasBlank(bytes, name) else { return false }
          add(.other, to: end)
          return true
        }
        end = next
      }
      return false
    }

    private func hasBlank(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
      range.contains { isBlank(bytes[$0]) }
    }

    /// True if the missing part begins at `start`.
    private func isExpected(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
      if !seen.contains(.time), HeadTime(bytes, at: start, before: limit) != nil { return true }
      if !seen.contains(.level), LogLevel.word(bytes, at: start, before: limit) != nil { return true }
      guard !hasSource else { return false }
      var probe = self
      probe.at = start
      probe.elements = []
      return probe.source(bytes)
    }
  }
}
