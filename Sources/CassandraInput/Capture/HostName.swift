// Node names within file and folder names. People who collect files put addresses and host names into them,
// next to the kind of the file and its time: `node1-system.log`, `tpstats_10.0.0.4.txt`,
// `InstaCollection_10.0.0.1.tar.gz`.

/// Names of nodes in the names of files and folders.
enum HostName {
  /// The IPv4 or IPv6 address in `name`; nil if there is none.
  static func address(in name: String) -> String? {
    ipv4(in: Array(name.utf8)) ?? (isIPv6(name) ? name : nil)
  }

  /// True if a folder, or an archive without its extension, is named like a node: by an address, or by
  /// letters and a number (`node1`, `cass-prod-03`), unless the word counts other things (`run1`).
  static func isHost(_ name: String) -> Bool {
    if address(in: name) != nil { return true }
    let core = NameWords(name).withoutTimes
    guard let first = core.words.first?.lowercased() else { return false }
    let letters = String(first.prefix { $0.isLetter })
    if core.words.count == 1, first == letters { return false }
    if hostWords.contains(letters) { return true }
    return !otherWords.contains(letters) && core.text.contains { $0.isLetter }
      && core.text.contains { $0.isNumber }
  }

  /// The node in the name of a file; nil if there is none.
  ///
  /// `isCertain` is false if the word may also be an argument of the command, such as a table.
  static func host(inFile base: String) -> (name: String, isCertain: Bool)? {
    if let address = address(in: base) { return (address, true) }
    let name = NameWords(base).withoutTimes.withoutExtensions
    guard let kind = name.words.indices.first(where: { isKind(name, $0) }) else {
      // `cassandra-0.log` of a pod: only if it begins like a host name.
      let letters = name.words.first?.prefix { $0.isLetter }.lowercased() ?? ""
      return hostWords.contains(letters) && isHost(name.text) ? (name.text, true) : nil
    }
    let before = name.text(of: name.words.indices.prefix(upTo: kind).drop { name.words[$0] == "nodetool" })
    if isHost(before) { return (before, true) }
    let after = name.text(of: name.words.indices.suffix(from: kind + 1).drop { name.words[$0] == "log" })
    let takesArguments = argumentCommands.contains(name.words[kind].lowercased())
    return isHost(after) ? (after, !takesArguments) : nil
  }

  /// True if a word names the kind of a file.
  private static func isKind(_ name: NameWords, _ index: Int) -> Bool {
    let word = name.words[index].lowercased()
    return logWords.contains(word) || NodetoolCommand.named(word) != nil
  }

  /// The log files of a node.
  private static let logWords: Set = ["system", "debug", "output", "stdout", "gc", "compaction", "audit"]

  /// Commands that take keyspaces and tables, which look like hosts: `tablestats_ks1.t1.txt`.
  private static let argumentCommands: Set = [
    "tablestats", "cfstats", "tablehistograms", "cfhistograms", "toppartitions", "getcompactionthreshold",
    "describering", "rangekeysample", "datapaths", "compact", "flush", "scrub", "verify", "cleanup",
    "garbagecollect", "upgradesstables", "repair", "snapshot", "help",
  ]

  private static let hostWords: Set = [
    "node", "host", "cass", "cassandra", "db", "server", "vm", "pod", "ip", "dc", "rack", "seed",
  ]

  /// Words that number things other than nodes.
  private static let otherWords: Set = [
    "run", "t", "ts", "try", "poll", "sample", "snap", "snapshot", "cycle", "round", "day", "week", "hour",
    "min", "step", "test", "attempt", "part", "phase", "iteration", "capture", "collect", "collection", "v",
    "version", "copy", "backup", "case", "incident", "ticket", "h", "jdk", "java", "jvm",
  ]

  /// True if a name is a word, optionally with a number, that counts things other than nodes.
  static func countsOthers(_ name: String) -> Bool {
    otherWords.contains(String((NameWords(name).words.first ?? "").prefix { $0.isLetter }))
  }

