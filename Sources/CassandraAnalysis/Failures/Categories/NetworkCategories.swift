// Connections and streams. An error on a client or peer thread with a socket error at the root is no storage
// error, even inside an FSReadError (sendfile, up to 3.11). Source: ChannelProxy, StreamSession.

package import CassandraModel

extension CategoryID {
  package static let clientBadRequest = CategoryID("client.bad_request")
  package static let streamConnection = CategoryID("stream.connection")
  package static let ioConnection = CategoryID("io.connection")
  package static let streamSession = CategoryID("stream.session")
}

extension ErrorCategory {
  static let network: [ErrorCategory] = [badRequest, streamConnection, connection]
  static let streams: [ErrorCategory] = [streamSession]

  static let socketErrors = [
    "Connection reset by peer", "Connection reset", "Broken pipe", "Connection timed out",
    "Connection refused",
    "No route to host", "An existing connection was forcibly closed by the remote host",
  ]
  private static let closedChannels = [
    "ClosedChannelException", "AsynchronousCloseException", "StacklessClosedChannelException", "SSLException",
    "SSLHandshakeException", "NotSslRecordException",
  ]
  static let storageErrors = [
    "FSReadError", "FSWriteError", "FSDiskFullWriteError", "FSNoDiskAvailableForWriteError",
    "CorruptSSTableException", "CorruptBlockException",
  ]

  private static let badRequest = ErrorCategory(
    .clientBadRequest, .client, "Invalid client request", .info,
    meaning: "A client sent something that cannot be read or executed. The node is sound.",
    check: ["Which client? The record names its address."], run: [], never: [], runbook: nil, route: .note,
    isError: false, subject: .node,
    test: .all([
      .thread([.client]),
      .any([
        .exception([
          "ProtocolException", "MarshalException", "SyntaxException", "InvalidRequestException",
          "InvalidQueryException",
        ]), .messageStarts(["Not enough bytes"]),
        .record(["Protocol exception with client networking", "Invalid or unsupported protocol version"]),
      ]),
    ]),
    examples: [
      .example(
        on: "Native-Transport-Requests-3", record: "Unexpected exception during request; channel = [id: 0x1]",
        logger: "ErrorMessage.java", role: .unrecognized,
        ["org.apache.cassandra.serializers.MarshalException: Not enough bytes to read 1st component"])
    ])

  private static let streamConnection = ErrorCategory(
    .streamConnection, .stream, "Stream connection lost", .warning,
    meaning:
      "The connection of a stream ended. Bootstrap, rebuild or repair has to be started again; storage is "
      + "not at fault on this side, even when the exception is an FSReadError.",
    check: [
      "The peer's log at the same time: it may hold the real error", "nodetool netstats on both sides",
      "nodetool status: who was down?",
    ],
    run: ["Start the repair, bootstrap or rebuild again once the cause is gone."],
    never: [Prohibition.streamThroughput, Prohibition.interruptRepair], runbook: .network, route: .review,
    subject: .node,
    test: .any([
      .all([.thread([.stream]), .any([.systemError(socketErrors), .rootException(closedChannels)])]),
      .all([.systemError(socketErrors), .frame(["org.apache.cassandra.io.util.ChannelProxy.transferTo"])]),
    ]),
    examples: [
      .example(
        on: "STREAM-OUT-/10.0.0.2:7000",
        [
          "org.apache.cassandra.io.FSReadError: java.io.IOException: Broken pipe",
          "at org.apache.cassandra.io.util.ChannelProxy.transferTo", "java.io.IOException: Broken pipe",
        ]),
      .example(
        on: "NettyStreaming-Outbound-/10.0.0.2:7000", role: .streamFailed,
        ["java.nio.channels.ClosedChannelException"]),
    ])

  private static let connection = ErrorCategory(
    .ioConnection, .network, "Connection closed by peer", .info,
    meaning: "A client or a peer closed its connection, or did not answer. By itself no error of this node.",
    check: ["Do many come at once? Then look at the network, at GC pauses, and at clients that restart."],
    run: [],
    never: [], runbook: .network, route: .note, subject: .node,
    test: .all([
      .not(.exception(storageErrors)),
      .any([
        .systemError(socketErrors),
        .all([.thread([.client, .internode]), .rootException(closedChannels)]),
      ]),
    ]),
    examples: [
      .example(
        on: "Native-Transport-Requests-12",
        record: "Unexpected exception during request; channel = [id: 0x1]",
        role: .unrecognized, ["java.io.IOException: Connection reset by peer"]),
      .example(on: "Messaging-EventLoop-3-1", ["java.nio.channels.ClosedChannelException"]),
    ])

  private static let streamSession = ErrorCategory(
    .streamSession, .stream, "Stream session failed", .warning,
    meaning: "A stream with a peer failed, and this node's record does not tell why. Often the peer's does.",
    check: [
      "The peer's log at the same time", "nodetool netstats on both sides",
      "Are the schemas the same (nodetool describecluster)?",
    ],
    run: ["Start the repair, bootstrap or rebuild again once the cause is gone."],
    never: [Prohibition.streamThroughput, Prohibition.interruptRepair], runbook: .network, route: .review,
    subject: .node,
    test: .all([
      .any([
        .role([.streamFailed]), .exception(["StreamException", "StreamReceiveException"]),
        .all([
          .record(["[Stream "]),
          .recordMessage(["Streaming error occurred", "Stream failed", "failed stream session"]),
        ]),
      ]), .not(.exception(storageErrors)),
    ]),
    examples: [
      .example(
        on: "Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0",
        record:
          "[Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Streaming error occurred on session with peer "
          + "10.0.0.2:7000",
        logger: "StreamSession.java", role: .streamFailed,
        [
          "org.apache.cassandra.streaming.StreamReceiveException: java.lang.RuntimeException: Unknown peer "
            + "state"
        ])
    ])
}
