// Converts values printed by Python to JSON: `{'pending': 13, 'ok': True, 'why': None}`. Line numbers do not
// change, since no line end is added or removed.

/// `text` with double quotation marks around its strings and JSON's words for `True`, `False`, `None`, NaN
/// and infinities.
func jsonOfPython(_ text: Span<UInt8>) -> [UInt8] {
  var json: [UInt8] = []
  json.reserveCapacity(text.count)
  var quote: UInt8?
  var i = 0
  while i < text.count {
    let byte = text[i]
    i += 1
    if let open = quote {
      if byte == UInt8(ascii: "\\"), i < text.count {
        // JSON needs no escape for an apostrophe, and has none.
        if text[i] != UInt8(ascii: "'") { json.append(byte) }
        json.append(text[i])
        i += 1
      } else if byte == open {
        json.append(UInt8(ascii: "\""))
        quote = nil
      } else {
        if byte == UInt8(ascii: "\"") { json.append(UInt8(ascii: "\\")) }
        json.append(byte)
      }
    } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
      json.append(UInt8(ascii: "\""))
      quote = byte
    } else if let (word, replacement) = pythonWord(text, i - 1) {
      json += Array(replacement.utf8)
      i += word - 1
    } else {
      json.append(byte)
    }
  }
  return json
}

/// The Python word at `start`: its length, and the JSON word.
private func pythonWord(_ text: Span<UInt8>, _ start: Int) -> (length: Int, json: String)? {
  for (word, json): (StaticString, String) in [
    ("True", "true"), ("False", "false"), ("None", "null"), ("nan", "null"), ("inf", "null"),
    ("-inf", "null"),
  ] where text.matches(word, at: start, before: text.count) {
    return (word.utf8CodeUnitCount, json)
  }
  return nil
}
