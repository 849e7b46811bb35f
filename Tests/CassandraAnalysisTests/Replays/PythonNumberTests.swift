// Numbers as Python prints them; Python 3.11 printed the expected values.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays

@Suite struct PythonNumberTests {
  @Test(
    arguments: [
      (2.675, 2, 2.67), (0.125, 2, 0.12), (0.375, 2, 0.38), (1.005, 2, 1.0), (-2.675, 2, -2.67),
      (0.5, 0, 0.0),
      (1.5, 0, 2.0), (2.5, 0, 2.0), (350.0, 2, 350.0), (123456789.125, 2, 123456789.12), (0.005, 2, 0.01),
      (0.015, 2, 0.01), (1_000_000_000_000_000.5, 2, 1_000_000_000_000_000.5), (1e-300, 2, 0.0),
      (1e300, 2, 1e300), (0.0005, 3, 0.001), (33.333333333333336, 2, 33.33), (1e-7, 2, 0.0),
      (4398046511104.125, 2, 4398046511104.12), (12.345, 1, 12.3),
    ] as [(Double, Int, Double)])
  func roundsTheExactValueAndTiesToEven(value: Double, digits: Int, expected: Double) {
    #expect(PythonNumber.round(value, digits) == expected)
  }

  @Test func zeroKeepsItsSignAndWhatIsNoNumberStays() {
    #expect(PythonNumber.round(-0.001, 2).sign == .minus)
    #expect(PythonNumber.round(.nan, 2).isNaN)
    #expect(PythonNumber.round(.infinity, 2) == .infinity)
  }

  @Test(arguments: [
    ("12.80", 12.8), ("100", 100), ("-1.5e3", -1500), (".5", 0.5), ("1_000", 1000), ("inf", Double.infinity),
    ("9.23", 9.23),
  ])
  func readsWhatPythonReads(text: String, value: Double) { #expect(PythonNumber.float(text) == value) }

  @Test(arguments: [
    "bytes", "n/a", "45,12", "", "0x10", "1__0", "_1", "1_", "MiB", "orders", "1e", "--1", "range",
  ])
  func refusesWhatPythonRefuses(text: String) { #expect(PythonNumber.float(text) == nil) }

  @Test func timesAreThoseOfPython() {
    #expect(Instant(milliseconds: 1_795_237_808_988).pythonISOFormat == "2026-11-21T05:10:08.988000")
    #expect(Instant(milliseconds: 1_795_237_808_000).pythonISOFormat == "2026-11-21T05:10:08")
    #expect(Instant(milliseconds: 1_795_237_808_988).pythonSeconds == "2026-11-21T05:10:08Z")
  }

  /// Found by damage: a number below zero of any size.
  @Test(arguments: [
    (-1e20, "-1e+20"), (-12.345, "-12.35"), (-0.001, "-0.00"), (1e300, "1e+300"), (.nan, "nan"),
    (3.999, "4.00"),
  ])
  func anyNumberHasTwoDecimalsOrIsWrittenAsItIs(value: Double, text: String) {
    #expect(PythonNumber.twoDecimals(value) == text)
  }
}
