// Secrets recognisable by form alone: keys and tokens of the large services, private keys, password hashes.

enum SecretShape {
  /// The secret at `start`, which is the start of a word; nil if there is none.
  static func range(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    switch bytes[start] {
    case UInt8(ascii: "-"): return privateKey(bytes, start)
    case UInt8(ascii: "$"): return hash(bytes, start)
    case UInt8(ascii: "{"): return directoryHash(bytes, start)
    default: break
    }
    guard bytes[start].isAlphanumeric else { return nil }
    for token in tokens[Int(bytes[start] & 0x7F)] where bytes.has(token.prefix, at: start) {
      let end =
        bytes[start...].firstIndex {
          token.isUpper ? !($0.isDigit || $0 &- 65 < 26) : !isOfToken($0) && $0 != UInt8(ascii: ":")
        } ?? bytes.count
      let length = end - start
      guard length >= token.least, length <= token.most,
        !(token.isUpper && end < bytes.count && bytes[end].isWord)
      else { continue }
      return trimmed(bytes, start..<end)
    }
    return webToken(bytes, start) ?? webhook(bytes, start) ?? azureSecret(bytes, start)
      ?? random(bytes, start)
  }

  private struct Token {
    let prefix: StaticString
    let least: Int
    let most: Int
    let isUpper: Bool

    init(_ prefix: StaticString, _ least: Int, _ most: Int = 1 << 12, isUpper: Bool = false) {
      self.prefix = prefix
      self.least = least
      self.most = most
      self.isUpper = isUpper
    }
  }

  /// By first letter.
  private static let tokens: [[Token]] = {
    var byLetter = [[Token]](repeating: [], count: 128)
    for token in all { byLetter[Int(token.prefix.description.utf8.first ?? 0)].append(token) }
    return byLetter
  }()

  private static let all = [
    Token("AKIA", 20, 24, isUpper: true), Token("ASIA", 20, 24, isUpper: true),
    Token("AROA", 20, 24, isUpper: true),
    Token("AIDA", 20, 24, isUpper: true), Token("ABIA", 20, 24, isUpper: true),
    Token("ACCA", 20, 24, isUpper: true),
    Token("ghp_", 20), Token("gho_", 20), Token("ghu_", 20), Token("ghs_", 20), Token("ghr_", 20),
    Token("github_pat_", 30), Token("glpat-", 16), Token("gldt-", 16), Token("xoxb-", 12), Token("xoxp-", 12),
    Token("xoxa-", 12), Token("xoxr-", 12), Token("xoxs-", 12), Token("xoxe", 12), Token("xapp-", 12),
    Token("AIza", 30), Token("ya29.", 20), Token("GOCSPX-", 20), Token("sk_live_", 16), Token("rk_live_", 16),
    Token("sk_test_", 16), Token("whsec_", 16), Token("sk-proj-", 32), Token("sk-ant-", 32),
    Token("npm_", 30), Token("pypi-", 30),
    Token("dop_v1_", 30), Token("hvs.", 20), Token("hvb.", 20), Token("SG.", 30), Token("AstraCS:", 20),
    Token("glsa_", 20), Token("dckr_pat_", 20), Token("shpat_", 20), Token("lin_api_", 20),
    Token("NRAK-", 20),
  ]

  static func isOfToken(_ byte: UInt8) -> Bool { byte.isWord || "-.~+/=".utf8.contains(byte) }

