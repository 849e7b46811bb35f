// Names of classes in exceptions and their frames. Classes of Cassandra, of the JDK and of well-known
// projects stay. Any other package belongs to a user's extension of Cassandra, and identifies its owner.

import CassandraModel

extension Redactor {
  /// A class, or a frame, `package.Class.method`.
  func className(_ name: String) -> String {
    guard !ClassNames.isPublic(name) else { return name }
    var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, name.utf8.allSatisfy({ $0.isWord || ".$<>-".utf8.contains($0) }) else {
      return text(name)
    }
    var isInClass = false
    for index in parts.indices {
      let part = parts[index]
      guard let first = part.utf8.first, first.isAlphanumeric else { continue }
      if isInClass { continue }
      if first &- UInt8(ascii: "A") < 26 {
        isInClass = true
        // A dollar sign precedes nested classes.
        parts[index] = part.split(separator: "$", omittingEmptySubsequences: false).map { name in
          name.utf8.first.map { $0.isDigit } ?? true ? String(name) : classWithEnding(String(name))
        }.joined(separator: "$")
      } else if index > 0 || !ClassNames.roots.contains(part) {
        parts[index] = replace(.package, part)
      }
    }
    return parts.joined(separator: ".")
  }

  /// The ending of a class stays, because it names the kind of exception.
  private func classWithEnding(_ name: String) -> String {
    let ending = ["Exception", "Error"].first { name.hasSuffix($0) } ?? ""
    return replace(.javaClass, name) + ending
  }
}

/// The owners of packages.
enum ClassNames {
  /// Prefixes of packages that belong to a company or a project.
  static let roots: Set = [
    "com", "org", "net", "io", "de", "uk", "co", "eu", "fr", "nl", "us", "ca", "ch", "at", "jp", "cn", "in",
    "au", "ru",
    "br", "it", "es", "se", "no", "dk", "pl", "ai", "app", "dev", "tech", "cloud", "me", "gov", "edu",
  ]

  /// True for a well-known class, and for one without a package.
  static func isPublic(_ name: String) -> Bool {
    !name.contains(".") || publicPackages.contains { name.hasPrefix($0) }
  }

  /// True for `com.acme.db.Trigger` in a text: a class in a private package.
  static func isForeign(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 2, let root = parts.first, roots.contains(String(root)), !isPublic(name) else {
      return false
    }
    return parts.contains { $0.utf8.first.map { $0 &- UInt8(ascii: "A") < 26 } ?? false }
  }

  private static let publicPackages = [
    "org.apache.", "java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.", "io.netty.", "ch.qos.",
    "org.slf4j.",
    "com.google.", "com.datastax.", "com.codahale.", "com.yammer.", "io.dropwizard.", "net.openhft.",
    "net.jpountz.",
    "org.jctools.", "com.github.", "org.antlr.", "org.yaml.", "org.codehaus.", "com.fasterxml.",
    "org.xerial.",
    "scala.", "kotlin.", "clojure.", "groovy.", "org.springframework.", "org.eclipse.", "org.hibernate.",
    "com.ning.",
    "org.caffinitas.", "com.clearspring.", "com.boundary.", "com.carrotsearch.", "io.airlift.",
    "io.micrometer.",
    "io.prometheus.", "io.opentelemetry.", "org.jolokia.", "com.amazonaws.", "software.amazon.",
    "com.scylladb.",
    "org.glassfish.", "com.zaxxer.", "reactor.", "rx.", "akka.", "org.bouncycastle.", "org.objectweb.",
    "net.bytebuddy.", "org.gridkit.", "com.lmax.", "it.unimi.", "org.HdrHistogram.", "com.oracle.",
    "com.ibm.",
    "com.azul.", "org.openjdk.", "com.vdurmont.", "com.googlecode.", "com.palantir.", "accord.", "com.beust.",
    "io.airlift.", "picocli.", "oshi.", "com.lightbend.", "org.mindrot.", "com.instaclustr.",
    "org.cassandraunit.",
    "jnr.", "agrona.", "org.agrona.", "com.influxdb.", "info.archinnov.",
  ]
}
