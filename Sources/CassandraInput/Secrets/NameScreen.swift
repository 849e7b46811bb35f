// Names of files and folders without secrets: `api_key=abc/system.log` becomes `api_key=[hidden]/system.log`.
// Different names stay different.

import CassandraModel

/// Screened names of a capture.
struct NameScreen: Sendable {
  /// Names that screening changes.
  private var shown: [String: String] = [:]

  /// - Parameter names: All names that the capture is known to have.
  init(_ names: Set<String> = []) {
    var taken = names
    for name in names.sorted() {
      let plain = NameScreen.screened(name)
      guard plain != name else { continue }
      var own = plain
      var number = 1
      while !taken.insert(own).inserted {
        number += 1
        own = plain + "~" + String(number)
      }
      shown[name] = own
    }
  }

  /// The screened form of `name`.
  subscript(name: String) -> String { shown[name] ?? NameScreen.screened(name) }

  /// Screened names that contained a secret.
  var changed: [String] { shown.values.sorted() }

  func screened(_ it: Coverage) -> Coverage {
    let name = self[it.file]
    guard name != it.file else { return it }
    return Coverage(
      file: name, format: it.format, bytes: it.bytes, lines: it.lines, first: it.first, last: it.last)
  }

  /// Each component of a path is screened separately: a secret ends with the component that contains it.
  private static func screened(_ name: String) -> String {
    guard SecretScreen.hidden(name) != nil else { return name }
    var out = ""
    var part = ""
    for character in name + "/" {
      guard character == "/" || character == "!" else {
        part.append(character)
        continue
      }
      out += (SecretScreen.hidden(part)?.text ?? part) + String(character)
      part = ""
    }
    return String(out.dropLast())
  }
}
