// A loop for POSIX shells that collects the inputs that the rules lack, in the form that is read best: one
// growing file for each command, a line with the time in UTC before each sample, and a limit on the time of a
// command. A sample that failed or hung leaves its time and its output, and so counts as a failed sample.

package import CassandraAnalysis
import CassandraModel

package enum CollectorScript {
  /// The script; only a comment if the capture lacks nothing. Only the names of nodes come from the capture:
  /// in comments, with control characters made visible.
  package static func render(_ inspection: CaptureInspection) -> String {
    let needs = needs(inspection)
    guard !needs.isEmpty else {
      let why =
        inspection.nodes.isEmpty
        ? "There is no node in the capture." : "The rules lack nothing that a command gives."
      return "#!/bin/sh\n# " + why + "\n"
    }
    var lines = head
    let withoutLog = inspection.nodes.filter(\.findings.processes.isEmpty).map(\.node.name)
    if !withoutLog.isEmpty {
      let text =
        "Without a log: " + shown(withoutLog) + ". Copy its system.log* and debug.log* into the folder."
      lines += TextTable.flowed("", text, column: 0).map { "# " + $0 } + [""]
    }
    lines += section("Once, at the start.", needs.filter { $0.collector.interval == .start })
    let both = needs.filter { $0.collector.interval == .startAndEnd }
    if !both.isEmpty {
      lines += ["# At the start and at the end: they hold the time between.", "histories() {"]
      lines += both.flatMap { calls($0).map { "  " + $0 } } + ["}", "histories", ""]
    }
    let often = needs.filter { $0.collector.interval == .tenSeconds }
    let seldom = needs.filter { $0.collector.interval == .minute }
    if !often.isEmpty || !seldom.isEmpty { lines += loop(often: often, seldom: seldom) }
    if !both.isEmpty { lines += ["stop=", "histories"] }
    return text(lines)
  }

  private struct Need {
    let collector: RuleCollector
    var reasons: [String] = []
  }

  /// Commands to run, in the order of the inputs.
  private static func needs(_ inspection: CaptureInspection) -> [Need] {
    var needs: [Need] = []
    for input in RuleInput.all {
      let nodes = inspection.nodes.filter { node in node.lacking.contains { $0.input.id == input.id } }
      guard !nodes.isEmpty else { continue }
      let names =
        nodes.count == inspection.nodes.count && nodes.count > 1 ? ["all nodes"] : nodes.map(\.node.name)
      let reason =
        input.title + " of " + shown(names) + ": for " + input.rules.map(\.name).joined(separator: ", ")
      for collector in input.collectors {
        if let i = needs.firstIndex(where: { $0.collector == collector }) {
          needs[i].reasons.append(reason)
        } else {
          needs.append(Need(collector: collector, reasons: [reason]))
        }
      }
    }
    return needs
  }

  private static let nodeLimit = 4

  private static func shown(_ names: [String]) -> String {
    names.prefix(nodeLimit).joined(separator: ", ")
      + (names.count > nodeLimit ? " and " + InspectionText.count(names.count - nodeLimit) + " more" : "")
  }

  private static let head = """
    #!/bin/sh
    # Collects what the capture lacked. Run it on the node, as a user who may run nodetool:
    #
    #   sh collect.sh [FOLDER [MINUTES]]
    #
    # It runs for MINUTES, or until it is stopped with Ctrl-C, changes nothing, and appends to one file for each
    # command in FOLDER. NODETOOL may hold options: NODETOOL='nodetool -u me -pwf file' sh collect.sh
    set -u
    folder=${1:-hindsight-$(uname -n)-$(date -u +%Y%m%dT%H%M%SZ)}
    minutes=${2:-0}
    nodetool=${NODETOOL:-nodetool}
    mkdir -p "$folder" || exit 1
    # A node in trouble may not answer: after 30 seconds a command is given up.
    if command -v timeout >/dev/null 2>&1; then limit='timeout 30'; else limit=; fi

    # Stopping waits for the sample that is being taken, so that none is left half.
    stop=
    trap 'stop=1' INT TERM HUP

    # sample FILE COMMAND...: the time, then what the command says. A blank line first: a command that was given up
    # may have stopped within a line.
    sample() {
      [ -z "$stop" ] || return 0
      file=$folder/$1.log
      shift
      { echo; date -u +%Y-%m-%dT%H:%M:%SZ; $limit "$@" 2>&1; } >>"$file" </dev/null
    }

    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  private static func section(_ title: String, _ needs: [Need]) -> [String] {
    needs.isEmpty ? [] : ["# " + title] + needs.flatMap { calls($0) } + [""]
  }

  private static func calls(_ need: Need) -> [String] {
    let collector = need.collector
    // $nodetool is not quoted because it may hold options.
    let command = (collector.isNodetool ? "$nodetool " : "") + collector.command
    return need.reasons.flatMap { TextTable.flowed("", $0, column: 0).map { "# " + $0 } }
      + ["sample " + collector.name + " " + command]
  }

  private static func loop(often: [Need], seldom: [Need]) -> [String] {
    var lines = ["start=$(date +%s)", "next=$start", "cycle=0", "while [ -z \"$stop\" ]; do"]
    if often.isEmpty {
      lines += ["  # Every 60 seconds."] + seldom.flatMap { calls($0).map { "  " + $0 } }
    } else {
      lines += ["  # Every 10 seconds."] + often.flatMap { calls($0).map { "  " + $0 } }
      if !seldom.isEmpty {
        lines += ["  # Every 60 seconds.", "  if [ $((cycle % 6)) -eq 0 ]; then"]
        lines += seldom.flatMap { calls($0).map { "    " + $0 } } + ["  fi"]
      }
    }
    lines += [
      "  cycle=$((cycle + 1))", "  now=$(date +%s)",
      "  if [ \"$minutes\" -gt 0 ] && [ $((now - start)) -ge $((minutes * 60)) ]; then break; fi",
      "  # Commands take their time: the next cycle begins when its turn comes, or at once when it is late.",
      "  next=$((next + " + (often.isEmpty ? "60" : "10") + "))",
      "  if [ -n \"$stop\" ]; then break; fi",
      "  if [ \"$next\" -gt \"$now\" ]; then sleep $((next - now)); else next=$now; fi", "done",
    ]
    return lines
  }

  private static func text(_ lines: [String]) -> String {
    lines.map { VisibleText.make($0) }.joined(separator: "\n") + "\n"
  }
}