  /// Without punctuation of the sentence.
  private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound + 1, ".:".utf8.contains(bytes[end - 1]) { end -= 1 }
    return range.lowerBound..<end
  }

  /// `eyJhbGciOi….eyJzdWIi….c2ln`, whole or truncated.
  private static func webToken(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard bytes.has("eyJ", at: start) else { return nil }
    let end =
      bytes[start...].firstIndex { !($0.isWord || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")) }
      ?? bytes.count
    return end - start >= 20 ? trimmed(bytes, start..<end) : nil
  }

  /// `hooks.slack.com/services/T…/B…/…`: the address alone permits posting.
  private static func webhook(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard bytes[start] == UInt8(ascii: "h") || bytes[start] == UInt8(ascii: "d") else { return nil }
    for prefix in webhooks where bytes.has(prefix, at: start) {
      let path = start + prefix.utf8CodeUnitCount
      let end = bytes[path...].firstIndex { !isOfToken($0) } ?? bytes.count
      return end > path ? path..<end : nil
    }
    return nil
  }

  private static let webhooks: [StaticString] = [
    "hooks.slack.com/services/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/",
  ]

  /// Azure application secrets have `8Q~` after their first three characters.
  private static func azureSecret(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard start + 6 < bytes.count, bytes[start + 4] == UInt8(ascii: "Q"),
      bytes[start + 5] == UInt8(ascii: "~"),
      bytes[start + 3].isDigit
    else { return nil }
    let end = bytes[start...].firstIndex { !isOfToken($0) } ?? bytes.count
    return (34...44).contains(end - start) ? start..<end : nil
  }

  /// Capitals, lower-case letters and digits in random order, as in base64 of random bytes: an AWS secret key
  /// (40), a line of a private key (64), an Azure storage key (88). Names change far less often from one kind
  /// to another.
  private static func random(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard bytes[start].isAlphanumeric, start + 40 <= bytes.count else { return nil }
    var at = start
    var changes = 0
    var kinds = 0
    var kindBefore = 0
    while at < bytes.count, bytes[at] < 0x80, bytes[at].isAlphanumeric || "+/=".utf8.contains(bytes[at]) {
      let byte = bytes[at]
      let kind = byte.isDigit ? 1 : byte &- 65 < 26 ? 2 : byte &- 97 < 26 ? 4 : 8
      kinds |= kind
      // Folders of a path would change the kind at each slash.
      if kind != 8 {
        if kind != kindBefore, at > start { changes += 1 }
        kindBefore = kind
      }
      at += 1
    }
    let length = at - start
    let isMixed = kinds & 7 == 7 && changes * 10 >= length * (kinds & 8 == 0 ? 4 : 3)
    guard isMixed, length == 40 || length >= 60 else { return nil }
    return start..<at
  }

  /// `-----BEGIN RSA PRIVATE KEY-----` up to its end.
  private static func privateKey(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard bytes.has("-----BEGIN ", at: start),
      let key = bytes.place(of: "PRIVATE KEY", from: start, before: start + 64)
    else { return nil }
    guard let ending = bytes.place(of: "-----END ", from: key) else { return start..<bytes.count }
    return start..<(bytes.place(of: "-----", from: ending + 5).map { $0 + 5 } ?? bytes.count)
  }

  /// `$2a$10$…`, `$6$…`, `$argon2id$…`: password hashes can be attacked by guessing.
  private static func hash(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard hashes.contains(where: { bytes.has($0, at: start) }) else { return nil }
    let end = bytes[start...].firstIndex { !($0.isWord || "$./=,+-".utf8.contains($0)) } ?? bytes.count
    return end - start >= 20 ? start..<end : nil
  }

  private static let hashes: [StaticString] = [
    "$2a$", "$2b$", "$2x$", "$2y$", "$1$", "$5$", "$6$", "$y$", "$argon2", "$scrypt$",
  ]

  private static let directoryHashes: [StaticString] = ["SHA", "MD5", "CRYPT", "PBKDF2"]

  /// `{SSHA}…`
  private static func directoryHash(_ bytes: [UInt8], _ start: Int) -> Range<Int>? {
    guard let close = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: "}")), close > start + 2,
      directoryHashes.contains(where: { bytes.place(of: $0, from: start, before: close) != nil })
    else { return nil }
    let end = bytes[close...].firstIndex { !(isOfToken($0) || $0 == UInt8(ascii: "}")) } ?? bytes.count
    return end - close > 16 ? start..<end : nil
  }
}
