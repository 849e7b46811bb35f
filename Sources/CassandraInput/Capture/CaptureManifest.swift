// A manifest declares facts that are otherwise guessed from names: the node of a file, the zone of the node's
// clock, and the time of the file. It is a file `hindsight-manifest.json` in a folder or at the root of an
// archive:
//
//   {
//     "schema": "hindsight/manifest/1",
//     "files": [
//       // Paths are relative to the manifest. * and ? match characters, ** matches folders; a folder matches
//       // all of its files. Each of node, zone and instant comes from the first matching entry that has it.
//       {"path": "monday/*.txt", "instant": "2026-11-16T09:00:00+01:00"},
//       {"path": "monday", "node": "pay-a1", "zone": "Europe/Berlin"},
//       {"path": "bundle.tar.gz/**/10.0.0.2", "node": "pay-b1"}
//     ]
//   }

import CassandraModel

struct CaptureManifest: Sendable {
  /// The declarations for a file.
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
  /// A manifest of a thousand nodes with an entry for each of their files has some megabytes.
  static let sizeLimit = OwnDocument.sizeLimit

  /// The path of the manifest.
  let name: String
  /// The folder or archive that it describes, with the trailing slash or exclamation mark.
  let root: String
  let diagnostics: DiagnosticLog
  let coverage: Coverage
  private let entries: [Entry]
  /// Entries by the path components before their first wildcard.
  private let byPrefix: [[[UInt8]]: [Int]]

  /// True for the path of a manifest.
  static func isNamed(_ file: String) -> Bool {
    file.split { $0 == "/" || $0 == "!" }.last.map { $0 == fileName } ?? false
  }

  /// Reads a manifest; valid entries apply even if others have mistakes.
  init(_ bytes: [UInt8], name: String) {
    self.name = name
    root = String(name.dropLast(CaptureManifest.fileName.count))
    var reader = ManifestReader(name: name)
    reader.read(bytes)
    entries = reader.entries.map { Entry(pattern: GlobPattern($0.path), claims: $0.claims) }
    var byPrefix: [[[UInt8]]: [Int]] = [:]
    for (i, entry) in entries.enumerated() {
      byPrefix[Array(entry.pattern.literalParts), default: []].append(i)
    }
    self.byPrefix = byPrefix

    var log = DiagnosticLog()
    let mistakes = reader.document.orderedMistakes
    if !mistakes.isEmpty {
      let all = mistakes.map(\.message).joined(separator: "; ")
      log.report(
        Diagnostic(.manifestInvalid, at: SourceLocation(file: name, line: 0), ["mistakes": all]))
    }
    diagnostics = log
    coverage = Coverage(
      file: name, format: CaptureManifest.schema, bytes: Int64(bytes.count),
      lines: OwnDocument.lines(of: bytes), first: nil,
      last: nil)
  }

  /// The declarations for the file at `path`, a path from its root.
  func claims(for path: some StringProtocol) -> Claims {
    let parts = GlobPattern.parts(of: String(path))
    // Only entries whose literal components are a prefix of the path can match.
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
  var document: DocumentReader

  init(name: String) { document = DocumentReader(file: name, family: "manifest") }

  mutating func read(_ bytes: [UInt8]) {
    guard
      let root = document.root(bytes, schema: CaptureManifest.schema, limit: CaptureManifest.sizeLimit),
      let top = document.members(of: root, known: ["schema", "files"]),
      let list = top.required("files", &document), let files = document.elements(of: list)
    else { return }
    for file in files { read(file) }
  }

  private mutating func read(_ element: JSONElement) {
    let before = document.mistakes.count
    guard let entry = document.members(of: element, known: ["path", "node", "zone", "instant"]) else {
      return
    }
    let path = entry.required("path", &document).flatMap { document.text($0) }
    var claims = CaptureManifest.Claims()
    claims.node = entry["node"].flatMap { document.text($0) }
    claims.zone = entry["zone"].flatMap { document.text($0) }
    if let value = entry["instant"] {
      claims.instant = ManifestReader.instant(value)
      if claims.instant == nil {
        document.mistake("type", value, "is neither ISO 8601 with a zone nor seconds since 1970")
      }
    }
    if ["node", "zone", "instant"].allSatisfy({ entry[$0] == nil }) {
      document.mistake("empty", element, "says nothing: it has neither node, zone nor instant")
    }
    if let path, document.mistakes.count == before { entries.append((path, claims)) }
  }

  private static func instant(_ value: JSONElement) -> Instant? {
    switch value.kind {
    case .number(let text):
      guard let seconds = Double(text), (1_000_000_000..<4_102_444_800).contains(seconds) else { return nil }
      return Instant(milliseconds: Int64(seconds * 1000))
    case .text(let text):
      let bytes = Array(text.utf8)
      guard case .utc(let instant)? = TimeMarker(bytes.span, in: 0..<bytes.count) else { return nil }
      return instant
    default: return nil
    }
  }
}

extension DiagnosticCode {
  static let manifestInvalid = DiagnosticCode(
    "manifest.invalid", .error, "has mistakes, and what is wrong in it was not used: {mistakes}")
}
