// Replaces secrets in a text by a mark. This is the only place that decides: all output of a capture's text
// passes it.

package enum SecretScreen {
  /// The replacement of a secret.
  static let mark = "[hidden]"

  /// `text` without its secrets; nil if it has none.
  package static func hidden(_ text: String) -> (text: String, secrets: [String])? {
    guard mayHold(text) else { return nil }
    let bytes = Array(text.utf8)
    let found = SecretFinder.secrets(in: bytes)
    guard !found.isEmpty else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var at = 0
    for range in found {
      out += bytes[at..<range.lowerBound]
      out += mark.utf8
      at = range.upperBound
    }
    out += bytes[at...]
    return (String(decoding: out, as: UTF8.self), found.map { String(decoding: bytes[$0], as: UTF8.self) })
  }

  /// The value of `name`, without its secrets: hidden completely if the name is secret; nil if there are
  /// none.
  package static func hidden(_ value: String, named name: String) -> (text: String, secrets: [String])? {
    guard mayName(name.utf8Span.span) else { return hidden(value) }
    let bytes = Array(value.utf8)[...]
    switch SecretName(Array(name.utf8)[...]) {
    case .secret where !SecretFinder.isNothing(bytes), .perhaps where SecretFinder.isCoded(bytes):
      return (mark, [value])
    default: return hidden(value)
    }
  }

  // MARK: Quick rejection

  private static func mayHold(_ text: String) -> Bool { mayHold(text.utf8Span.span) }

  /// False for nearly all text without a secret: none of the four-byte sequences is present that a secret
  /// begins with or has next to it.
  package static func mayHold(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 6 else { return false }
    var window: UInt32 = 0
    var changes = 0
    var before: UInt8 = 0
    for index in 0..<bytes.count {
      let byte = bytes[index]
      window = (window << 5 | UInt32(byte & 0x1F)) & 0xF_FFFF
      if beginnings.has(window) { return true }
      // Random text has no keyword next to it: capitals and lower-case letters alternate.
      if byte > 0x2A {
        if byte >= 0x40, before >= 0x40, (byte ^ before) & 0x20 != 0 { changes += 1 }
        if changes > 7 { return true }
      } else {
        changes = 0
      }
      before = byte
    }
    return false
  }

  /// False for nearly all names that are not secret.
  static func mayName(_ name: Span<UInt8>) -> Bool {
    var window: UInt32 = 0
    for index in 0...name.count {
      // As if its value followed.
      let byte = index < name.count ? name[index] : UInt8(ascii: "=")
      window = (window << 5 | UInt32(byte & 0x1F)) & 0xF_FFFF
      if beginnings.has(window) { return true }
    }
    return false
  }

  /// True if `range` may contain the name of a secret.
  static func mayHold(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var window: UInt32 = 0
    for index in range {
      window = (window << 5 | UInt32(bytes[index] & 0x1F)) & 0x7FFF
      if index >= range.lowerBound + 2, names.has(window) { return true }
    }
    return false
  }

  /// A set of short texts by the lower five bits of each byte: capitals and lower-case letters are equal.
  private struct Pieces {
    private var words: [UInt64]

    init(_ texts: [String], length: Int) {
      words = [UInt64](repeating: 0, count: 1 << (5 * length - 6))
      for text in texts {
        var window: UInt32 = 0
        for byte in text.utf8.prefix(length) { window = window << 5 | UInt32(byte & 0x1F) }
        words[Int(window >> 6)] |= 1 << UInt64(window & 63)
      }
    }

    @inline(__always)
    func has(_ window: UInt32) -> Bool { words[Int(window >> 6)] & (1 << UInt64(window & 63)) != 0 }
  }

  /// In names.
  private static let names = Pieces(
    [
      "pas", "pwd", "sec", "tok", "key", "cre", "aut", "lic", "coo", "sig", "jwt", "otp", "sas", "bea", "bas",
      "ide",
      "opt", "salt", "pw1", "_pw", "-pw", ".pw", "dpw", "tpw", "spw", "rpw", "bpw", "xpw", "npw", "thi",
    ], length: 3)

  /// In text.
  private static let beginnings = Pieces(
    [
      "pass", "secr", "toke", "cred", "auth", "lice", "cook", "bear", "basi", "iden", "akia", "asia", "aroa",
      "aida",
      "abia", "acca", "acce", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "gith", "glpa", "gldt", "xoxb", "xoxp",
      "xoxa",
      "xoxr", "xoxs", "xoxe", "xapp", "aiza", "ya29", "gocs", "sk_l", "rk_l", "sk_t", "whse", "npm_", "pypi",
      "dop_",
      "hvs.", "hvb.", "astr", "glsa", "dckr", "shpa", "lin_", "nrak", "hook", "disc", "$2a$", "$2b$", "$2x$",
      "$2y$", "$arg", "$scr", "{ssh", "{sha", "{md5", "{cry", "{pbk", "-pw ", "-pw=", "-pw\"", "-pw'", "-pw,",
      "spw ",
      " -p ", " -u ", " -w ", " -a ", " -b ", " -ps", "-pS", "sig=", "----", "salt", "thin", "pw=", "_pw:",
      "sas=",
      "shar", "sign", "opti", "sk-p", "sk-a",
    ]
      + ["pwd", "jwt", "otp", "pw"].flatMap { name in
        ["=", ":", "\"", "'", " ", "]", ")", "_", ">", "%", "1", "2", "\\"].map { name + $0 }
      }
      + ["=", ":", "\"", "'", " ", "_", "-", "]", ")", ">", "i", "%", "1", "2", "\\", "."].map { "key" + $0 }
      + [":// ", "sg. ", "7q~ ", "8q~ "].flatMap { piece in
        // Any byte may follow.
        (0x40...0x5F).map { piece.dropLast() + String(UnicodeScalar(UInt8($0))) }
      }, length: 4)
}
