// Real logs, repeated to a size: captures have fewer records of the catalog than the generated log, and
// longer traces.

import Glibc

enum CapturedLogs {
  /// The folder of captures next to a working copy of the package.
  static let folder = "../shared/captures"

  /// Writes the plain `debug.log`s below `folder` repeatedly as one gzip file of about `size` bytes unpacked.
  /// Returns nil, and writes nothing, if there are none.
  static func write(from folder: String, to path: String, size: Int64) throws(BenchmarkError) -> Int64? {
    let once = path + ".once"
    // Safe: the string lives until the call has returned.
    defer { unsafe unlink(once) }
    _ = try shell(
      "find \"$1\" -name debug.log -print0 2>/dev/null | sort -z | xargs -0 -r cat >\"$2\"", folder, once)
    let bytes = Int64(try WholeFile.bytes(once).count)
    guard bytes > 0 else { return nil }
    let times = max(1, size / bytes)
    _ = try shell(
      "i=0; while [ $i -lt $1 ]; do cat \"$2\"; i=$((i+1)); done | gzip >\"$3\"", String(times), once, path)
    return times * bytes
  }

  private static func shell(_ script: String, _ words: String...) throws(BenchmarkError) -> Cost {
    try Command(program: "sh", arguments: ["-c", script, "sh"] + words).run()
  }
}
