// Spark runs hindsight on two executors over parts of the sample data; the report equals that of one machine.

import Foundation
import TestSupport
import Testing

@Suite(.serialized, .needs(.spark)) struct SparkTests {
  /// Bundles as many machines send them: folders, archives with and without a folder inside, a single log,
  /// and an incomplete one.
  private func bundles(in folder: TestFolder, archivesOnly: Bool) throws -> String {
    let all = folder.path("bundles")
    try FileManager.default.createDirectory(atPath: all, withIntermediateDirectories: true)
    let nodes = try FileManager.default.contentsOfDirectory(atPath: Hindsight.sample).filter {
      !$0.hasSuffix(".json")
    }.sorted()
    for (i, node) in nodes.enumerated() {
      let source = Hindsight.sample + "/" + node
      if !archivesOnly, i % 3 == 0 {
        try FileManager.default.copyItem(atPath: source, toPath: all + "/" + node)
      } else {
        let packed = try OutsideProgram.run(
          "/usr/bin/env",
          ["tar", "czf", all + "/" + node + ".tar.gz", "-C"]
            + (i % 3 == 1 ? [source, "."] : [Hindsight.sample, node]))
        #expect(packed.status == 0, "\(packed.errors)")
      }
    }
    let whole = try Data(contentsOf: URL(filePath: all + "/" + nodes[1] + ".tar.gz"))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: all + "/cut.tar.gz"))
    if !archivesOnly {
      try FileManager.default.copyItem(
        atPath: Hindsight.sample + "/tombstones-3.11/logs/system.log.gz", toPath: all + "/alone.log.gz")
    }
    return all
  }

  private func job(
    _ folder: TestFolder, master: String, _ bundles: String, program: String = Hindsight.path, format: String
  ) throws -> OutsideProgram.Run {
    try FileManager.default.createDirectory(atPath: folder.path("spark"), withIntermediateDirectories: true)
    let settings = [
      "spark.ui.enabled=false", "spark.eventLog.enabled=true", "spark.eventLog.compress=false",
      "spark.eventLog.dir=file://" + folder.path("spark"), "spark.local.dir=" + folder.path("spark/local"),
      // Both executors are registered before the first task.
      "spark.scheduler.minRegisteredResourcesRatio=1.0",
      "spark.scheduler.maxRegisteredResourcesWaitingTime=120s",
    ]
    return try OutsideProgram.spark.run(
      [
        Hindsight.package.appending(path: ".examples/spark/bundles.py").path, bundles, folder.path("out"),
        "--hindsight", program, "--partitions", "4", "--report", "--format", format,
      ],
      environment: [
        "PYSPARK_SUBMIT_ARGS": "--master \(master) "
          + settings.map { "--conf " + $0 + " " }.joined() + "pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": folder.path("spark/work"),
        // The executors of a cluster on one machine ask for it.
        "SPARK_SCALA_VERSION": "2.13",
      ])
  }

  private func expectSame(_ folder: TestFolder, as direct: String) throws {
    for file in try FileManager.default.contentsOfDirectory(atPath: direct) {
      #expect(
        FileManager.default.contentsEqual(atPath: direct + "/" + file, andPath: folder.path("out/" + file)),
        "\(file)")
    }
  }

  @Test func twoExecutorsGiveTheReportOfOneMachine() throws {
    let folder = try TestFolder()
    let all = try bundles(in: folder, archivesOnly: false)
    let format = "markdown,csv,html,json"
    let paths = try FileManager.default.contentsOfDirectory(atPath: all).map { all + "/" + $0 }
    let direct = try OutsideProgram.run(
      Hindsight.path,
      ["report", "--root", all, "--quiet", "--format", format, "--output", folder.path("direct")] + paths)
    #expect(direct.status == 3, "one bundle is damaged: \(direct.errors.suffix(2000))")
    let run = try job(folder, master: "local-cluster[2,1,1024]", all, format: format)
    #expect(run.status == 3, "\(run.errors.suffix(2000))")
    #expect(run.errors.contains("cut.tar.gz: error: "), "what is wrong with it is said")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("direct")).count > 20)
    try expectSame(folder, as: folder.path("direct"))
    let log = try eventLog(folder)
    for executor in ["0", "1"] {
      #expect(
        log.contains {
          $0.contains("SparkListenerTaskEnd") && $0.contains("\"Executor ID\":\"\(executor)\"")
        },
        "executor \(executor) did nothing")
    }
  }

  /// A listing of a store: here its files come through Spark. A file at which the program stops early becomes
  /// a note.
  @Test func filesOfAStoreAreReadAndNoneIsForgotten() throws {
    let folder = try TestFolder()
    let all = try bundles(in: folder, archivesOnly: true)
    let program = folder.path("hindsight.sh")
    let script = """
      #!/bin/sh
      case "$2" in */healthy-4.0.tar.gz) echo 'out of memory' >&2; kill -9 $$;; esac
      exec '\(Hindsight.path)' "$@"
      """
    try Data(script.utf8).write(to: URL(filePath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let run = try job(
      folder, master: "local[2]", "file://" + all + "/*.tar.gz", program: program, format: "markdown")
    #expect(run.status == 3, "\(run.errors.suffix(2000))")
    let said =
      "healthy-4.0.tar.gz: error: was not read: hindsight ended with -9: out of memory [bundle.unread]"
    #expect(run.errors.contains(said))
    let report = try String(contentsOfFile: folder.path("out/report.md"), encoding: .utf8)
    #expect(report.contains("was not read: hindsight ended with -9"))
    // Apart from that, the report equals the others.
    try FileManager.default.removeItem(atPath: all + "/healthy-4.0.tar.gz")
    let direct = try OutsideProgram.run(
      Hindsight.path, ["report", all, "--quiet", "--format", "csv", "--output", folder.path("direct")])
    #expect(direct.status == 3)
    let again = try OutsideProgram.run(
      Hindsight.path,
      [
        "report", folder.path("out/facts.jsonl.gz"), "--quiet", "--format", "csv", "--output",
        folder.path("again"),
      ])
    #expect(again.status == 3)
    for table in ["errors.csv", "error_records.csv", "nodes.csv", "compactions.csv", "input_files.csv"] {
      #expect(
        FileManager.default.contentsEqual(
          atPath: folder.path("direct/" + table), andPath: folder.path("again/" + table)), "\(table)")
    }
  }

  /// The lines of Spark's event log.
  private func eventLog(_ folder: TestFolder) throws -> [Substring] {
    let all = FileManager.default.enumerator(atPath: folder.path("spark"))?.compactMap { $0 as? String } ?? []
    return all.filter { $0.contains("app-") }.flatMap { name -> [Substring] in
      // A folder has no text.
      guard let text = try? String(contentsOfFile: folder.path("spark/" + name), encoding: .utf8) else {
        return []
      }
      return text.split(separator: "\n")
    }
  }
}
