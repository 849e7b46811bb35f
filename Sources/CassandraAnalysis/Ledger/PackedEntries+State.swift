// Packed compactions in a state: the rows as they are. What finds them is made again, because hashes of ids are
// another program's in every run.

import CassandraModel

extension PackedEntries: Codable {
  private enum CodingKeys: CodingKey { case chunks, places, texts, files, makers }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    let chunks = try members.decode([StateBytes].self, forKey: .chunks).map(\.bytes)
    let places = try members.decode(StateNumbers.self, forKey: .places).numbers.map { UInt16(clamping: $0) }
    guard places.count <= chunks.count * PackedEntries.chunkRows else { throw StateError() }
    let texts = try members.decode([String].self, forKey: .texts)
    // A file is a place for the sake of its name, which may be another by now.
    let files = try members.decode([SourceLocation].self, forKey: .files).map(\.file)
    let makers = try members.decode([UInt64].self, forKey: .makers)
    self.init(chunks: chunks, places: places, words: PackedWords(texts: texts, files: files, makers: makers))
  }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(chunks.map { StateBytes($0) }, forKey: .chunks)
    try members.encode(StateNumbers(places.map { Int($0) }), forKey: .places)
    try members.encode(words.texts.values, forKey: .texts)
    try members.encode(words.files.values.map { SourceLocation(file: $0, line: 0) }, forKey: .files)
    try members.encode(words.makers.values, forKey: .makers)
  }
}
