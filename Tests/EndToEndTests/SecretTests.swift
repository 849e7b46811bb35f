// Secrets in any place of a bundle are not in the output of any command. Each syntax of
// Fixtures/Secrets/syntaxes.txt is planted in each place, with its own secret.

import Foundation
import Testing
import TestSupport

@Suite struct SecretTests {
  /// A bundle with secrets in it.
  private final class Bundle {
    let folder: TemporaryFolder
    private(set) var secrets: [String] = []
    private var encoded: [String] = []
    private let syntaxes: [String]

    init() throws {
      folder = try TemporaryFolder()
      let file = Captures.package.appending(path: "Tests/EndToEndTests/Fixtures/Secrets/syntaxes.txt")
      syntaxes = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// A text with one more secret. `{}` is the secret, `{^}` in capitals, `{64}` as base64 of a user and it.
    func plant(_ syntax: String) -> String {
      let secret = "Q9z" + String(1000 + secrets.count).dropFirst() + "xW"
      secrets.append(secret)
      let base64 = Data(("u:" + secret).utf8).base64EncodedString()
      if syntax.contains("{64}") { encoded.append(String(base64.dropLast(4).dropFirst(3))) }
      return syntax.replacing("{64}", with: base64)
        .replacing("{^}", with: secret.uppercased()).replacing("{}", with: secret)
    }

    /// Each syntax, as lines that `line` makes.
    func lines(_ line: (Int, String) -> String) -> String {
      syntaxes.enumerated().map { line($0, plant($1)) + "\n" }.joined()
    }

    func write(_ text: String, to name: String) throws { try folder.write(text, to: "bundle/" + name) }

    /// Parts of text that reveal a secret: the common prefixes, and the secrets in base64.
    var needles: [String] { ["Q9z", "Q9Z"] + encoded }
  }

  private static func head(_ level: String, _ index: Int) -> String {
    let second = String(1000 + index).suffix(3)
    return "\(level)  [CompactionExecutor:1] 2026-11-21 05:0\(index % 10):17,\(second) Some.java:7 - "
  }

  private static func bundle() throws -> Bundle {
    let bundle = try Bundle()
    try bundle.write(
      "INFO  [main] 2026-11-21 05:00:00,001 CassandraDaemon.java:1 - Cassandra version: 4.1.10\n"
        + bundle.lines { head("WARN", $0) + "Something with " + $1 }
        + bundle.lines { head("ERROR", $0) + $1 }
        + bundle.lines { index, text in
          head("ERROR", index) + "Exception in thread Thread[CompactionExecutor:1,1,main]\n"
            + "java.lang.RuntimeException: " + text + "\n\tat org.apache.cassandra.db.X.y(X.java:1)\n"
            + "Caused by: java.io.IOException: " + text
        } + bundle.lines { head("INFO", $0) + $1 }, to: "cass-01/system.log")
    try bundle.write(
      bundle.plant(
        "cluster_name: shop\nnum_tokens: 16\npartitioner: Murmur3Partitioner\nauthenticator_secret: {}\n")
        + bundle.plant("client_encryption_options: {enabled: true, keystore_password: {}, a: b}\n")
        + bundle.plant("keystore_password: {}\n") + bundle.plant("ldap_secret: \"{} x\"\n")
        + bundle.plant("jmx_auth_token: 9{}\n") + bundle.plant("license_key: AA-{}-BB\n")
        + bundle.plant("server_encryption_options:\n  truststore_password: {}\n")
        + bundle.plant("metrics_url: https://u:{}@h/x\n"),
      to: "cass-01/cassandra.yaml")
    try bundle.write(
      "-Xmx4G\n" + bundle.plant("-Djavax.net.ssl.keyStorePassword={}\n")
        + bundle.plant("-Dcassandra.jmx.remote.login.password=9{}\n")
        + bundle.plant("-XX:OnOutOfMemoryError=curl -u a:{} http://x\n")
        + bundle.plant("-XX:HeapDumpPath=/var/password={}\n"),
      to: "cass-01/jvm.options")
    try bundle.write(
      "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'};\n"
        + bundle.plant(
          "CREATE TABLE shop.orders (id int PRIMARY KEY) WITH compaction = {'class': 'X', 'api_key': '{}'};\n"
        )
        + bundle.plant("CREATE ROLE bob WITH PASSWORD = '{}';\n"), to: "cass-01/schema.cql")
    try bundle.write(
      bundle.lines { "2026-11-21T05:0\($0 % 10):00Z\n$ nodetool compactionstats\nerror: " + $1 },
      to: "cass-01/polls.txt")
    try bundle.write(
      bundle.lines { "[root@cass-01 ~]# " + $1 + "\npending tasks: \($0)" }, to: "cass-01/session.txt")
    try bundle.write(bundle.lines { "cassand+ \($0) 1 0 05:00 ? java " + $1 }, to: "cass-01/ps.txt")
    try bundle.write(
      bundle.lines { "[Sat Nov 21 05:0\($0 % 10):00 2026] Out of memory: Killed process \($0) (java) " + $1 },
      to: "cass-01/dmesg.txt")
    try bundle.write(
      bundle.lines { index, text in
        let labels = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "cassandra_pending_compactions{job=\"\(labels)\",instance=\"x\(index)\"} 1"
      }
        + bundle.plant("cassandra_table_pending_compactions{keyspace=\"a\",table=\"b\",api_token=\"{}\"} 2\n"),
      to: "cass-01/metrics.prom")
    try bundle.write(
      bundle.plant("{\"timestamp\":\"2026-11-21T05:00:00Z\",\"error\":\"nodetool -u x -pw {} failed\"}\n"),
      to: "cass-01/monitor.json")
    for name in ["password={}.log", "AKIA{^}ABCDEFGH.txt", "api_key={}/system.log", "ghp_{}{}{}{}/notes.txt"]
    {
      try bundle.write(head("ERROR", 1) + "Something failed\n", to: bundle.plant(name))
    }
    return bundle
  }

