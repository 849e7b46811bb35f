// Every message that Hindsight knows, by family. The order is the order of matching within a logger.

extension MessageCatalog {
  /// The messages, in order.
  package static let messages: [MessageTemplate] =
    CompactionMessages.all

  /// The catalog of all messages.
  package static let all = MessageCatalog(messages)
}
