// The name of a series as Prometheus writes it: `pool_active{pool="CompactionExecutor"}`.

import CassandraModel

extension SeriesBook.Key {
  /// The series that `text` names; nil if it is not the name of a series.
  package init?(_ text: String) {
    var rest = Substring(text.filter { $0 != "\n" })
    trim(&rest)
    let name = rest.prefix(while: isNameCharacter)
    rest = rest.dropFirst(name.count)
    guard let first = name.first, !first.isNumber else { return nil }
    var labels: [(name: String, value: String)] = []
    trim(&rest)
    if rest.first == "{" {
      rest.removeFirst()
      trim(&rest)
      while rest.first != "}" {
        let label = rest.prefix(while: isNameCharacter)
        rest = rest.dropFirst(label.count)
        trim(&rest)
        guard !label.isEmpty, rest.first == "=" else { return nil }
        rest.removeFirst()
        trim(&rest)
        guard let value = string(&rest) else { return nil }
        labels.append((String(label), value))
        trim(&rest)
        if rest.first == "," {
          rest.removeFirst()
          trim(&rest)
        } else if rest.first != "}" {
          return nil
        }
      }
      rest.removeFirst()
      trim(&rest)
    }
    guard rest.isEmpty else { return nil }
    self.init(metric: MetricName(String(name)), labels: Labels(labels))
  }

  /// `pool_active{pool="CompactionExecutor"}`.
  package var text: String {
    guard !labels.pairs.isEmpty else { return metric.name }
    let pairs = labels.pairs.map { pair in
      let value = pair.value.map { $0 == "\"" || $0 == "\\" ? "\\" + String($0) : String($0) }.joined()
      return pair.name + "=\"" + value + "\""
    }
    return metric.name + "{" + pairs.joined(separator: ",") + "}"
  }
}

private func isNameCharacter(_ character: Character) -> Bool {
  character.isASCII && (character.isLetter || character.isNumber || character == "_")
}

private func trim(_ text: inout Substring) { text = text.drop { $0 == " " || $0 == "\t" } }

/// Takes a string in quotation marks.
private func string(_ text: inout Substring) -> String? {
  guard text.first == "\"" else { return nil }
  text.removeFirst()
  var value = ""
  while let character = text.popFirst() {
    switch character {
    case "\"": return value
    case "\\":
      guard let escaped = text.popFirst() else { return nil }
      value.append(escaped)
    default: value.append(character)
    }
  }
  return nil
}