  private static let commands = [
    ["report", "B", "--output", "OUT", "--format", "markdown,csv,html,json"],
    ["inspect", "B"], ["inspect", "B", "--format", "json"], ["inspect", "B", "--missing"],
    ["extract", "B", "--output", "OUT", "--format", "jsonl"],
    ["extract", "B", "--output", "OUT", "--format", "csv"], ["extract", "B", "--format", "openmetrics"],
    ["merge", "FACTS"], ["report", "FACTS", "--format", "markdown"],
    ["trend", "B", "--output", "OUT", "--format", "markdown,csv,html,json"],
    ["check", "B", "--output", "OUT", "--format", "text,junit,sarif,github,gitlab,tap,markdown,json"],
    ["diff", "B", "FACTS", "--output", "OUT", "--format", "markdown,csv,html,json"],
    ["report", "B", "--format", "text"], ["report", "B", "--format", "html"],
    ["report", "B", "--root", "ROOT", "--format", "json"],
    ["diff", "REPORT", "REPORT"], ["check", "REPORT"], ["inspect", "REPORT"],
    ["replay", "poll", "B"], ["replay", "triage", "B", "--format", "text"], ["replay", "tracker", "B"],
    ["replay", "resolver", "B"], ["replay", "tombstones", "B"], ["replay", "windows", "B"],
    ["replay", "quarantine", "B"],
    ["explain", "pending-saturated", "B", "--at", "2026-11-21T05:00:00Z"],
    ["sweep", "pending-high", "B", "--format", "json"],
  ]

  @Test func noCommandShowsASecret() throws {
    let bundle = try Self.bundle()
    #expect(bundle.secrets.count > 400)
    let (path, facts) = (bundle.folder.path("bundle"), bundle.folder.path("facts.jsonl"))
    let extracted = try Program.run(["extract", path])
    try Data(extracted.output.utf8).write(to: URL(filePath: facts))
    #expect(extracted.errors.contains("secrets hidden"))
    // As an early version may have written it.
    let report = try Program.run(["report", Program.sampleData, "--format", "json"]).output
    try bundle.folder.write(
      report.replacing(
        "\"title\": \"", with: bundle.plant("\"title\": \"login failed, password={} ")),
      to: "report.json")
    let places = [
      "B": path, "FACTS": facts, "REPORT": bundle.folder.path("report.json"), "ROOT": bundle.folder.url.path,
    ]
    for redacts in [false, true] {
      for (index, command) in Self.commands.enumerated() {
        let output = bundle.folder.path("out\(redacts)\(index)")
        let arguments =
          command.map { places[$0] ?? ($0 == "OUT" ? output : $0) } + (redacts ? ["--redact"] : [])
        let run = try Program.run(arguments)
        // The names in a report cannot be replaced any more: `diff` refuses it then.
        let refuses = redacts && command.contains("REPORT")
        #expect([0, 1, 3].contains(run.status) || refuses, "\(command): \(run.errors.prefix(300))")
        var texts = ["": run.output + "\n" + run.errors]
        for file in (try? FileManager.default.subpathsOfDirectory(atPath: output)) ?? [] {
          texts[file] =
            file + "\n" + ((try? String(contentsOfFile: output + "/" + file, encoding: .utf8)) ?? "")
        }
        for (file, text) in texts {
          for needle in bundle.needles {
            guard let place = text.range(of: needle) else { continue }
            let start =
              text.index(place.lowerBound, offsetBy: -80, limitedBy: text.startIndex) ?? text.startIndex
            Issue.record("\(command.prefix(3)), \(file): \(text[start..<place.upperBound])")
            return
          }
        }
      }
    }
  }

  @Test func whatWasHiddenIsCountedAndSaidOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.head("ERROR", 1) + "password=abc and token=abc123def456\n" + Self.head("ERROR", 2)
        + "password=xyz\n",
      to: "system.log")
    let run = try Program.run(["report", folder.url.path])
    #expect(run.errors.components(separatedBy: "3 secrets hidden").count == 2, "\(run.errors)")
    #expect(run.output.contains("3 secrets hidden") && !run.output.contains("abc123"))
    let quiet = try Program.run(["report", folder.url.path, "--quiet"])
    #expect(!quiet.errors.contains("hidden"))
  }

  @Test func factsThatHoldSecretsAreReadWithoutThem() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.head("ERROR", 1) + "it broke for hunter7\n", to: "bundle/system.log")
    let facts = try Program.run(["extract", folder.path("bundle")]).output
    try folder.write(facts.replacing("it broke for hunter7", with: "password=hunter7"), to: "facts.jsonl")
    for command in [["report"], ["extract"], ["merge"], ["inspect"]] {
      let run = try Program.run(command + [folder.path("facts.jsonl")])
      #expect(
        !run.text.contains("hunter7") && run.errors.contains("1 secret hidden"), "\(command) \(run.errors)")
    }
  }
}
