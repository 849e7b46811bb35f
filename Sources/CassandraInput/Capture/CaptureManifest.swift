// A manifest says outright what is otherwise guessed from names: whose a file is, in which zone its node's clock
// stood, when it was made. It is a file `hindsight-manifest.json` in a folder or at the root of an archive:
//
//   {
//     "schema": "hindsight/manifest/1",
//     "files": [
//       // Paths are relative to the manifest. * and ? stand for characters, ** for folders; a folder means all
//       // that is in it. For each of node, zone and instant the first entry that matches and has it counts.
//       {"path": "monday/*.txt", "instant": "2026-11-16T09:00:00+01:00"},
//       {"path": "monday", "node": "pay-a1", "zone": "Europe/Berlin"},
//       {"path": "bundle.tar.gz/**/10.0.0.2", "node": "pay-b1"}
//     ]
//   }

import CassandraModel
import FoundationEssentials

/// A manifest.
struct CaptureManifest: Sendable {
  /// What it says of a file.
  struct Claims: Hashable, Sendable {
    var node: String?
    var zone: String?
    var instant: Instant?
  }

  private struct Entry: Sendable {
    let pattern: GlobPattern
    let claims: Claims
  }

  static let schema = "hindsight/manifest/1"
  static let fileName = "hindsight-manifest.json"
  /// One of a thousand nodes with an entry for each of their files is some megabytes.
  static let sizeLimit = 16 << 20

  /// Its own path.
  let name: String
  /// The folder or archive that it speaks of, with the slash or exclamation mark behind it.
  let root: String
  let diagnostics: DiagnosticLog
  let coverage: Coverage
  private let entries: [Entry]
  /// Entries by the names before their first wildcard.
  private let byPrefix: [[[UInt8]]: [Int]]

  /// Whether a file is a manifest.
  static func isNamed(_ file: String) -> Bool {
    file.split { $0 == "/" || $0 == "!" }.last.map { $0 == fileName } ?? false
  }

  /// Reads a manifest; entries without a mistake count even if others have one.
  init(_ bytes: [UInt8], name: String) {
    self.name = name
    root = String(name.dropLast(CaptureManifest.fileName.count))
    var reader = ManifestReader()
    reader.read(bytes)
    entries = reader.entries.map { Entry(pattern: GlobPattern($0.path), claims: $0.claims) }
    var byPrefix: [[[UInt8]]: [Int]] = [:]
    for (i, entry) in entries.enumerated() {
      byPrefix[Array(entry.pattern.literalParts), default: []].append(i)
    }
    self.byPrefix = byPrefix

    var log = DiagnosticLog()
    if !reader.mistakes.isEmpty {
      let all = reader.mistakes.map { $0.path + " " + $0.reason }.joined(separator: "; ")
      log.report(
        Diagnostic(.manifestInvalid, at: SourceLocation(file: name, line: 0), ["mistakes": all]))
    }
    diagnostics = log
    var lines = LineCounts()
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.allSatisfy({ isBlank($0) || $0 == UInt8(ascii: "\r") }) {
        lines.blank += 1
      } else {
        lines.known += 1
      }
    }
    if bytes.isEmpty || bytes.last == UInt8(ascii: "\n") { lines.blank -= 1 }
    coverage = Coverage(
      file: name, format: CaptureManifest.schema, bytes: Int64(bytes.count), lines: lines, first: nil,
      last: nil)
  }

  /// What it says of the file at `path`, a path from its root.
  func claims(for path: some StringProtocol) -> Claims {
    let parts = GlobPattern.parts(of: String(path))
    // Only entries whose literal names the path begins with can match.
    var candidates: [Int] = []
    for length in 0...parts.count { candidates += byPrefix[Array(parts.prefix(length))] ?? [] }
    var claims = Claims()
    for i in candidates.sorted() where entries[i].pattern.matches(parts) {
      let entry = entries[i].claims
      claims.node = claims.node ?? entry.node
      claims.zone = claims.zone ?? entry.zone
      claims.instant = claims.instant ?? entry.instant
    }
    return claims
  }
}

/// Reads the text of a manifest and collects every mistake in it.
private struct ManifestReader {
  var entries: [(path: String, claims: CaptureManifest.Claims)] = []
  /// Each with its JSON path.
  var mistakes: [(path: String, reason: String)] = []

  mutating func read(_ bytes: [UInt8]) {
    guard bytes.count <= CaptureManifest.sizeLimit else {
      return mistake("$", "is larger than \(CaptureManifest.sizeLimit) bytes")
    }
    let value: JSONValue
    do { value = try JSONValue(commented: bytes) } catch {
      let reason = (error as? DecodingError).map(ManifestReader.reason) ?? "cannot be decoded"
      return mistake("$", "is no JSON: " + reason)
    }
    guard case .object(let top) = value else { return mistake("$", "is not an object") }
    for key in top.keys.sorted() where key != "schema" && key != "files" {
      mistake("$." + key, "is not a key of a manifest")
    }
    if top["schema"] != .string(CaptureManifest.schema) {
      mistake("$.schema", "is not \"" + CaptureManifest.schema + "\"")
    }
    guard case .array(let files)? = top["files"] else { return mistake("$.files", "is not a list") }
    for (i, file) in files.enumerated() { read(file, at: "$.files[\(i)]") }
  }

  private mutating func read(_ value: JSONValue, at path: String) {
    guard case .object(let object) = value else { return mistake(path, "is not an object") }
    let before = mistakes.count
    for key in object.keys.sorted() where !["path", "node", "zone", "instant"].contains(key) {
      mistake(path + "." + key, "is not a key of an entry")
    }
    let file = text("path", of: object, at: path)
    if object["path"] == nil { mistake(path + ".path", "is missing") }
    var claims = CaptureManifest.Claims()
    claims.node = text("node", of: object, at: path)
    claims.zone = text("zone", of: object, at: path)
    if let value = object["instant"] {
      claims.instant = ManifestReader.instant(value)
      if claims.instant == nil {
        mistake(path + ".instant", "is neither ISO 8601 with a zone nor seconds since 1970")
      }
    }
    if ["node", "zone", "instant"].allSatisfy({ object[$0] == nil }) {
      mistake(path, "says nothing: it has neither node, zone nor instant")
    }
    if let file, mistakes.count == before { entries.append((file, claims)) }
  }

  private mutating func text(_ key: String, of object: [String: JSONValue], at path: String) -> String? {
    guard let value = object[key] else { return nil }
    if case .string(let text) = value, !text.isEmpty { return text }
    mistake(path + "." + key, "is not a text")
    return nil
  }

  private mutating func mistake(_ path: String, _ reason: String) { mistakes.append((path, reason)) }

  private static func instant(_ value: JSONValue) -> Instant? {
    switch value {
    case .number(let seconds) where (1_000_000_000..<4_102_444_800).contains(seconds):
      return Instant(milliseconds: Int64(seconds * 1000))
    case .string(let text):
      let bytes = Array(text.utf8)
      guard case .utc(let instant)? = TimeMarker(bytes.span, in: 0..<bytes.count) else { return nil }
      return instant
    default: return nil
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    guard case .dataCorrupted(let context) = error else { return "cannot be decoded" }
    return context.debugDescription
  }
}

extension DiagnosticCode {
  static let manifestInvalid = DiagnosticCode(
    "manifest.invalid", .error, "has mistakes, and what is wrong in it was not used: {mistakes}")
}
