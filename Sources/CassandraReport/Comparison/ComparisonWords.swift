// The values of a comparison as cells.

import CassandraAnalysis
import CassandraModel

enum ComparisonWords {
  static func cell(_ value: Snapshot.Value?, _ measure: ComparisonMeasure) -> Cell {
    switch value {
    case nil: return .missing(reason: "unknown")
    case .text(let text)?: return .code(text)
    case .number(let number)?:
      switch measure.unit {
      case .bytes: return .bytes(Int64(exactly: number.rounded()) ?? (number < 0 ? .min : .max))
      case .bytesPerSecond: return .bytesPerSecond(number)
      case .ratio: return .percent(ratio: number)
      case .seconds:
        guard let milliseconds = Int64(exactly: (number * 1000).rounded()) else {
          return .decimal(number, digits: 3)
        }
        return .duration(TimeSpan(milliseconds: milliseconds))
      case .tier:
        let index = Int(exactly: number) ?? -1
        return Tier.allCases.indices.contains(index) ? .text(Tier.allCases[index].rawValue) : .missing
      case .perHour: return .decimal(number, digits: 1)
      case .count, .text: return .decimal(number, digits: number == number.rounded() ? 0 : 2)
      }
    }
  }
}
