// The identity of a failure across repeats: the innermost class, its message without the variable parts, and
// the place in Cassandra's code. Equal signatures of one node and category are one error when neither an
// SSTable nor a table is known.

import CassandraModel

/// The part of a failure that does not change from one occurrence to the next.
public struct FailureSignature: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The innermost class without package; empty when there is no exception.
  public let exception: String
  /// Its message (or the record's) with paths, numbers, ids and hashes blanked, at most 240 bytes of it.
  public let message: String
  /// The innermost frame of Cassandra's own code, `package.Class.method`; without an exception the file that
  /// logged the record; empty when the trace is cut before such a frame.
  public let place: String

  /// A message can hold thousands of paths; its start identifies it as well.
  private static let messageLimit = 240

  /// The signature of a failure.
  public init(_ evidence: FailureEvidence) {
    if let root = evidence.root {
      exception = root.simpleName
      message = FailureSignature.blank(root.message)
      let frame = evidence.links.reversed().lazy.compactMap { link in
        link.frames.first { $0.hasPrefix("org.apache.cassandra.") }
      }.first
      place = frame.map { FailureSignature.blank($0) } ?? (evidence.throwable == nil ? evidence.logger : "")
    } else {
      exception = ""
      message = FailureSignature.blank(evidence.message)
      place = evidence.logger
    }
  }

  /// The three parts, separated by ` | `.
  public var description: String { exception + " | " + message + " | " + place }

  /// Ordered by class, message, place.
  public static func < (a: FailureSignature, b: FailureSignature) -> Bool {
    (a.exception, a.message, a.place) < (b.exception, b.message, b.place)
  }

  /// `text` with paths as `<path>`, and numbers, hex digits, UUIDs and object hashes as `#`.
  static func blank(_ text: String) -> String {
    let bytes = Array(text.utf8)
    // Mentions first: an SSTable's path may hold blanks, which end any other path.
    var mentions = SSTableMention.all(in: text).map(\.range)[...]
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count, out.count < messageLimit {
      if let mention = mentions.first, mention.lowerBound <= index {
        if mention.upperBound > index {
          out += "<path>".utf8
          index = mention.upperBound
        }
        mentions = mentions.dropFirst()
      } else if let end = pathEnd(bytes, from: index) {
        out += "<path>".utf8
        index = end
      } else if let end = variableEnd(bytes, from: index) {
        out.append(UInt8(ascii: "#"))
        index = end
      } else if bytes[index].isWord {
        while index < bytes.count, bytes[index].isWord {
          if !bytes[index].isDigit {
            out.append(bytes[index])
          } else if out.last != UInt8(ascii: "#") {
            out.append(UInt8(ascii: "#"))
          }
          index += 1
        }
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The end of a path that starts at `start`: a slash that follows no name, and at least one name.
  private static func pathEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    guard bytes[start].isPathSeparator, start == 0 || !bytes[start - 1].isWord else { return nil }
    let stops = Array(" '\"()[]{}<>,;:\n\t".utf8)
    var end = start + 1
    while end < bytes.count, !stops.contains(bytes[end]) { end += 1 }
    return end > start + 1 ? end : nil
  }

  /// The end of a number, a word of hex digits or a UUID that starts a word at `start`.
  private static func variableEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    if start > 0, bytes[start - 1].isWord { return nil }
    let afterHash = start > 0 && bytes[start - 1] == UInt8(ascii: "@")
    var end = start
    // A minus sign belongs to its number: tokens are often negative.
    if bytes[end] == UInt8(ascii: "-"), end + 1 < bytes.count, bytes[end + 1].isDigit { end += 1 }
    var (digits, letters) = (0, 0)
    var scan = end
    while scan < bytes.count {
      if bytes[scan].isDigit {
        digits += 1
      } else if bytes[scan].isHexDigit {
        letters += 1
      } else if scan > end, scan + 1 < bytes.count, bytes[scan + 1].isHexDigit,
        bytes[scan] == UInt8(ascii: "-") || (bytes[scan] == UInt8(ascii: ".") && letters == 0)
      {
        // The next group of a UUID, or the fraction of a number, continues it.
      } else {
        break
      }
      scan += 1
    }
    guard scan == bytes.count || !bytes[scan].isWord else { return nil }
    // Words such as `added` are hex digits, too: without a digit only a long one counts.
    return digits > 0 || (letters > 0 && (afterHash || letters >= 8)) ? scan : nil
  }
}
