// Names of commands and monitors, to check names in configurations.

package enum KnownCommands {
  /// The known nodetool commands, and the monitors whose output is read.
  package static let names: [String] = (NodetoolCommand.all.map(\.name) + MonitorKind.all.map(\.name))
    .filter { !$0.hasPrefix("-") }
}
