// A file of metrics that several machines share is read once for each machine, and each pass takes only that
// machine's lines.

import CassandraModel

/// The way to read a kind of text that several machines may share.
struct MachineFormat: Sendable {
  /// A text with more machines, or with more bytes, is not split: each machine costs one pass.
  static let machineLimit = 64
  static let byteLimit = 32 << 20

  /// The lines of a text, without their ends.
  static func lines(of text: Span<UInt8>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let end = text.firstIndex(of: UInt8(ascii: "\n"), in: start..<text.count) ?? text.count
      lines.append(start..<end)
      start = end + 1
    }
    return lines
  }

  /// The machines of a whole text.
  let names: @Sendable (_ text: Span<UInt8>, _ file: String) -> HostNames
  /// A reader for the content of one machine.
  let makeReader:
    @Sendable (_ file: String, _ time: CaptureTime?, _ part: MachinePart) -> any CaptureTextReader
}

/// One of the machines of a file.
struct MachinePart: Sendable {
  let machines: [String]
  let index: Int

  var name: String { machines[index] }
  /// True if its reader counts lines without a machine.
  var countsStrays: Bool { index == 0 }

  /// True if `machine` is this one; nil for lines without a machine.
  func owns(_ machine: String?) -> Bool {
    let place = machine.flatMap { name in machines.firstIndex { HostNames.areSame($0, name) } }
    return place.map { $0 == index } ?? countsStrays
  }

  /// `10.0.0.1:9500` without its port; nil for names that every machine gives itself.
  static func machine(_ text: String) -> String? {
    var name = text
    if let colon = name.lastIndex(of: ":"), name.firstIndex(of: ":") == colon {
      name = String(name[..<colon])
    }
    return name.isEmpty || HostToken.isLoopback(name) ? nil : name
  }
}

extension CaptureText {
  /// Its parts, one a machine; a single part if it is of one machine, or if it cannot be split.
  func machineParts(_ limit: ExpansionLimit) -> [CaptureText] {
    guard let machines = format.machines, input.canReopen, var blocks = try? input.open(limit: limit) else {
      return [self]
    }
    var text: [UInt8] = []
    while let block = blocks.next(splitAt: { $0.count }) {
      text += block.bytes
      if text.count > MachineFormat.byteLimit { return [self] }
    }
    let names = machines.names(text.span, input.name).names
    guard names.count > 1, names.count <= MachineFormat.machineLimit else { return [self] }
    return names.indices.map { index in
      var part = self
      part.machine = MachinePart(machines: names, index: index)
      part.input = input.part(FileInspection.partName(names[index]))
      return part
    }
  }
}

extension DiagnosticCode {
  static let metricsMachines = DiagnosticCode(
    "metrics.machines", .warning,
    "This file has values of several machines and was not taken apart, so they were left out; give one file for each machine."
  )
}
