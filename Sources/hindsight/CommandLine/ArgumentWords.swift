// The words of the command line as raw bytes. The runtime reads its own from /proc, which a container may
// lack, and repairs words that are not UTF-8, but a path may be any bytes. Source of the stack layout: the
// System V ABI (process initialization, the same for x86-64 and AArch64): the count, the words, a null, then
// the variables of the environment.

import CassandraInput
// `environ` is a C variable; nothing here changes it.
@unsafe @preconcurrency import Glibc

extension CommandLine {
  /// The words after the program's name.
  static var words: [String] {
    let words = wordsOnStack ?? arguments.map { Array($0.utf8) }
    return words.dropFirst().map { PathText.text($0) }
  }

  /// The words on the initial stack; nil if the environment was moved, because then their address is unknown.
  private static var wordsOnStack: [[UInt8]]? {
    // Safe: on the initial stack, the first variable's text is above the array of variables and close to it;
    // a moved array is far away from it. Below the array are the null of the words, the words and their
    // count, at which the loop ends.
    let variables = unsafe environ
    guard let first = unsafe variables[0], case let start = UInt(bitPattern: variables),
      case let text = UInt(bitPattern: first), start < text, text - start < longestStack
    else { return nil }
    guard unsafe variables[-1] == nil else { return nil }
    var count = 0
    while count < mostWords, unsafe UInt(bitPattern: variables[-2 - count]) != UInt(count) { count += 1 }
    guard count < mostWords else { return nil }
    return (0..<count).compactMap { index in
      unsafe variables[index - 1 - count].map { word in
        unsafe Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
      }
    }
  }

  /// The kernel lets words and variables fill a quarter of the stack. Both limits only bound the search after
  /// a wrong guess.
  private static let longestStack: UInt = 1 << 26
  private static let mostWords = 1 << 20
}
