// Evidence of a new process: lines that a process logs once, or a line of its configuration after silence.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct StartTests {
  private struct Starts {
    var log = Log()

    mutating func add(_ name: String, at time: Int64) {
      let role: EventRole =
        switch name {
        case "process.starting": .processStarted
        case "process.ready": .processReady
        case "process.drained": .processStopping
        default: .attributes
        }
      log.add(role, name, at: time, on: "main", level: .info)
    }

    /// Runs of the process, and how many of them ended without a shutdown.
    mutating func counts() -> [Int] {
      let runs = log.findings().processes
      return [runs.count, runs.count { $0.end == .abrupt }]
    }
  }

  @Test("DSE says many times a start where its configuration is, and starts once")
  func manyLocations() {
    var starts = Starts()
    for time in [0, 400, 900, 2500, 9000] as [Int64] { starts.add("process.starting", at: time) }
    starts.add("config.hostname", at: 9100)
    starts.add("config.jvm", at: 9101)
    for time in [9500, 14_000, 31_000, 70_000] as [Int64] { starts.add("process.starting", at: time) }
    starts.add("process.ready", at: 75_000)
    starts.add("process.starting", at: 90_000)
    #expect(starts.counts() == [1, 0])
    // The next process is detected by a line that a process logs once.
    starts.add("process.starting", at: 900_000)
    starts.add("config.hostname", at: 902_000)
    starts.add("config.jvm", at: 902_001)
    #expect(starts.counts() == [2, 1])
  }

  @Test("lines of a start before the first that says so are of the same start")
  func firstLines() {
    var starts = Starts()
    starts.add("config.other", at: 0)
    for time in [400, 700] as [Int64] { starts.add("process.starting", at: time) }
    starts.add("config.hostname", at: 6000)
    starts.add("config.jvm", at: 6001)
    for time in [7000, 38_000, 59_000] as [Int64] { starts.add("process.starting", at: time) }
    #expect(starts.counts() == [1, 0])
  }

  @Test("a process of Cassandra that was killed is followed by a new one")
  func killed() {
    var starts = Starts()
    for begin in [0, 60_000, 61_500 + 60_000] as [Int64] {
      starts.add("process.starting", at: begin)
      starts.add("config.hostname", at: begin + 1000)
      starts.add("config.jvm", at: begin + 1001)
      starts.add("process.ready", at: begin + 30_000)
    }
    #expect(starts.counts() == [3, 2])
  }

  @Test("a start that another one follows before it was ready is a failed start, not a killed process")
  func neverReady() {
    var starts = Starts()
    for begin in [0, 120_000] as [Int64] {
      starts.add("process.starting", at: begin)
      starts.add("config.hostname", at: begin + 1000)
      starts.add("config.jvm", at: begin + 1001)
    }
    #expect(starts.log.findings().processes.map(\.end) == [.refused, .unknown])
  }

  @Test("without a line of its configuration a start is known by the line of its JVM")
  func byJVM() {
    var starts = Starts()
    starts.add("config.jvm", at: 0)
    starts.add("process.ready", at: 5000)
    starts.add("config.jvm", at: 300_000)
    #expect(starts.counts() == [2, 1])
  }

  @Test("a clean restart is no unclean shutdown")
  func clean() {
    var starts = Starts()
    starts.add("process.starting", at: 0)
    starts.add("config.jvm", at: 100)
    starts.add("process.drained", at: 50_000)
    starts.add("process.starting", at: 50_400)
    starts.add("config.jvm", at: 51_000)
    #expect(starts.counts() == [2, 0])
  }
}
