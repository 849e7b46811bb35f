// The machine and the time of an output, in every form of collectors.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

/// The facts of one node.
struct MachineRecorder: NodeSink {
  var recorder = FactRecorder()

  mutating func receive(_ fact: Fact) { recorder.receive(fact) }
  mutating func merge(captures other: MachineRecorder) {
    for fact in other.recorder.facts { recorder.receive(fact) }
  }
  mutating func finish() {}
}

/// The facts from reading files, by node.
struct CollectedReading {
  private(set) var nodes: [String: FactRecorder] = [:]
  private(set) var coverage: [Coverage] = []

  init(_ files: [(name: String, text: String)]) async {
    let held = files.map { HeldFile(name: $0.name, bytes: Array($0.text.utf8)) }
    let contents = await CaptureReader(held: held).read { _ in MachineRecorder() }
    for node in contents.nodes { nodes[node.scope] = node.sink.recorder }
    coverage = contents.coverage
  }

  init(_ text: String, file: String = "capture.txt") async { await self.init([(file, text)]) }

  /// All samples of a node without times and places.
  func values(_ node: String) -> [String] { Self.values(nodes[node]) }

  static func values(_ recorder: FactRecorder?) -> [String] {
    (recorder?.samples ?? []).map { sample in
      ([sample.metric.name] + sample.labels.pairs.map { $0.name + "=" + $0.value } + ["\(sample.value)"])
        .joined(separator: " ")
    }.sorted()
  }

  func pending(_ node: String) -> [Double] {
    (nodes[node]?.samples ?? []).filter { $0.metric == .compactionPendingTasks && $0.labels.pairs.isEmpty }
      .map(\.value)
  }

  func failures(_ node: String) -> [String] { nodes[node]?.polls.compactMap(\.failure) ?? [] }

  var lineCount: Int { coverage.reduce(0) { $0 + $1.lines.total } }
}

@Suite("Outputs of several machines in one file")
struct CollectorTests {
  /// A command, and two real outputs of it.
  struct Pair: CustomTestStringConvertible, Sendable {
    let command: String
    let files: [String]
    var testDescription: String { command }

    func text(_ i: Int) throws -> String {
      let text = String(decoding: try Texts.fixture(files[i]), as: UTF8.self)
      return text.hasSuffix("\n") ? text : text + "\n"
    }
  }

  static let pairs = [
    Pair(command: "compactionstats", files: ["compactionstats-4.0.txt", "compactionstats-3.11.txt"]),
    Pair(command: "compactionstats", files: ["compactionstats-5.0.txt", "compactionstats-6.0.txt"]),
    Pair(command: "tpstats", files: ["tpstats-4.1.txt", "tpstats-3.11.txt"]),
    Pair(command: "status", files: ["status-4.1.txt", "status-3.11.txt"]),
    Pair(command: "tablestats", files: ["tablestats-4.1.txt", "tablestats-3.11.txt"]),
    Pair(command: "info", files: ["info-5.0.txt", "info-3.11.txt"]),
  ]
  static let hosts = [
    ["cass1", "cass2"], ["10.0.0.11", "10.0.0.12"], ["db-01.example.com", "db-02.example.com"],
  ]
  enum Times: CaseIterable, Sendable { case none, before, after }

  private static func stamp(_ i: Int) -> String { "2026-11-21T05:1\(i):00Z" }

