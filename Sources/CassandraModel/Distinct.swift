// Lists without repetitions.

/// Each of `values` once, in the order of first occurrence.
package func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { seen.insert($0).inserted }
}
