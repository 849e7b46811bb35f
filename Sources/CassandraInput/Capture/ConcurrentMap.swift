// Concurrent work with results in order: the output cannot depend on scheduling.

extension Array where Element: Sendable {
  /// The results of `transform` in the order of the elements, computed by at most `jobs` tasks at a time.
  func concurrentMap<Result: Sendable>(
    jobs: Int, _ transform: @escaping @Sendable (Element) async -> Result
  ) async -> [Result] {
    if jobs <= 1 || count <= 1 {
      var results: [Result] = []
      for element in self { results.append(await transform(element)) }
      return results
    }
    return await withTaskGroup(of: (Int, Result).self) { group in
      var results = [Result?](repeating: nil, count: count)
      var next = 0
      while next < Swift.min(jobs, count) {
        let (index, element) = (next, self[next])
        group.addTask { (index, await transform(element)) }
        next += 1
      }
      while let (index, result) = await group.next() {
        results[index] = result
        if next < count {
          let (index, element) = (next, self[next])
          group.addTask { (index, await transform(element)) }
          next += 1
        }
      }
      return results.compactMap { $0 }
    }
  }
}
