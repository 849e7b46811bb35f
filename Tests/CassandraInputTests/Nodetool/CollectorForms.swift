// The forms in which collectors put outputs of several machines into one file, as functions: applied to real
// outputs they make the inputs of `CollectorTests`.

import Testing

/// A way to collect outputs.
struct CollectorForm: CustomTestStringConvertible, Sendable {
  let name: String
  /// The output `text` of `command` on `host` in the collector's form.
  let render: @Sendable (_ host: String, _ command: String, _ text: String) -> String

  var testDescription: String { name }

  init(_ name: String, _ render: @escaping @Sendable (String, String, String) -> String) {
    self.name = name
    self.render = render
  }

  /// Adds a prefix to each line.
  init(_ name: String, prefix: @escaping @Sendable (String) -> String) {
    self.init(name) { host, _, text in Self.prefixed(text, prefix(host)) }
  }

  static func prefixed(_ text: String, _ before: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { before + $0 + "\n" }
      .joined()
  }

  /// Command lines: each one names the machine and the command.
  static let commandLines = [
    CollectorForm("prompt of root") { "[root@\($0) ~]# nodetool \($1)\n\($2)" },
    CollectorForm("prompt of Debian") { "ops@\($0):~$ nodetool \($1)\n\($2)" },
    CollectorForm("short prompt") { "\($0)$ nodetool \($1)\n\($2)" },
    CollectorForm("prompt in a pod") { "root@\($0):/# nodetool \($1)\n\($2)" },
    CollectorForm("prompt of SUSE") { "\($0):~ # nodetool \($1)\n\($2)" },
    CollectorForm("-h") { "me@bastion:~$ nodetool -u cassandra -pw x -h \($0) -p 7199 \($1)\n\($2)" },
    CollectorForm("ssh") {
      "me@bastion:~$ ssh -o StrictHostKeyChecking=no root@\($0) nodetool \($1)\n\($2)Connection to \($0) closed.\n"
    },
    CollectorForm("kubectl exec") {
      "$ kubectl exec -n prod \($0) -c cassandra -- nodetool \($1)\nDefaulted container \"x\" out of: x, y\n\($2)"
    },
    CollectorForm("docker exec") { "$ docker exec -it \($0) nodetool \($1)\n\($2)" },
    CollectorForm("task exec") { "$ dcos task exec \($0) nodetool \($1)\n\($2)" },
    CollectorForm("ccm") { "$ ccm \($0) nodetool \($1)\n\($2)" },
    CollectorForm("set -x") { "+ ssh \($0) nodetool \($1)\n\($2)" },
    CollectorForm("a mail that quotes a session") {
      "> [root@\($0) ~]# nodetool \($1)\n" + prefixed($2, "> ")
    },
    CollectorForm("a session in a block of code") {
      "    [root@\($0) ~]# nodetool \($1)\n" + prefixed($2, "    ")
    },
  ]

  /// Headings and prefixes, which name only the machine.
  static let headings = [
    CollectorForm("ansible") { "\($0) | CHANGED | rc=0 >>\n\($2)" },
    CollectorForm("ansible before 2.8") { "\($0) | SUCCESS | rc=0 >>\n\($2)\n" },
    CollectorForm("pssh -i") { "[1] 05:10:03 [SUCCESS] \($0)\n\($2)" },
    CollectorForm("dshbak") { "----------------\n\($0)\n----------------\n\($2)" },
    CollectorForm("clush -b") { "---------------\n\($0) (1)\n---------------\n\($2)" },
    CollectorForm("=== host ===") { "=== \($0) ===\n\($2)" },
    CollectorForm("--- host ---") { "--- \($0) ---\n\($2)\n" },
    CollectorForm("# host") { "# \($0)\n\($2)" },
    CollectorForm("host:") { "\($0):\n\($2)" },
    CollectorForm("Host: host") { "Host: \($0)\n\($2)" },
    CollectorForm("echo $h") { "\($0)\n\($2)" },
    CollectorForm("a Markdown page") { "### \($0)\n\n```text\n\($2)```\n" },
    CollectorForm("salt") { "\($0):\n" + prefixed($2, "    ") },
    CollectorForm("bolt") { "Finished on \($0):\n" + prefixed($2, "  ") },
    CollectorForm("tail of several files") { "==> \($0)/\($1).txt <==\n\($2)\n" },
    CollectorForm("pdsh", prefix: { "\($0): " }),
    CollectorForm("fabric", prefix: { "[\($0)] out: " }),
    CollectorForm("kubectl logs --prefix", prefix: { "[pod/\($0)/cassandra] " }),
    CollectorForm("docker compose", prefix: { "\($0)  | " }),
    CollectorForm("parallel --tag", prefix: { "\($0)\t" }),
    CollectorForm("capistrano", prefix: { " ** [out :: \($0)] " }),
  ]
}
