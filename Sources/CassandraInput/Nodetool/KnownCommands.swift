// What can be polled, for whoever checks a name that a person wrote.

/// Names of commands and monitors.
package enum KnownCommands {
  /// The commands that are known, and the monitors whose output is.
  package static let names: [String] = (NodetoolCommand.all.map(\.name) + MonitorKind.all.map(\.name))
    .filter { !$0.hasPrefix("-") }
}
