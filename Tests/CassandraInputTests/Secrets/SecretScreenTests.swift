// Secrets in a text, and similar words that are not secret.

import CassandraModel
import Foundation
import Testing

@testable import CassandraInput

@Suite struct SecretScreenTests {
  @Test func everySyntaxOfTheCorpusIsHidden() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "EndToEndTests/Fixtures/Secrets/syntaxes.txt")
    let syntaxes = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(syntaxes.count >= 50)
    for syntax in syntaxes where !syntax.contains("{64}") {
      let text = syntax.replacing("{^}", with: "Q9Z017XW").replacing("{}", with: "Q9z017xW")
      let hidden = try #require(SecretScreen.hidden(text), "\(text)")
      #expect(!hidden.text.lowercased().contains("q9z017xw"), "\(hidden.text)")
      // A hidden secret stays as it is.
      #expect(SecretScreen.hidden(hidden.text) == nil, "\(hidden.text)")
    }
  }

  @Test(arguments: [
    #"tombstone_failure_threshold: 100000 tombstone_warn_threshold=1000"#,
    #"Token: (invoke with -T/--tokens to see all 16 tokens)"#,
    #"token=-9223372036854775808 tokens=[-1, 2]"#,
    #"num_tokens: 16"#,
    #"initial_token: null"#,
    #"keyspace=shop, table=orders"#,
    #"partition key: (id, day) PRIMARY KEY ((a), b)"#,
    #"primary key=4711 partition_key=AB12cd34EF"#,
    #"commitlog_directory: /var/lib/cassandra/commitlog"#,
    #"commitlog_compression: null"#,
    #"key_cache_size: 100MiB key_cache_save_period: 14400"#,
    #"authenticator: PasswordAuthenticator"#,
    #"credentials_validity_in_ms=2000; credentials_update_interval=null"#,
    #"PWD=/var/lib/cassandra"#,
    #"keystore: conf/.keystore"#,
    #"keystore_password=<REDACTED>"#,
    #"server_encryption_options=<REDACTED>"#,
    #"password=*****"#,
    #"CREATE TABLE users (id uuid PRIMARY KEY, password text, token text, api_key text)"#,
    #"nodetool -h db1 -p 7199 status"#,
    #"Writing large partition shop/orders:AKEY (12 MiB)"#,
    #"at org.apache.cassandra.auth.PasswordAuthenticator.authenticate(PasswordAuthenticator.java:120)"#,
    #"Key cache hit rate: 0.99"#,
    #"org.apache.cassandra.metrics:type=Table,keyspace=shop,scope=orders,name=KeyCacheHitRate"#,
    #"cassandra_table_key_cache_hit_rate{keyspace="shop",table="tokens"} 0.9"#,
    #"2026-11-21T05:07:34.633Z INFO something: token range (1,2]"#,
    #"https://docs.datastax.com/en/cassandra"#,
    #"http://[::1]:9042/x"#,
    #"/var/lib/cassandra/data/shop/orders-1b255f4def2540a60000000000000000/nb-1-big-Data.db"#,
    #"CompactionExecutor:12 secondary index=foo"#,
    #"password_validator: x"#,
    #"secretName: db-creds"#,
    #"Basic authentication is used; Bearer token missing"#,
    #"Unknown table secrets in keyspace auth"#,
    #"license: Apache-2.0"#,
    #"internode_authenticator: org.apache.cassandra.auth.AllowAllInternodeAuthenticator"#,
    #"invalid password: user unknown"#,
    #"auth_read_consistency_level=LOCAL_QUORUM"#,
    #"roles_validity=2000ms; permissions_validity=2000ms"#,
    #"file /etc/cassandra/jmxremote.password not found"#,
    #"-Dcom.sun.management.jmxremote.password.file=/etc/cassandra/jmxremote.password"#,
    #"-Dcassandra.jmx.remote.port=7199"#,
    #"session=4711 id: 1b255f4d-ef25-40a6-0000-000000000000"#,
    #"compression = {'sstable_compression': 'LZ4Compressor', 'key': 'x'}"#,
    #"sorting by token: 12 keys: 4"#,
    #"host_id=8e2dff84-4e42-491d-99dc-a708243a672d"#,
    #"routing key=00010002"#,
    #"DecoratedKey(-123, 6161)"#,
    #"Compacted (3f0a7b60-e00f-11f0-b5e4-79d4e1a5dbf9) 4 sstables to [/x/nb-5-big,] to level=0."#,
    #"data_file_directories=[Ljava.lang.String;@12345678"#,
  ])
  func whatTheReportNeedsStays(text: String) {
    let hidden = SecretScreen.hidden(text)
    #expect(hidden == nil, "\(hidden?.text ?? "")")
  }

  @Test(arguments: [
    ("password=hunter2 and more", "password=[hidden] and more"),
    ("nodetool -u bob -pw hunter2 status", "nodetool -u bob -pw [hidden] status"),
    ("https://bob:hunter2@db1/x", "https://bob:[hidden]@db1/x"),
    ("WITH PASSWORD = 'it''s' AND LOGIN = true", "WITH PASSWORD = '[hidden]' AND LOGIN = true"),
    ("{password: hunter2, user: bob}", "{password: [hidden], user: bob}"),
    ("Authorization: Bearer abcdefgh12345678", "Authorization: Bearer [hidden]"),
    ("PASSWORD = 'cut of", "PASSWORD = '[hidden]"),
  ])
  func onlyTheSecretIsHidden(text: String, shown: String) {
    #expect(SecretScreen.hidden(text)?.text == shown)
  }

  @Test func aNameSaysThatItsValueIsASecret() {
    for name in [
      "config_keystore_password", "api_key", "AWS_SECRET_ACCESS_KEY", "jmx_auth_token", "bindPassword",
    ] {
      #expect(SecretScreen.hidden("anything at all", named: name)?.text == "[hidden]", "\(name)")
    }
    for name in [
      "tombstone_failure_threshold", "keyspace", "token", "key", "num_tokens", "commitlog_directory",
    ] {
      #expect(SecretScreen.hidden("1000", named: name) == nil, "\(name)")
    }
  }

  @Test func namesOfFilesWithoutTheirSecretsStayTwo() {
    let names = NameScreen(["api_key=aaaa1111/system.log", "api_key=bbbb2222/system.log", "plain/system.log"])
    #expect(names["api_key=aaaa1111/system.log"] == "api_key=[hidden]/system.log")
    #expect(names["api_key=bbbb2222/system.log"] == "api_key=[hidden]/system.log~2")
    #expect(names["plain/system.log"] == "plain/system.log")
  }

  @Test func textOfAnyKindIsReadToItsEnd() {
    for piece in [
      "password=", "'", "\\\"", "://", "@", " -pw", "$2a$", "-----BEGIN PRIVATE KEY", "{", "é", "\n", "key:",
    ] {
      for other in ["password '", "x", ":", "=", "\"", "-", "eyJ", "PASSWORD = $$", " "] {
        for count in 1...4 {
          let text = String(repeating: piece + other, count: count)
          if let hidden = SecretScreen.hidden(text) { #expect(!hidden.secrets.isEmpty) }
        }
      }
    }
  }

  @Test func aFactSharesASecretBetweenItsTextsAndItIsCountedOnce() {
    var screen = FactScreen(NameScreen())
    let event = Event(
      name: .unrecognized, role: .unrecognized, severity: .warning, level: .warn,
      at: LocalTime(milliseconds: 0),
      thread: "main", logger: "X.java", message: "Setting api_key to 'hunter2'",
      fields: EventFields(
        names: [FieldName("setting"), FieldName("to")], values: [.text("api_key"), .text("hunter2")]),
      throwable: Throwable(links: [Throwable.Link(className: "x.Y", message: "password=hunter2")]),
      source: SourceLocation(file: "system.log", line: 7))
    guard case .event(let shown) = screen.screened(.event(event)) else { return }
    #expect(shown.message == "Setting api_key to '[hidden]'")
    #expect(
      shown.fields.text(FieldName("to")) == "[hidden]" && shown.fields.text(FieldName("setting")) == "api_key"
    )
    #expect(shown.throwable?.root.message == "password=[hidden]")
    #expect(screen.counts == ["system.log": 1] && screen.diagnostics.secretsHidden == 1)
  }
}
