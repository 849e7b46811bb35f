// Which files belong to one node.

import Foundation
import Testing

@Suite struct NodeIdentityTests {
  @Test("two host ids that share eight digits stay two nodes, in a report and in facts")
  func hostIDsThatShareEightDigits() throws {
    let folder = try TemporaryFolder()
    for (name, end) in [("a", "1111"), ("b", "2222")] {
      try folder.write(
        """
        2026-11-21T05:03:00Z
        $ nodetool info
        ID                     : 68132d10-5b5a-4a5f-9a5b-00000000\(end)
        Gossip active          : true
        Native Transport active: true
        Load                   : 1.5 MiB
        Generation No          : 1795237200
        Uptime (seconds)       : 60
        Heap Memory (MB)       : 100.00 / 1000.00
        Data Center            : dc1
        Rack                   : rack1

        """, to: "c/info-\(name).log")
    }
    let nodes = { (text: String) in Set(text.matches(of: /"node": ?"([^"]+)"/).map { String($0.1) }) }
    let names = nodes(try Program.run(["inspect", folder.path("c"), "--format", "json"]).output)
    #expect(names.count == 2, "\(names)")
    let facts = try Program.run(["extract", folder.path("c")]).output
    #expect(nodes(facts) == names)
    try folder.write(facts, to: "facts.jsonl")
    #expect(try Program.run(["merge", folder.path("facts.jsonl")]).output == facts)
  }
}
