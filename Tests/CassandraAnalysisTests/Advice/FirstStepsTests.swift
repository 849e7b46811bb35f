import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct FirstStepsTests {
  /// Steps of `runbook` for an error of `kind` in `keyspace`.table.
  private func steps(
    _ runbook: Runbook, _ kind: CategoryID = "any", _ change: (inout AdviceContext) -> Void = { _ in }
  ) -> FirstSteps {
    var context = AdviceContext(kind: kind)
    context.version = CassandraVersion("4.1.10")
    context.table = TableName(keyspace: "shop", table: "orders")
    context.sstables = ["/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-1-big"]
    context.directory = "/data"
    change(&context)
    return runbook.first(context)
  }

  private static let kinds =
    ErrorCategory.all.map(\.id) + ["backlog"]
  private static let causes: [String?] = [
    nil, "backlog.throttle", "backlog.operation", "backlog.repair", "space.snapshots", "space.other_files",
    "memory.heap_too_small", "process.kernel_memory",
  ]
  private static let replicas: [Replicas] = [.nodeLocal, .none, .some(3), .unknown]

  /// Every combination of the inputs of advice.
  private func everyAdvice(_ body: (AdviceContext, FirstSteps) -> Void) {
    for runbook in Runbook.all {
      for kind in Self.kinds {
        for cause in Self.causes {
          for replicas in Self.replicas {
            for isGone in [false, true] {
              for isBehind in [false, true] {
                var context = AdviceContext(kind: kind)
                context.cause = cause
                context.replicas = replicas
                context.isProcessGone = isGone
                context.isOutOfRing = !isGone && isBehind
                context.hasBacklog = isBehind
                context.valueBefore = isGone ? "16 MiB/s" : nil
                body(context, runbook.first(context))
              }
            }
          }
        }
      }
    }
  }

  @Test("there are one to three first steps, whatever is known")
  func thereAreOneToThreeSteps() {
    everyAdvice { context, steps in
      #expect((1...FirstSteps.limit).contains(steps.actions.count), "\(context)")
    }
  }

  @Test("no first step rewrites a table, deletes an SSTable or repairs what no other node has")
  func noStepLosesData() {
    everyAdvice { context, steps in
      for action in steps.actions {
        let command = action.command ?? ""
        #expect(!command.contains("rm ") && !command.contains("delete"), "\(action)")
        #expect(
          !command.contains("nodetool scrub") && !command.contains("nodetool cleanup")
            && !command.contains("nodetool compact "), "\(action)")
        if context.replicas == .nodeLocal || context.replicas == .none {
          #expect(!command.contains("nodetool repair "), "\(action)")
        }
        if context.replicas != .none { #expect(!command.contains("sstablescrub"), "\(action)") }
        if context.isProcessGone { #expect(!command.contains("disablebinary"), "\(action)") }
      }
    }
  }

  @Test("what must not be done begins with Do not or is how a repair is stopped")
  func prohibitionsSayDoNot() {
    everyAdvice { _, steps in
      for text in steps.prohibitions { #expect(text.hasPrefix("Do not "), "\(text)") }
    }
  }

  @Test("a throughput that somebody lowered is put back to the value before")
  func loweredThroughputIsPutBack() {
    let actions = steps(.backlog) {
      $0.cause = "backlog.throttle"
      $0.valueBefore = "16 MiB/s"
    }.actions
    #expect(actions.first?.command == "nodetool setcompactionthroughput 16")
  }

  @Test("a node out of the ring is brought back once there is space")
  func nodeIsBroughtBack() {
    let actions = steps(.diskSpace, "disk.no_space") { $0.isOutOfRing = true }.actions
    #expect(actions.last?.command == "nodetool enablegossip; nodetool enablebinary; nodetool status")
  }

  @Test("a full snapshot list names one snapshot to remove, never all")
  func onlyNamedSnapshotsAreRemoved() {
    let actions = steps(.diskSpace) { $0.cause = "space.snapshots" }.actions
    #expect(actions.contains { $0.command == "nodetool clearsnapshot -t SNAPSHOT shop" })
  }

  @Test("a scrub that passed the SSTable over is not to be trusted")
  func scrubThatPassedOver() {
    let tried = steps(.corruptSSTable) { $0.attempts = [.scrub] }
    #expect(tried.prohibitions.contains(Prohibition.trustSuccess))
  }
}

@Suite struct AdminCommandTests {
  @Test(
    "each release gets the command that it has",
    arguments: [
      ("2.1.20", nil), ("3.11.19", "nodetool verify -e KEYSPACE TABLE"),
      ("4.0.19", "nodetool verify -e KEYSPACE TABLE"), ("4.1.0", "nodetool verify -f -e KEYSPACE TABLE"),
      ("5.0.9", "nodetool verify -f -e KEYSPACE TABLE"),
      ("6.0-alpha2", "nodetool verify -f -e KEYSPACE TABLE"),
    ])
  func verifyOfEachRelease(release: String, text: String?) {
    #expect(AdminCommand.verify.text(in: CassandraVersion(release)) == text)
  }

  @Test("spellings come in the order of releases, and each names its source")
  func tableIsInOrder() {
    for command in AdminCommand.all {
      #expect(!command.source.isEmpty)
      for (a, b) in zip(command.spellings, command.spellings.dropFirst()) {
        #expect(a.since.lexicographicallyPrecedes(b.since), "\(command.name)")
      }
    }
  }

  @Test(
    "how many copies there are follows from the ring and the schema",
    arguments: [
      ("system", 3, [], Replicas.nodeLocal), ("system_schema", 3, [], .nodeLocal),
      ("system_auth", 3, [("class", "SimpleStrategy"), ("replication_factor", "1")], .none),
      ("shop", 1, [("class", "NetworkTopologyStrategy"), ("dc1", "3")], .none),
      ("shop", 3, [("class", "NetworkTopologyStrategy"), ("dc1", "2"), ("dc2", "1")], .some(3)),
      ("shop", 3, [], .unknown),
    ])
  func copies(keyspace: String, ring: Int, replication: [(String, String)], expected: Replicas) {
    let options = Labels(replication.map { (name: $0.0, value: $0.1) })
    #expect(Replicas(keyspace: keyspace, ringSize: ring, replication: options) == expected)
  }
}
