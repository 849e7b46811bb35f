// A kind of text that a capture may hold, as data: its name, how it is recognised, what reads it.

import CassandraModel

/// A kind of text.
struct CaptureFormat: Sendable {
  /// As documentation calls it. What a file of it holds is said by its reader.
  let name: String
  /// True if a text that begins with `head` (its first 64 KiB, or all of it) is of this kind. `file` is its
  /// path: a name decides nothing but ties.
  let recognises: @Sendable (_ head: Span<UInt8>, _ file: String) -> Bool
  /// How its text is looked through for errors of the log; nil where its reader understands all that is in it.
  var scan: UnreadErrorScan.Kind? = .text
  /// A reader for one file. `time` holds for what the file dates by nothing else.
  let makeReader: @Sendable (_ file: String, _ time: CaptureTime?) -> any CaptureTextReader
  /// How a file that several machines share is read; nil where a file is of one.
  var machines: MachineFormat?

  /// The kind of the text that begins with `head`; nil if it is none of ours. What the user explained comes first.
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
