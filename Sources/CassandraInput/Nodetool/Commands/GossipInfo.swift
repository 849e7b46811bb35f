// gossipinfo: a block for each node, with states `NAME:version:value`. Source: FailureDetector.java and
// GossipInfo.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let gossipinfo = NodetoolCommand(
    name: "gossipinfo", anchors: [.endpoint], secondLines: ["generation:"], hasManyBlocks: true,
    read: readGossipInfo)
}

private func readGossipInfo(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var node: GossipNode?
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    guard content.lowerBound > line.bytes.lowerBound else {
      node?.add(to: &reading)
      // `/10.0.1.11`, `host/10.0.1.11:7000`, or with -r a bare name.
      let slash = text.firstIndex(of: UInt8(ascii: "/"), in: content).map { $0 + 1 }
      node = GossipNode(
        address: text.text(in: (slash ?? content.lowerBound)..<content.upperBound), line: i)
      reading.mark(i, .known)
      continue
    }
    if node?.take(content, text) == true {
      reading.mark(i, .known)
    } else {
      reading.report(.nodetoolRow, ["command": "gossipinfo"], line: i)
    }
  }
  // The last state of a node is TOKENS: without it the node may be incomplete.
  if node?.isWhole == true {
    node?.add(to: &reading)
  } else {
    reading.failure = "it ends before the last state of a node"
  }
}

/// The states of one node so far.
private struct GossipNode {
  let address: String
  /// Its first line.
  let line: Int
  private var generation: Int64?
  private var load: Double?
  private var states: [String: String] = [:]

  init(address: String, line: Int) {
    self.address = address
    self.line = line
  }

  var isWhole: Bool { states["TOKENS"] != nil }

  /// The states that are kept. Both forms of STATUS are printed from 4.0 on; 6.0 has the second only.
  private static let kept: Set<String> = [
    "STATUS", "STATUS_WITH_PORT", "SCHEMA", "DC", "RACK", "RELEASE_VERSION", "HOST_ID", "RPC_ADDRESS",
    "TOKENS",
  ]

  /// Takes `generation:1724209811`, `LOAD:734172:1.33E12`, `TOKENS: not present`; false for a line that is
  /// not a state.
  mutating func take(_ line: Range<Int>, _ text: Span<UInt8>) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":"), in: line), colon > line.lowerBound else {
      return false
    }
    let name = text.text(in: line.lowerBound..<colon)
    let rest = text.trimmed((colon + 1)..<line.upperBound)
    switch name {
    case "generation":
      generation = text.integer(in: rest)
      return generation != nil
    case "heartbeat":
      return text.integer(in: rest) != nil
    default: break
    }
    var value = rest
    if let second = text.firstIndex(of: UInt8(ascii: ":"), in: rest),
      text.integer(in: rest.lowerBound..<second) != nil
    {
      value = (second + 1)..<rest.upperBound
    }
    if name == "LOAD" {
      load = text.decimal(in: value)
      return load != nil
    }
    if Self.kept.contains(name) { states[name] = text.text(in: value) }
    return true
  }

  func add(to reading: inout OutputReading) {
    let status = states["STATUS_WITH_PORT"] ?? states["STATUS"]
    reading.add(
      .gossip(
        GossipEntry(
          address: address,
          // 0 means that gossip has none.
          generation: generation.flatMap { $0 > 0 ? $0 : nil },
          status: status.map { String($0.prefix { $0 != "," }) },
          loadBytes: load.flatMap { Int64(exactly: $0.rounded()) }, schema: states["SCHEMA"],
          dataCenter: states["DC"], rack: states["RACK"],
          version: states["RELEASE_VERSION"].map { CassandraVersion.text(ofRelease: $0) },
          hostID: states["HOST_ID"], clientAddress: states["RPC_ADDRESS"], at: reading.time?.instant,
          atKind: reading.time?.kind, source: reading.source(line))))
  }
}
