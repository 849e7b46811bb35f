// Names of secrets: `keystore_password`, `AWS_SECRET_ACCESS_KEY`, `-pw`, `jmx_auth_token`. A name is judged
// by its words, however they are joined, so that unknown names are judged like known ones. Names of things
// that only belong to a secret (`password_file`, `credentials_validity`) are not secret.

/// The secrecy of a name's value.
enum SecretName {
  /// Not a secret.
  case none
  /// A secret if it has the form of one: `token` is also a position on the ring, `auth` also a mechanism.
  case perhaps
  /// A secret.
  case secret

  /// Judges `name`, together with the word before it if that is separate: `api key`.
  init(_ name: ArraySlice<UInt8>, after before: ArraySlice<UInt8> = []) {
    var words = SecretName.words(before) + SecretName.words(name)
    while let last = words.last, last.utf8.allSatisfy(\.isDigit) || SecretName.additions.contains(last) {
      words.removeLast()
    }
    self = SecretName.judged(words)
  }

  /// Judges the words of a name.
  private static func judged(_ words: [String]) -> SecretName {
    for (index, word) in words.enumerated().reversed() {
      guard let rest = restOfSecret(word) else { continue }
      let others = words[(index + 1)...]
      if endings.contains(rest) || others.contains(where: { endings.contains($0) }) { return .none }
      return word.hasSuffix("s") && !word.hasSuffix("pass") && others.isEmpty ? .perhaps : .secret
    }
    guard let last = words.last else { return .none }
    let before = words.dropLast().last ?? ""
    if joined.contains(where: { last.hasSuffix($0) }) { return .secret }
    switch last {
    case "pw": return .secret
    case "token", "tokens": return qualifiers.contains(before) ? .secret : last == "token" ? .perhaps : .none
    case "key", "keys":
      if keyQualifiers.contains(before) { return last == "key" ? .secret : .perhaps }
      return softKeyQualifiers.contains(before) ? .perhaps : .none
    case "id": return before == "key" && words.dropLast(2).last == "access" ? .secret : .none
    case "signature": return before == "amz" || before == "access" ? .secret : .none
    case "hash": return before == "salted" ? .secret : .none
    case "credential", "credentials", "auth", "cookie", "sig", "otp", "bearer", "authorization", "sas", "jwt":
      return .perhaps
    default:
      return last.hasSuffix("pass") && !notPass.contains(last) ? .secret : .none
    }
  }

  /// The rest of a word after the secret: empty for `password`, `file` for `passwordfile`; nil for any other
  /// word.
  private static func restOfSecret(_ word: String) -> String? {
    let bytes = Array(word.utf8)
    if let start = bytes.place(of: "passw") ?? bytes.place(of: "passphrase") ?? bytes.place(of: "passcode") {
      for stem in stems where bytes.has(stem, at: start) {
        return String(decoding: bytes[(start + stem.utf8CodeUnitCount)...], as: UTF8.self)
      }
    }
    if word.hasSuffix("secret") || word.hasSuffix("secrets") || word.hasSuffix("pwd") { return "" }
    for stem in ["secretkey", "secretaccess", "secretid"] where word.hasPrefix(stem) { return "" }
    return nil
  }

  private static let stems: [StaticString] = ["password", "passwd", "passwort", "passphrase", "passcode"]

