// JSON paths, as people write them: `$`, `$.a.b`, `$.a[*].b`, `$.a[0]`, `$.*.c`, `$['a.b']`.

/// A path to values within a value.
struct JSONPath: Hashable {
  private enum Step: Hashable {
    case key(String)
    case index(Int)
    /// Every element of an array, every value of an object.
    case all
  }
  private let steps: [Step]

  /// Nil if the text is not a path.
  init?(_ text: String) {
    var rest = Substring(text)
    guard rest.popFirst() == "$" else { return nil }
    var steps: [Step] = []
    while let mark = rest.popFirst() {
      switch mark {
      case ".":
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { return nil }
        steps.append(name == "*" ? .all : .key(String(name)))
        rest = rest[name.endIndex...]
      case "[":
        guard let close = rest.firstIndex(of: "]") else { return nil }
        let inside = rest[..<close]
        if inside == "*" {
          steps.append(.all)
        } else if let index = Int(inside), index >= 0 {
          steps.append(.index(index))
        } else if inside.count > 2, let quote = inside.first, quote == "'" || quote == "\"",
          inside.last == quote
        {
          steps.append(.key(String(inside.dropFirst().dropLast())))
        } else {
          return nil
        }
        rest = rest[rest.index(after: close)...]
      default: return nil
      }
    }
    self.steps = steps
  }

  /// The values at the path, in order.
  func values(in item: JSONItem) -> [JSONItem] {
    var items = [item]
    for step in steps {
      var next: [JSONItem] = []
      for item in items {
        switch step {
        case .key(let key): if let value = item[key] { next.append(value) }
        case .index(let index):
          let elements = item.elements
          if index < elements.count { next.append(elements[index]) }
        case .all: next += item.isArray ? item.elements : item.members.map(\.value)
        }
      }
      items = next
    }
    return items
  }
}
