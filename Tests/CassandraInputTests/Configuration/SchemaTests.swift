// Schemas in CQL.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Schemas")
struct SchemaTests {
  private static let text = """

    CREATE KEYSPACE shop WITH replication = {'class': 'org.apache.cassandra.locator.NetworkTopologyStrategy', 'dc1': '3'}  AND durable_writes = true;

    CREATE TYPE shop.address (
        street text
    );

    CREATE TABLE shop.orders (
        id uuid,
        note text, -- a comment; with a semicolon
        PRIMARY KEY (id)
    ) WITH additional_write_policy = '99p'
        AND bloom_filter_fp_chance = 0.1
        AND comment = 'it''s; compaction = {''class'': ''No''}'
        AND compaction = {'class': 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy', 'max_threshold': '32', 'sstable_size_in_mb': '160'}
        AND default_time_to_live = 0
        AND gc_grace_seconds = 864000;
    CREATE INDEX orders_customer ON shop.orders (note);

    /*
    Warning: Table shop.hidden omitted because it has constructs not compatible with CQL;
    */
    CREATE TABLE IF NOT EXISTS shop."Events" (day text PRIMARY KEY) WITH default_time_to_live = 604800;
    CREATE MATERIALIZED VIEW shop.by_day AS SELECT * FROM shop.orders WITH gc_grace_seconds = 60 AND compaction = {'class': 'TimeWindowCompactionStrategy'};

    """

  @Test func tablesAndViewsAreReadWithWhatCompactionNeeds() throws {
    let reading = try TextReading(Self.text, file: "schema.cql")
    let tables = reading.recorder.schemas
    #expect(reading.kind == "schema")
    #expect(tables.map(\.table.description) == ["shop.orders", "shop.Events", "shop.by_day"])
    #expect(tables.map(\.isView) == [false, false, true])
    #expect(
      tables.map { $0.compaction["class"] } == [
        "LeveledCompactionStrategy", nil, "TimeWindowCompactionStrategy",
      ])
    #expect(tables[0].compaction["sstable_size_in_mb"] == "160")
    #expect(tables.map(\.gcGraceSeconds) == [864_000, nil, 60])
    #expect(tables.map(\.defaultTTLSeconds) == [0, 604_800, nil])
    #expect(tables[0].replication["class"] == "NetworkTopologyStrategy")
    #expect(tables[2].replication["dc1"] == "3")
    #expect(tables.map(\.source.line) == [8, 23, 24])
    #expect(reading.counts.known == 6, "one for each statement")
    #expect(reading.counts.unparsed == 0)
    #expect(reading.counts.total == reading.lineCount)
  }

  /// A truncated statement may lack further options.
  @Test func aStatementThatIsCutOffGivesNothing() throws {
    let cut = String(Self.text.prefix(600))
    let reading = try TextReading(cut)
    #expect(reading.recorder.schemas.isEmpty)
    #expect(reading.recorder.diagnostics.map(\.code.name) == ["text.incomplete"])
    #expect(reading.counts.unparsed > 0)
  }

  @Test func noCutTrapsOrInventsATable() throws {
    let bytes = Array(Self.text.utf8)
    let whole = Set(try TextReading(bytes).recorder.schemas)
    for length in 25..<bytes.count {
      let reading = try TextReading(Array(bytes[..<length]))
      #expect(Set(reading.recorder.schemas).isSubset(of: whole), "cut at \(length)")
      #expect(reading.counts.total == reading.lineCount, "cut at \(length)")
    }
  }
}
