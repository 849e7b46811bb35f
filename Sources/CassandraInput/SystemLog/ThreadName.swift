// Names of Cassandra's threads: their form, and the place where a message states one.

import CassandraModel

/// Names of threads, as thread pools form them.
enum ThreadName {
  /// True for `main`, `CompactionExecutor:4`, `MutationStage-2`, `RMI TCP Connection(18)-127.0.0.1`.
  static func isThread(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    if bytes.equals("main", in: name) || bytes.hasPrefix("RMI ", in: name)
      || bytes.hasPrefix("Thread", in: name)
    {
      return true
    }
    guard let last = name.last, digit(bytes[last]) != nil, isLetter(bytes[name.lowerBound]) else {
      return false
    }
    var start = name.upperBound
    while start > name.lowerBound, digit(bytes[start - 1]) != nil { start -= 1 }
    guard start > name.lowerBound + 2 else { return false }
    // A pool's name has capitals; the names of hosts and pods have none.
    return (bytes[start - 1] == UInt8(ascii: ":") || bytes[start - 1] == UInt8(ascii: "-"))
      && name.contains { bytes[$0] >= UInt8(ascii: "A") && bytes[$0] <= UInt8(ascii: "Z") }
  }

  /// The thread in `Exception in thread Thread[CompactionExecutor:6,1,main]`, with its priority and group, or
  /// in the JVM's `Exception in thread "main" `; nil if the message does not begin so.
  static func stated(_ bytes: Span<UInt8>, _ message: Range<Int>) -> Range<Int>? {
    let ink = bytes.trimmed(message)
    guard bytes.hasPrefix("Exception in thread ", in: ink) else { return nil }
    let rest = (ink.lowerBound + 20)..<ink.upperBound
    if bytes.hasPrefix("\"", in: rest) {
      let name = (rest.lowerBound + 1)..<rest.upperBound
      return bytes.firstIndex(of: UInt8(ascii: "\""), in: name).map { name.lowerBound..<$0 }
    }
    guard bytes.hasPrefix("Thread[", in: rest) else { return nil }
    var start = rest.lowerBound + 7
    // Java 21 puts the thread's number before its name: `Thread[#35,CompactionExecutor:6,1,main]`.
    if start < rest.upperBound, bytes[start] == UInt8(ascii: "#"),
      let comma = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<rest.upperBound)
    {
      start = comma + 1
    }
    var end = start
    while end < rest.upperBound, bytes[end] != UInt8(ascii: ","), bytes[end] != UInt8(ascii: "]") { end += 1 }
    return end > start && end < rest.upperBound ? start..<end : nil
  }
}