  /// The words of a name, in lower case: `keyStorePassword` has three, `AWS_KEY2` has three.
  private static func words(_ name: ArraySlice<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var before: UInt8 = 0
    func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }
    for byte in name {
      let isNew = !word.isEmpty && (isCapital(byte) && !isCapital(before) || byte.isDigit != before.isDigit)
      if isNew || !byte.isAlphanumeric {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word = []
      }
      if byte.isAlphanumeric { word.append(isCapital(byte) ? byte | 0x20 : byte) }
      before = byte
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  /// Words after a secret that keep it one.
  private static let additions: Set = [
    "value", "text", "plain", "plaintext", "old", "new", "current", "prod", "dev", "test", "b64", "base64",
    "encoded",
    "encrypted", "enc", "str", "string", "arg", "param",
  ]

  /// Words after a secret that make the value a property of it.
  private static let endings: Set = [
    "file", "files", "path", "paths", "dir", "directory", "location", "validator", "validation", "policy",
    "policies",
    "class", "classname", "provider", "manager", "authenticator", "enabled", "enable", "disabled", "required",
    "requirements", "length", "min", "max", "expiry", "expires", "expiration", "expired", "age", "ttl",
    "timeout",
    "interval", "cache", "count", "name", "names", "ref", "reference", "alias", "type", "kind", "format",
    "version",
    "algorithm", "encoder", "encryptor", "resolver", "rotation", "warn", "fail", "failure", "threshold",
    "url", "uri",
    "endpoint", "host", "port", "mount", "volume", "prompt", "strength", "reset", "characters", "generator",
    "dictionary", "rules", "rule", "ms", "seconds", "entries", "update", "validity", "active", "supported",
    "arn",
    "namespace", "role", "user", "username", "engine", "backend", "store", "attempts", "errors", "failures",
  ]

  private static let qualifiers: Set = [
    "auth", "access", "api", "bearer", "refresh", "security", "session", "jmx", "jwt", "oauth", "oauth2",
    "csrf", "xsrf",
    "service", "secret", "vault", "github", "gitlab", "slack", "sas", "admin", "bot", "app", "registry",
    "deploy",
    "license", "astra", "client", "user", "webhook", "upload", "pat", "device", "push", "account", "login",
    "x",
    "personal", "agent", "consul", "datadog", "npm", "azure", "google", "gcp", "aws", "id", "management",
    "mgmt",
  ]

  private static let keyQualifiers: Set = [
    "api", "access", "secret", "private", "license", "licence", "encryption", "encrypt", "signing", "sign",
    "master",
    "account", "shared", "storage", "auth", "crypt", "aes", "rsa", "ssh", "pgp", "gpg", "datadog", "dd",
    "pagerduty",
    "instrumentation", "subscription", "consumer", "hmac", "deploy", "webhook", "app", "application",
    "decryption",
    "newrelic", "relic", "activation", "product", "stripe", "sendgrid", "opsgenie", "authentication",
    "functions",
  ]

  /// Qualifiers that also occur with keys of Cassandra and its drivers that are not secret: the value
  /// decides.
  private static let softKeyQualifiers: Set = [
    "routing", "service", "integration", "session", "client", "root", "data",
  ]

  /// Compound words, written as one.
  private static let joined = [
    "apikey", "secretkey", "accesskey", "privatekey", "licensekey", "licencekey", "encryptionkey",
    "signingkey",
    "masterkey", "accountkey", "authkey", "accesskeyid", "authtoken", "accesstoken", "apitoken",
    "sessiontoken",
    "bearertoken", "refreshtoken", "securitytoken", "idtoken", "bindpw", "rootpw", "tspw", "kspw", "userpw",
    "jmxpw",
    "adminpw", "dbpw", "accesssignature", "bearerauth", "licensecode",
  ]

  private static let notPass: Set = [
    "bypass", "compass", "surpass", "trespass", "multipass", "overpass", "underpass", "encompass",
    "singlepass",
    "onepass", "twopass", "firstpass", "secondpass", "nextpass",
  ]
}

extension [UInt8] {
  func has(_ literal: StaticString, at start: Int) -> Bool {
    let span = self.span
    return start >= 0 && span.matches(literal, at: start, before: count)
  }

  /// The first occurrence of `literal` from `start` on, before `end`.
  func place(of literal: StaticString, from start: Int = 0, before end: Int = .max) -> Int? {
    let end = Swift.min(end, count)
    return start < end ? span.firstRange(of: literal, in: start..<end)?.lowerBound : nil
  }
}
