// Kernel messages that matter to a database, each with its meaning. Wordings of Linux 3.10 to 6.12; source:
// mm/oom_kill.c, block/blk-core.c, block/blk-mq.c, fs/buffer.c, fs/ext4/super.c, fs/xfs/xfs_fsops.c,
// kernel/hung_task.c, arch/x86/mm/fault.c.

import CassandraModel

struct KernelMessage: Sendable {
  /// The form of a process or device name in the message.
  enum Subject: Sendable {
    /// `… process 4242 (java) …`
    case processInParentheses
    /// `dev sda,`, `device sda1`, `dev nvme0n1p1, `
    case deviceBehindDev
    /// `EXT4-fs (sda1): …`, `XFS (dm-0): …`
    case deviceInParentheses
    /// `INFO: task java:4242 blocked for more than 120 seconds.`
    case task
    /// `java[4242]: segfault at …`
    case processInBrackets
  }
  let name: EventName
  let severity: Severity
  /// Alternative texts; a message contains one of them.
  let texts: [StaticString]
  let subject: Subject

  /// The first kind that matches a message applies.
  static let all: [KernelMessage] = [
    KernelMessage(
      name: .kernelOutOfMemory, severity: .critical,
      texts: ["ut of memory: Kill process ", "ut of memory: Killed process ", "Killed process "],
      subject: .processInParentheses),
    KernelMessage(
      name: .kernelReadOnly, severity: .critical,
      texts: [
        "Remounting filesystem read-only", "forced readonly", "Filesystem has been shut down",
        "Shutting down filesystem", "Log I/O Error Detected",
      ], subject: .deviceInParentheses),
    KernelMessage(
      name: .kernelFileSystemError, severity: .critical,
      texts: [
        "EXT4-fs error (device ", "metadata I/O error", "Metadata corruption detected",
        "BTRFS error (device ",
      ],
      subject: .deviceInParentheses),
    KernelMessage(
      name: .kernelIOError, severity: .critical,
      texts: ["I/O error, dev ", "uffer I/O error on dev", "medium error, dev ", "target error, dev "],
      subject: .deviceBehindDev),
    KernelMessage(
      name: .kernelHungTask, severity: .warning, texts: [" blocked for more than "], subject: .task),
    KernelMessage(
      name: .kernelSegmentationFault, severity: .warning, texts: [": segfault at "],
      subject: .processInBrackets),
  ]
}
