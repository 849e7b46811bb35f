// Names of files and folders without secrets: `api_key=abc/system.log` is shown as `api_key=[hidden]/system.log`. Two
// names stay two.

import CassandraModel

/// What names of a capture are shown as.
struct NameScreen: Sendable {
  /// Those that are shown as something else.
  private var shown: [String: String] = [:]

  /// - Parameter names: all that the capture is known to have.
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

  /// What `name` is shown as.
  subscript(name: String) -> String { shown[name] ?? NameScreen.screened(name) }

  /// Names that held a secret, as they are shown.
  var changed: [String] { shown.values.sorted() }

  func screened(_ it: Coverage) -> Coverage {
    let name = self[it.file]
    guard name != it.file else { return it }
    return Coverage(
      file: name, format: it.format, bytes: it.bytes, lines: it.lines, first: it.first, last: it.last)
  }

  /// Each part of a path by itself: a secret ends with the name that it stands in.
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
