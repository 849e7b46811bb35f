// Tokens of JSON, and the positions of errors.

import Testing

@testable import CassandraInput

@Suite("JSON")
struct JSONScannerTests {
  /// The tokens of `json` in words, and the error that ended them.
  private func scan(_ json: String) -> (tokens: [String], error: JSONError?) {
    let bytes = Array(json.utf8)
    let text = bytes.span
    var scanner = JSONScanner(text.all)
    var tokens: [String] = []
    do throws(JSONError) {
      while let token = try scanner.next(text) {
        switch token {
        case .beginObject: tokens.append("{")
        case .endObject: tokens.append("}")
        case .beginArray: tokens.append("[")
        case .endArray: tokens.append("]")
        case .key(let key): tokens.append(key.string(text) + ":")
        case .text(let value): tokens.append("“" + value.string(text) + "”")
        case .number(let range): tokens.append(text.text(in: range))
        case .truth(let truth): tokens.append(truth ? "true" : "false")
        case .null: tokens.append("null")
        }
      }
      return (tokens, nil)
    } catch {
      return (tokens, error)
    }
  }

  @Test func allShapesOfWhiteSpaceGiveTheSameTokens() {
    let compact = scan(#"{"a":[1,{"b":[]}],"c":{}}"#)
    let indented = scan("{\n  \"a\" : [ 1, {\r\n\t\"b\" : [ ]\n} ],\n  \"c\" : { }\n}\n")
    #expect(compact.tokens == ["{", "a:", "[", "1", "{", "b:", "[", "]", "}", "]", "c:", "{", "}", "}"])
    #expect(compact.tokens == indented.tokens)
    #expect(indented.error == nil)
  }

  /// Python writes numbers that JSON does not have.
  @Test func whatIsNoNumberIsNull() {
    #expect(
      scan("[null,NaN,Infinity,-Infinity,-1]").tokens == ["[", "null", "null", "null", "null", "-1", "]"])
  }

  /// 2^53 + 1 and the largest Int64 are not exact as a Double: numbers stay text.
  @Test func numbersStayAsTheyStand() {
    #expect(
      scan("[9007199254740993,9223372036854775807,-0.5E-4,1e9]").tokens == [
        "[", "9007199254740993", "9223372036854775807", "-0.5E-4", "1e9", "]",
      ])
  }

  @Test(arguments: [
    (#""5\/4""#, "5/4"), (#""\u00e9\ud83d\ude00\n""#, "é😀\n"), (#""a\\\"b""#, "a\\\"b"),
    // An unpaired surrogate, and invalid hexadecimal.
    (#""\ud83d""#, "\u{FFFD}"), (#""\uzz""#, "\u{FFFD}zz"),
  ])
  func escapesAreResolved(_ json: String, _ value: String) {
    #expect(scan(json).tokens == ["“" + value + "”"])
  }

  @Test(arguments: [
    ("{\"a\":12", JSONError.Reason.end, 7), ("{\"a\"", .end, 4), ("[1,", .end, 3), ("[\"a", .end, 3),
    ("[tru", .end, 4), ("", .end, 0), ("[1 2]", .unexpected, 3), ("{a:1}", .unexpected, 1),
    ("[1,}", .unexpected, 3), ("[-]", .unexpected, 1), ("{\"a\" 1}", .unexpected, 5),
    ("{\"a\":1,}", .unexpected, 7), ("[\"a\nb\"]", .unexpected, 3), ("[trux]", .unexpected, 1),
  ])
  func whatIsWrongIsSaidWithItsPlace(_ json: String, _ reason: JSONError.Reason, _ position: Int) {
    #expect(scan(json).error == JSONError(reason: reason, position: position))
  }

  @Test func nestingHasALimit() {
    let depth = JSONScanner.depthLimit
    #expect(scan(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).error == nil)
    let error = scan(String(repeating: "[", count: depth + 1)).error
    #expect(error == JSONError(reason: .depth, position: depth))
  }

  @Test func whatFollowsTheValueIsLeftAlone() {
    let bytes = Array("{} rest".utf8)
    var scanner = JSONScanner(bytes.span.all)
    #expect((try? scanner.next(bytes.span)) == .beginObject)
    #expect((try? scanner.next(bytes.span)) == .endObject)
    #expect((try? scanner.next(bytes.span)) == .some(nil))
    #expect(scanner.position == 2)
  }
}
