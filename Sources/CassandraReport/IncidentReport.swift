// The incident report: what happened to the nodes of a capture, in the order in which someone wants to know.

public import CassandraAnalysis
import CassandraModel

extension Report {
  /// The incident report on `findings`. It depends on nothing else.
  public static func incidentReport(_ findings: Findings) -> Report {
    Report(title: "Compaction incidents", facts: [], sections: [])
  }
}
