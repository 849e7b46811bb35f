// A kind of text in a capture, as data: its name, its recogniser and its reader.

import CassandraModel

struct CaptureFormat: Sendable {
  /// The name in the documentation. The reader names the formats that a file contains.
  let name: String
  /// True if a text that begins with `head` (its first 64 KiB, or all of it) is of this kind. `file` is its
  /// path: a name decides only ties.
  let recognises: @Sendable (_ head: Span<UInt8>, _ file: String) -> Bool
  /// The way to search the text for errors of the log; nil if its reader understands all of it.
  var scan: UnreadErrorScan.Kind? = .text
  /// A reader for one file. `time` applies to content without a time of its own.
  let makeReader: @Sendable (_ file: String, _ time: CaptureTime?) -> any CaptureTextReader
  /// The way to read a file that several machines share; nil if a file is always of one machine.
  var machines: MachineFormat?

  /// The kind of the text that begins with `head`; nil if no format matches. Formats that the user explained
  /// come first.
  static func recognise(
    _ head: Span<UInt8>, file: String, mappings: [SnapshotMapping] = []
  ) -> CaptureFormat? {
    for mapping in mappings {
      let format = mapped(mapping)
      if format.recognises(head, file) { return format }
    }
    for format in all where format.recognises(head, file) { return format }
    return nil
  }
}
