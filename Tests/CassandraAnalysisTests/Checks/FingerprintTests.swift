// The fingerprint of a finding, which identifies it in another run.

import Testing

@testable import CassandraAnalysis

@Suite struct FingerprintTests {
  @Test func everyPartCountsWhereItStands() {
    let all = [["a", "b"], ["ab"], ["b", "a"], ["a", "b", ""], []].map { Fingerprint.of($0) }
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0.utf8.count == 32 })
    #expect(Fingerprint.of(["a", "b"]) == all[0])
  }

  @Test func numbersKeepTheSideOfTheirLimit() {
    #expect(CheckNumber.text(150, unit: "") == "150")
    #expect(CheckNumber.text(1_048_576, unit: "bytes") == "1048576 bytes (1 MiB)")
    #expect(CheckNumber.text(15.135, unit: "seconds") == "15.135 s")
    #expect(CheckNumber.text(.infinity, unit: "") == "inf")
    #expect(CheckNumber.text(1e-9, unit: "") == "1e-09")
    #expect(CheckNumber.unit(of: "disk_read_bytes_total") == "bytes")
    #expect(CheckNumber.unit(of: "compaction_throughput_limit_bytes_per_second") == "bytes_per_second")
    #expect(CheckNumber.unit(of: "pool_active") == "")
  }
}
