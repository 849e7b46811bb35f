// The words of the command line as they were given. The runtime's own are read from /proc, which a container may not have,
// and are mended where they are no UTF-8, while a path may be any bytes. The System V ABI (process initialization, for
// x86-64 and AArch64 alike) says where they lie: a count, the words, a null, then the variables of the environment.

import CassandraInput
// `environ` is a variable of C; nothing here changes it.
@unsafe @preconcurrency import Glibc

extension CommandLine {
  /// The words after the program's name.
  static var words: [String] {
    let words = wordsOnStack ?? arguments.map { Array($0.utf8) }
    return words.dropFirst().map { PathText.text($0) }
  }

  /// The words as the system put them; nil when they cannot be there, because the environment was moved.
  private static var wordsOnStack: [[UInt8]]? {
    // Safe: the first variable's text lies above the variables, as the system put them; moved ones lie far away from it.
    // Below the variables lie the words' null, the words and their count, at which the loop ends.
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

  /// The kernel lets words and variables fill a quarter of the stack; both limits only keep a wrong guess from running far.
  private static let longestStack: UInt = 1 << 26
  private static let mostWords = 1 << 20
}
