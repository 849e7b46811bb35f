// One option: everything about it in one value, from which parsing, help and tests are made.

import CassandraInput

/// An option of the command line.
struct Option: Sendable {
  /// Its names as typed, the long one first.
  let names: [String]
  /// What its value is called in the help; nil for one that takes no value.
  let placeholder: String?
  /// What it does in at most 45 characters; nil for an option that only the full help explains.
  var brief: String?
  /// What it does, with units and default.
  let help: String
  /// The commands that take it.
  let commands: [Command.ID]
  /// The values that there are, for shells to offer; empty where they cannot be listed.
  var values: [String] = []
  /// Whether it may be given several times.
  var isRepeatable = false
  /// How its value, empty for an option without one, changes the options.
  let apply: @Sendable (_ value: String, _ options: inout Options, ZoneFolder) throws(ValueError) -> Void

  /// The long name.
  var name: String { names[0] }
}

/// Why a value is not one that an option takes. Data only: the words are in `UsageError+Message.swift`.
enum ValueError: Error, Hashable, Sendable {
  /// Not one of the known words; with the nearest of them, if one is near.
  case notOneOf([String], nearest: String?)
  case notAWholeNumber(ClosedRange<Int64>)
  case notATime
  case notAZone
  case notAPattern(LogPattern.Failure)
  case notASpan
  /// With an example of one.
  case notARange(String)
  case notAFile
  case noName
  case notAPair
  case zoneUnknown(region: String)
  case zoneUnusable(region: String, ZoneFileError)
  case zoneGivenTwice(node: String?)
  case notAFolder
  case notAFolderOfPaths
  case notAnAssumption(String)
}
