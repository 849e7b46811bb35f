// All messages of the catalog, by family. The order is the order of matching within a logger, so frequent
// families come first, and ProcessMessages before PolicyMessages (see process.stopping).

extension MessageCatalog {
  /// The messages, in order.
  package static let messages: [MessageTemplate] = [
    CompactionMessages.all,
    SSTableMessages.all,
    FlushMessages.all,
    QueryMessages.all,
    OperationMessages.all,
    SpaceMessages.all,
    PressureMessages.all,
    FailureMessages.all,
    OutOfMemoryMessages.all,
    StorageFailureMessages.all,
    TransactionMessages.all,
    ProcessMessages.all,
    ConfigurationMessages.all,
    PolicyMessages.all,
    StrategyMessages.all,
    ScrubMessages.all,
    PartitionMessages.all,
    RepairMessages.all,
    ValidationMessages.all,
    AnticompactionMessages.all,
    StreamMessages.all,
    HintMessages.all,
    OperatorMessages.all,
    MembershipMessages.all,
    StartupMessages.all,
    JVMMessages.all,
  ].flatMap { $0 }

  /// The catalog of all messages.
  package static let all = MessageCatalog(messages)
}
