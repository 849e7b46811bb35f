// JSON output.

import CassandraModel
import Testing

@Suite struct JSONValueTests {
  private let value: JSONValue = .object([
    "a": .integer(.max), "b": .array([.null, .truth(true), .decimal(0.1)]), "c": .object([:]),
    "d": .array([]),
  ])

  @Test func layouts() {
    #expect(value.compactText == #"{"a":9223372036854775807,"b":[null,true,0.1],"c":{},"d":[]}"#)
    var bytes: [UInt8] = []
    value.write(to: &bytes, style: .spaced)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"a": 9223372036854775807, "b": [null, true, 0.1], "c": {}, "d": []}"#)
    #expect(
      JSONValue.object(["a": .array([.integer(1)]), "b": .object(["c": .null])]).indentedText()
        == "{\n  \"a\": [\n    1\n  ],\n  \"b\": {\n    \"c\": null\n  }\n}")
  }

  @Test func textIsInert() {
    #expect(
      JSONValue.text("\u{1}\"\\\n</script>\u{2028}\u{9B}é😀").compactText
        == #""\u0001\"\\\n\u003c/script>\u2028\u009bé😀""#)
  }

  @Test func exponentsBeginWherePythonsDo() {
    let values = [9_007_199_254_740_992, 9_007_199_254_740_994, -9.9e15, 1e16, 1e-5, 0.0001]
    #expect(
      JSONValue.array(values.map { .decimal($0) }).compactText
        == "[9007199254740992.0,9007199254740994.0,-9900000000000000.0,1e+16,1e-05,0.0001]")
  }

  @Test func numbersThatJSONDoesNotHaveAreNull() {
    #expect(JSONValue.array([.decimal(.nan), .decimal(.infinity)]).compactText == "[null,null]")
  }
}