  /// Two rounds over two machines.
  private func check(_ form: CollectorForm, _ pair: Pair, _ times: Times, _ hosts: [String]) async throws {
    var text = ""
    for i in 0..<4 {
      let own = try pair.text(i % 2)
      let stamp = Self.stamp(i) + "\n"
      text += form.render(
        hosts[i % 2], pair.command, times == .before ? stamp + own : times == .after ? own + stamp : own)
    }
    let reading = await CollectedReading(text)
    #expect(Set(reading.nodes.keys) == Set(hosts))
    for (i, host) in hosts.enumerated() {
      let once = CollectedReading.values(Reading(try pair.text(i)).recorder)
      #expect(reading.values(host) == (once + once).sorted(), "\(host)")
      #expect(reading.failures(host) == [])
      let expected: [String?] = [i, i + 2].map { times == .none ? nil : Self.stamp($0) }
      #expect(
        reading.nodes[host]?.polls.map { $0.at.map { String($0.iso8601.prefix(19)) + "Z" } } == expected,
        "\(host)")
    }
    #expect(reading.lineCount == text.count { $0 == "\n" })
  }

  @Test("a command line says whose an output is", arguments: CollectorForm.commandLines, pairs)
  func commandLinesSayWhose(form: CollectorForm, pair: Pair) async throws {
    try await check(form, pair, .none, form.name == "ccm" ? ["node1", "node2"] : Self.hosts[0])
  }

  @Test(
    "a heading or a prefix says whose an output is, and times stand before or after",
    arguments: CollectorForm.headings, pairs)
  func headingsSayWhose(form: CollectorForm, pair: Pair) async throws {
    for (i, times) in Times.allCases.enumerated() { try await check(form, pair, times, Self.hosts[i]) }
  }

  @Test("lines of machines that a collector mixed are told apart")
  func mixedLinesAreToldApart() async throws {
    let (a, b) = (try Self.pairs[0].text(0), try Self.pairs[0].text(1))
    let lines = [CollectorForm.prefixed(a, "cass1: "), CollectorForm.prefixed(b, "cass2: ")].map {
      $0.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { $0 + "\n" }
    }
    var mixed = ""
    for i in 0..<max(lines[0].count, lines[1].count) {
      for own in lines where i < own.count { mixed += own[i] }
    }
    let reading = await CollectedReading(mixed)
    #expect(reading.values("cass1") == CollectedReading.values(Reading(a).recorder))
    #expect(reading.values("cass2") == CollectedReading.values(Reading(b).recorder))
  }

  @Test("one output of several machines is each one's")
  func aBoxOfSeveralMachines() async {
    let reading = await CollectedReading(
      """
      ---------------
      cass[01-02],db7 (3)
      ---------------
      pending tasks: 0

      ---------------
      cass03 (1)
      ---------------
      pending tasks: 5

      """)
    #expect(["cass01", "cass02", "cass03", "db7"].map { reading.pending($0) } == [[0], [0], [5], [0]])
    #expect(reading.lineCount == 9, "a line of several counts once")
  }

  @Test("a machine that failed is a failed sample of it, in its collector's words")
  func failedMachines() async {
    let ansible = await CollectedReading(
      """
      cass1 | CHANGED | rc=0 >>
      pending tasks: 1

      cass2 | UNREACHABLE! => {
          "changed": false,
          "msg": "Failed to connect to the host via ssh: ssh: connect to host cass2 port 22: Connection refused",
          "unreachable": true
      }
      cass3 | FAILED | rc=1 >>
      nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.non-zero return code
      cass4 | FAILED | rc=2 >>
      non-zero return code

      """)
    #expect(ansible.pending("cass1") == [1])
    #expect(
      ansible.failures("cass2") == [
        "Failed to connect to the host via ssh: ssh: connect to host cass2 port 22: Connection refused"
      ])
    #expect(ansible.failures("cass3").count == 1)
    #expect(ansible.failures("cass4") == ["compactionstats: no output, exit status 2"])
    #expect(ansible.nodes.values.flatMap { $0.polls.map(\.command) }.allSatisfy { $0 == "compactionstats" })
    #expect(ansible.failures("cass1") == [])

    let pssh = await CollectedReading(
      "[1] 12:00:01 [SUCCESS] cass1\npending tasks: 1\n\n"
        + "[2] 12:00:09 [FAILURE] cass2 Exited with error code 255\nStderr: ssh: no route\n")
    #expect(pssh.failures("cass2") == ["Exited with error code 255"])
    #expect(pssh.pending("cass1") == [1])

    let pdsh = await CollectedReading(
      "cass1: pending tasks: 1\ncass1: \ncass2: ssh: connect to host cass2 port 22: Connection refused\n"
        + "pdsh@admin: cass2: ssh exited with exit code 255\n")
    #expect(pdsh.failures("cass2") == ["ssh: connect to host cass2 port 22: Connection refused"])

    let loop = await CollectedReading(
      "=== cass1 ===\npending tasks: 1\n\n=== cass2 ===\n=== cass3 ===\nssh: Could not resolve hostname cass3\n"
        + "=== cass4 ===\npending tasks: 4\n\n")
    #expect(loop.failures("cass2") == ["compactionstats: no output"])
    #expect(loop.failures("cass3") == ["ssh: Could not resolve hostname cass3"])
    #expect(loop.pending("cass4") == [4])
  }

  @Test("a shell that a command opens is where the next commands run")
  func openedShells() async {
    let reading = await CollectedReading(
      """
      me@laptop:~$ kubectl exec -it cassandra-0 -- bash
      bash-4.4$ nodetool compactionstats
      pending tasks: 1

      bash-4.4$ exit
      me@laptop:~$ docker exec -it cassandra-1 bash
      root@3f2a1b4c5d6e:/# nodetool compactionstats
      pending tasks: 2

      """)
    #expect(reading.pending("cassandra-0") == [1])
    #expect(reading.pending("cassandra-1") == [2])
  }

  @Test("what names no machine changes nothing")
  func otherHeadings() async {
    let reading = await CollectedReading(
      """
      === before ===
      pending tasks: 1

      === after ===
      pending tasks: 2

      Results:
      pending tasks: 3

      """)
    #expect(Array(reading.nodes.keys) == [""])
    #expect(reading.pending("") == [1, 2, 3])
  }

  @Test("an output joins the node that has its machine's name elsewhere, and no other")
  func machinesJoinNodes() async throws {
    let log = "INFO  [main] 2026-11-21 05:00:00,000 Some.java:1 - x\n"
    let both = "cass1: pending tasks: 1\ncass1: \ncass2: pending tasks: 2\ncass2: \n"
    let byFolder = await CollectedReading([
      ("nodes/cass1/system.log", log), ("nodes/cass2.example.com/system.log", log), ("all.txt", both),
    ])
    #expect(byFolder.pending("nodes/cass1") == [1])
    #expect(byFolder.pending("nodes/cass2.example.com") == [2])

    let named = log.replacing("- x", with: "- Hostname: cass2:7000:7001")
    let byLog = await CollectedReading([("a/system.log", log), ("b/system.log", named), ("all.txt", both)])
    #expect(byLog.pending("b") == [2])
    #expect(byLog.pending("cass1") == [1])

    let info = String(decoding: try Texts.fixture("info-3.11.txt"), as: UTF8.self)
    let status = String(decoding: try Texts.fixture("status-3.11.txt"), as: UTF8.self)
    let ring = Reading(status).recorder.ring
    let ids = info.split(separator: "\n").map {
      $0.hasPrefix("ID  ") ? "ID                     : " + (ring[0].hostID ?? "") : String($0)
    }
    let byStatus = await CollectedReading([
      ("x/system.log", log), ("x/info.txt", ids.joined(separator: "\n") + "\n"), ("y/system.log", log),
      ("y/status.txt", status),
      (
        "all.txt",
        "\(ring[0].address): pending tasks: 1\n\(ring[0].address): \ncass2: pending tasks: 2\ncass2: \n"
      ),
    ])
    #expect(byStatus.pending("x") == [1])
  }
}