  private static func isIPv6(_ name: String) -> Bool {
    name.filter { $0 == ":" }.count >= 2 && name.allSatisfy { $0.isHexDigit || $0 == ":" }
  }

  /// Four numbers up to 255 between dots or, after `ip-` as on EC2, between hyphens; returned with dots.
  private static func ipv4(in bytes: [UInt8]) -> String? {
    for start in bytes.indices
    where digit(bytes[start]) != nil && (start == 0 || digit(bytes[start - 1]) == nil) {
      let isHyphenated = bytes[..<start].suffix(3).elementsEqual("ip-".utf8)
      let separator = isHyphenated ? UInt8(ascii: "-") : UInt8(ascii: ".")
      if !isHyphenated, start > 1, bytes[start - 1] == separator, digit(bytes[start - 2]) != nil { continue }
      var at = start
      var parts: [Int] = []
      while parts.count < 4 {
        var value = 0
        let first = at
        while at < bytes.count, at - first < 3, let digit = digit(bytes[at]) {
          value = value * 10 + Int(digit)
          at += 1
        }
        guard at > first, value <= 255 else { break }
        parts.append(value)
        guard parts.count < 4 else { break }
        guard at < bytes.count, bytes[at] == separator else { break }
        at += 1
      }
      guard parts.count == 4, at == bytes.count || digit(bytes[at]) == nil else { continue }
      // A fifth number: a version or a date, not an address.
      if !isHyphenated, at + 1 < bytes.count, bytes[at] == separator, digit(bytes[at + 1]) != nil { continue }
      return parts.map { String($0) }.joined(separator: ".")
    }
    return nil
  }
}

/// A name as words and separators.
struct NameWords {
  let text: String
  /// Runs of letters and digits.
  let words: [String]
  private let ranges: [Range<Int>]

  init(_ text: String) {
    self.text = text
    let bytes = Array(text.utf8)
    var ranges: [Range<Int>] = []
    var start: Int?
    for i in 0...bytes.count {
      let isWord = i < bytes.count && !NameWords.separators.contains(bytes[i])
      if isWord, start == nil { start = i }
      if !isWord, let first = start {
        ranges.append(first..<i)
        start = nil
      }
    }
    self.ranges = ranges
    words = ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  private static let separators = Set("-_. +@=()[],:~".utf8)

  /// The text from the first to the last of adjacent words.
  func text(of indices: some Collection<Int>) -> String {
    guard let first = indices.first, let last = indices.max() else { return "" }
    return String(
      decoding: Array(text.utf8)[ranges[first].lowerBound..<ranges[last].upperBound], as: UTF8.self)
  }

  /// Without its times, and without their separators.
  var withoutTimes: NameWords {
    var bytes = Array(text.utf8)
    for time in NameTime.all(in: text).reversed() {
      bytes.replaceSubrange(time.range, with: [])
    }
    let isSeparator: (UInt8) -> Bool = { NameWords.separators.contains($0) }
    let core = bytes.drop(while: isSeparator)
    let length = (core.lastIndex { !isSeparator($0) } ?? core.startIndex - 1) + 1 - core.startIndex
    return NameWords(String(decoding: core.prefix(length), as: UTF8.self))
  }

  /// Without file extensions, and without rotation numbers.
  var withoutExtensions: NameWords {
    var end = words.count
    while end > 1, NameWords.extensions.contains(words[end - 1].lowercased()) || Int(words[end - 1]) != nil {
      end -= 1
      // `cassandra-0.log`: a number before the extension belongs to the name.
      if words[end].lowercased() == "log", Int(words[end - 1]) != nil { break }
    }
    return NameWords(text(of: 0..<end))
  }

  private static let extensions: Set = [
    "txt", "log", "out", "json", "yaml", "yml", "csv", "prom", "gz", "zip", "tar", "tgz", "tmp", "bak",
    "current",
  ]
}
