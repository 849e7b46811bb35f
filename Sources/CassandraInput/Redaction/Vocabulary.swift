// Words that identify nothing: those of Cassandra's own messages, of nodetool, and of the usual names of
// files and folders. Any other word may be an owner's name.

enum Vocabulary {
  /// True if every word in `text`, and at least one, is ordinary, a number, or both: `10MiB`, `data1`.
  static func contains(_ text: String) -> Bool {
    let words = text.utf8.split { !$0.isAlphanumeric }
    return words.contains { !$0.allSatisfy(\.isDigit) } && words.allSatisfy { isOrdinary(Array($0)) }
  }

  private static func isOrdinary(_ word: [UInt8]) -> Bool {
    let letters = word.drop(while: \.isDigit)
    if letters.isEmpty || isWord(letters) { return true }
    let name = word.prefix { !$0.isDigit }
    let number = word.dropFirst(name.count)
    return name.count > 1 && number.count <= 3 && number.allSatisfy(\.isDigit) && isWord(name)
  }

  /// True for an ordinary word, regardless of case.
  static func isWord(_ bytes: ArraySlice<UInt8>) -> Bool {
    words.contains(String(decoding: bytes, as: UTF8.self).lowercased())
  }

  /// True for a class of Java or Cassandra: in one of their packages, or with an ending of their classes.
  static func isClass(_ text: String) -> Bool {
    if packages.contains(where: { text.hasPrefix($0) }) { return true }
    guard text.utf8.first.map({ $0 &- UInt8(ascii: "A") < 26 }) ?? false else { return false }
    return classEndings.contains { text.utf8.count > $0.utf8.count && text.hasSuffix($0) }
  }

  private static let packages = [
    "org.apache.", "java.", "javax.", "jdk.", "sun.", "com.sun.", "io.netty.", "ch.qos.", "org.slf4j.",
    "com.google.", "com.datastax.", "com.codahale.", "net.openhft.",
  ]

  private static let classEndings = [
    "Exception", "Error", "Strategy", "Partitioner", "Snitch", "Reader", "Writer", "Provider",
    "Authenticator",
    "Authorizer", "Compressor", "Type", "State", "Options", "Executor", "Stage", "Task", "Thread", "Manager",
    "Tidier", "Verb", "Handler", "Filter", "Cache", "Iterator", "Serializer", "Connection", "Message",
  ]

  private static let words: Set<String> = {
    var words = Set<String>()
    for message in MessageCatalog.messages {
      for wording in message.wordings { collect(wording, into: &words) }
    }
    for command in NodetoolCommand.all {
      for name in [command.name] + command.aliases { collect(name, into: &words) }
    }
    for word in more.split(whereSeparator: { $0 == " " || $0 == "\n" }) { words.insert(String(word)) }
    return words
  }()

  /// Adds the words of a message outside of its holes.
  private static func collect(_ text: String, into words: inout Set<String>) {
    var word = ""
    var depth = 0
    for character in text + " " {
      if character == "{" { depth += 1 }
      if character == "}" { depth = max(0, depth - 1) }
      if depth == 0, character.isASCII, character.isLetter {
        word.append(character)
      } else {
        if word.utf8.count > 1 { words.insert(word.lowercased()) }
        word = ""
      }
    }
  }

  /// Units and single letters, names of files and folders, formats, and usual names of captures.
  private static let more = """
    a b c d e f g h i j k l m n o p q r s t u v w x y z
    kb mb gb tb kib mib gib tib pib ns us ms sec secs second seconds min mins minute minutes hour hours day days
    week weeks utc gmt cet cest jan feb mar apr may jun jul aug sep oct nov dec january february march april june
    july august september october november december mon tue wed thu fri sat sun true false null none yes no on off
    log logs txt out err gz zip tar tgz bz xz zst json jsonl ndjson yaml yml csv tsv prom xml html md conf cfg ini
    properties env sh db crc crc32 adler32 sha256 md5 hprof pid jfr core tmp temp bak old new current previous part
    system debug stdout stderr output gc audit full compaction cassandra nodetool metrics exporter monitor tracker
    poller resolver triage tombstone tombstones kernel dmesg messages syslog journal journalctl java jvm jdk
    capture captures collect collection collected bundle bundles diag diagnostic diagnostics dump dumps sample
    samples snap snaps snapshot snapshots backup backups archive archives artifact artifacts report reports facts
    node nodes host hosts cluster clusters server servers dc datacenter rack run runs test tests poll polls cycle
    before after during start end first last begin finish incident incidents case ticket outage healthy health
    corrupt corrupted corruption meta metadata rotated rotation memory heap oom exit io fault faults iofaults full
    diskfull enospc space disk disks backlog trend session sessions notes readme schema cql describe df iostat
    diskstats free top vmstat mpstat sar uptime ps netstat jolokia jmx telemetry history status info version
    var lib opt usr local etc srv mnt media home root dev sys proc block queue tmp run share bin sbin data
    commitlog commitlogs hints cdc raw saved caches cache lost found data1 data2 data3 disk1 disk2 disk3 vol
    volume volumes storage ssd nvme hdd loop mapper md sda sdb sdc sdd vda vdb vdc xvda xvdb xvdc nvme0n1 nvme1n1
    dm ephemeral ebs lv vg docker containers container kubernetes pods pod dse ddac keyspace keyspaces table tables
    user users role roles key keys value values column columns row rows select insert update delete from where
    into set and or not in is if of the to for by with at as it its was were be been are an this that these those
    than then so such only but up down left right too very more most less least all any each every other same
    connection connect connected refused timed timeout timeouts failed failure failures fail fails error errors
    warn warning warnings unable could cannot would should will may must can did does do done got get getting
    unknown unexpected invalid illegal missing empty open opened close closed read reads reading write writes
    written writing file files folder directory path paths exception thread threads pool executor stage stages
    mutation request requests response responses native transport internal messaging gossip main endpoint address
    remote local peer peers port ip listen broadcast rpc seeds seed name names type types class option options
    setting settings default auto mmap stop ignore die best_effort always never small large urgent message data
    level size bytes count total mean max min used long short big bti index statistics summary filter partitions
    toc digest compressioninfo sai created modified deleted removed added started stopped finished completed
    interrupted repair repaired validation stream streaming scrub verify cleanup upgradesstables anticompaction
    drain bootstrap decommission shutdown normal leaving joining moving leaving dead live alive quorum one two
    three serial each any all nothing something number letters read-only input output device system many too
    """
}
