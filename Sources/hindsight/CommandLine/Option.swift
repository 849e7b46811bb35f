// One option in one value; parsing, help and tests are generated from it.

import CassandraInput

struct Option: Sendable {
  /// The names as typed, the long one first.
  let names: [String]
  /// The name of its value in the help; nil for an option without a value.
  let placeholder: String?
  /// Its effect in at most 45 characters; nil for an option that only the full help explains.
  var brief: String?
  /// Its effect, with units and default.
  let help: String
  let commands: [Command.ID]
  /// The possible values, for shell completion; empty if they cannot be listed.
  var values: [String] = []
  /// True if it may be given several times.
  var isRepeatable = false
  /// Applies the value, empty for an option without one, to the options.
  let apply: @Sendable (_ value: String, _ options: inout Options, ZoneFolder) throws(ValueError) -> Void

  var name: String { names[0] }
}

/// The reason for rejecting a value. Data only: the words are in `UsageError+Message.swift`.
enum ValueError: Error, Hashable, Sendable {
  /// Not a known word; with the nearest one, if one is near.
  case notOneOf([String], nearest: String?)
  case notAWholeNumber(ClosedRange<Int64>)
  case notATime
  case notAZone
  case notAPattern(LogPattern.Failure)
  case notASpan
  /// With an example of a range.
  case notARange(String)
  case notAFile
  case noName
  case notAPair
  case zoneUnknown(region: String)
  case zoneUnusable(region: String, ZoneFileError)
  case zoneGivenTwice(node: String?)
  case notAFolder
  case notAWorkFolder
  case notAFolderOfPaths
  case notAnAssumption(String)
}
