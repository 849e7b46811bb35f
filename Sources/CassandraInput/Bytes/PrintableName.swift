// File names in printable form. A name on disk or in an archive is any bytes: not always UTF-8, and sometimes
// crafted to move the cursor of the terminal that prints it.

/// `bytes` as text in which a terminal or a report sees only ordinary characters: control and invisible
/// formatting characters become `\u{1B}`, bytes that are not UTF-8 become `\xFF`.
func printableName(_ bytes: [UInt8]) -> String {
  var text = ""
  var rest = bytes[...]
  while let first = rest.first {
    // The shortest prefix that is one scalar; at most four bytes.
    let length = (1...4).first {
      $0 <= rest.count && String(validating: rest.prefix($0), as: UTF8.self) != nil
    }
    guard let length else {
      text += "\\x" + hexadecimal(UInt32(first), width: 2)
      rest = rest.dropFirst()
      continue
    }
    for scalar in String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars {
      text += isPrintable(scalar) ? String(scalar) : "\\u{" + hexadecimal(scalar.value, width: 1) + "}"
    }
    rest = rest.dropFirst(length)
  }
  return text
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
  default: true
  }
}

private func hexadecimal(_ value: UInt32, width: Int) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Makes names unique: the second `a` becomes `a (2)`.
struct UniqueNames {
  private var taken: Set<String> = []
  // The next number of each name, so that a thousand members of one name do not each count from 2.
  private var next: [String: Int] = [:]

  /// `name`, or `name` with the first unused number.
  mutating func add(_ name: String) -> String {
    if taken.insert(name).inserted { return name }
    var number = next[name] ?? 2
    while !taken.insert(name + " (" + String(number) + ")").inserted { number += 1 }
    next[name] = number + 1
    return name + " (" + String(number) + ")"
  }
}
