// I/O errors: the device, the file system, limits and ownership. The operating system's text at the end of a
// message decides, whatever the exception class is. Source: FSError, NativeLibrary.

package import CassandraModel

extension CategoryID {
  package static let ioUnsupported = CategoryID("io.unsupported")
  package static let ioReadOnly = CategoryID("io.read_only")
  package static let ioMappedFault = CategoryID("io.mapped_fault")
  package static let ioDevice = CategoryID("io.device")
  package static let ioTooManyOpenFiles = CategoryID("io.too_many_open_files")
  package static let ioPermission = CategoryID("io.permission")
  package static let ioMissingFile = CategoryID("io.missing_file")
  package static let ioOther = CategoryID("io.other")
}

extension ErrorCategory {
  static let io: [ErrorCategory] = [
    readOnly, mappedFault, device, tooManyOpenFiles, permission, unsupported,
  ]
  static let otherIO: [ErrorCategory] = [otherIOError]

  private static let looks = [
    "Kernel log (dmesg -T), SMART, RAID, network storage: believe them, not the file that is named",
    "nodetool statusgossip and nodetool statusbinary: is the node out of the ring?",
  ]
  private static let nevers = [
    Prohibition.rewrite, Prohibition.deleteFiles, Prohibition.deleteTransactionLogs,
    Prohibition.restartIntoFault,
  ]
  private static let nativeLibrary = ChainTest.logger(["NativeLibrary.java", "CLibrary.java"])

  private static let readOnly = ErrorCategory(
    .ioReadOnly, .io, "Read-only file system (EROFS)", .critical,
    meaning:
      "The file system refuses writes. Mostly the kernel made it read-only after an error of the device. "
      + "Every thread that writes fails in its own way: one error, many records.",
    check: looks + ["mount: is the data directory read-only (ro)? The kernel log says since when."],
    run: [
      "Stop the node.",
      "Find the cause in the kernel log; check the file system unmounted; mount it read-write.",
      "Start the node; then nodetool repair -full KEYSPACE once it is sound and there is no backlog.",
    ],
    never: nevers + ["Do not remount read-write over a device that the kernel gave up."], runbook: .device,
    route: .pageAndAct, subject: .disk,
    closing: .write(atLeast: 0),
    test: .any([
      .systemError(["Read-only file system", "errno (30)"]),
      .all([nativeLibrary, .recordMessage(["failed, errno (30)"])]),
    ]),
    examples: [
      .example(
        record:
          "Failed to sync file /d/shop/orders/nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log",
        logger: "LogReplica.java",
        [
          "org.apache.cassandra.io.FSWriteError: java.nio.file.FileSystemException: "
            + "/d/nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log: Read-only file system",
          "java.nio.file.FileSystemException: "
            + "/d/nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log: Read-only file system",
        ]),
      .example(
        on: "BatchlogTasks:1",
        [
          "java.util.concurrent.ExecutionException: FSWriteError in fsync(76) failed, errno (30) [30] "
            + "Read-only file system"
        ]),
      .example(
        on: "HintsWriteExecutor:1", record: "fsync(76) failed, errno (30) [30] Read-only file system",
        logger: "NativeLibrary.java", role: .unrecognized),
    ])

  private static let mappedFault = ErrorCategory(
    .ioMappedFault, .io, "InternalError: mapped page unreadable", .critical,
    meaning:
      "A page behind a mapped SSTable could not be read: a truncated file, a media error, lost network "
      + "storage, or a full sparse volume. No path is given; the inputs of the compaction are the "
      + "candidates.",
    check: looks + [
      "The inputs of the compaction on that thread: sizes on disk, and do they read (cat FILE > /dev/null)?"
    ],
    run: ["If the device is sound and one file does not read or is too short: runbook RB-1 for it."],
    never: nevers,
    runbook: .device, route: .page, subject: .disk,
    closing: .sameInputs, test: .all([.exception(["InternalError"]), .message(["a fault occurred in"])]),
    examples: [
      .example([
        "java.lang.InternalError: a fault occurred in a recent unsafe memory access operation in compiled "
          + "Java code",
        "at net.jpountz.lz4.LZ4JNIFastDecompressor.decompress",
      ])
    ])

  private static let device = ErrorCategory(
    .ioDevice, .io, "I/O error from the device (EIO)", .critical,
    meaning: "The device or the storage behind the file system did not do a read or a write. Under a "
      + "CorruptSSTableException it is still the disk, not the file: other files on it are next.",
    check: looks + ["Which files, on which disk? Are others on it readable (cat FILE > /dev/null)?"],
    run: [
      "Take the node out: nodetool disablebinary, nodetool disablegossip; then stop it.",
      "Replace the device; rebuild or replace the node; nodetool repair -full KEYSPACE.",
    ],
    never: nevers + [
      "Do not scrub or verify: they read the whole failing device and write to it.", Prohibition.trustSuccess,
    ],
    runbook: .device, route: .pageAndAct, subject: .disk,
    closing: .sameInputs,
    test: .any([
      .systemError([
        "Input/output error", "Structure needs cleaning", "Stale file handle", "Stale NFS file handle",
        "Remote I/O error", "Transport endpoint is not connected", "No such device or address", "errno (5)",
      ]),
      // A soft mount of network storage reports a socket error when it gives up.
      .all([.exception(storageErrors), .systemError(["Connection timed out", "Host is down"])]),
      .all([nativeLibrary, .recordMessage(["failed, errno (5)"])]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: "
          + "/d/shop/orders-10919100e56c11f1b1d50124102653b3/nb-13-big-Data.db",
        "at org.apache.cassandra.io.sstable.SSTableIdentityIterator.hasNext",
        "java.io.IOException: Input/output error", "at java.base/sun.nio.ch.FileDispatcherImpl.pread0",
      ]),
      .example([
        "org.apache.cassandra.io.FSReadError: java.io.IOException: Connection timed out",
        "java.io.IOException: Connection timed out", "at java.base/sun.nio.ch.FileDispatcherImpl.pread0",
      ]),
    ])

  private static let tooManyOpenFiles = ErrorCategory(
    .ioTooManyOpenFiles, .io, "Too many open files (EMFILE)", .critical,
    meaning:
      "The process reached its limit of open files. The file named is the one that came too late, often the "
      + "output: neither file nor disk is damaged. Up to 4.0 the node limps on; later versions stop.",
    check: [
      "grep 'open files' /proc/PID/limits; ls /proc/PID/fd | wc -l",
      "nodetool tablestats: SSTable count of the tables; thousands mean a backlog or tiny SSTables",
    ],
    run: ["Raise nofile for the service (LimitNOFILE, limits.d) to 100000 or more; restart the node."],
    never: [
      Prohibition.deleteFiles, Prohibition.rewrite,
      "Do not raise the limit only in a shell: the service does not see it.",
    ], runbook: .limits, route: .pageAndAct, subject: .process,
    closing: .newProcess,
    test: .any([
      .systemError(["Too many open files", "Too many open files in system", "errno (24)"]),
      .all([nativeLibrary, .recordMessage(["failed, errno (24)"])]),
    ]),
    examples: [
      .example([
        "java.lang.RuntimeException: java.nio.file.FileSystemException: /d/nb-11-big-Data.db: Too many open "
          + "files",
        "java.nio.file.FileSystemException: /d/nb-11-big-Data.db: Too many open files",
      ]),
      .example(["java.io.FileNotFoundException: /d/nb-11-big-Data.db (Too many open files)"]),
      .example(
        record: "open(/d/shop/orders-1004ba50e56c11f1b1d50124102653b3, O_RDONLY) failed, errno (24).",
        logger: "NativeLibrary.java", role: .unrecognized),
    ])

  private static let permission = ErrorCategory(
    .ioPermission, .io, "Permission denied (EACCES)", .critical,
    meaning:
      "A file or folder belongs to another user, or a security module refuses it. Mostly a tool ran as root.",
    check: [
      "ls -ln of the file and its folders; the user of the process", "SELinux or AppArmor in the kernel log",
    ],
    run: ["Stop the node, chown -R its files to the user it runs as, start it."],
    never: [
      Prohibition.deleteFiles, "Do not run offline tools (sstablescrub, sstableupgrade, …) as root.",
    ],
    runbook: .limits, route: .page, subject: .disk,
    closing: .write(atLeast: 0),
    test: .any([
      .systemError(["Permission denied", "Operation not permitted"]), .exception(["AccessDeniedException"]),
    ]),
    examples: [
      .example(
        on: "MemtableFlushWriter:1",
        [
          "org.apache.cassandra.io.FSWriteError: java.nio.file.AccessDeniedException: "
            + "/d/shop/nb-3-big-Data.db"
        ]),
      .example(["java.io.FileNotFoundException: /d/shop/nb-3-big-Data.db (Permission denied)"]),
    ])

  static let missingFile = ErrorCategory(
    .ioMissingFile, .io, "No such file or directory (ENOENT)", .critical,
    meaning:
      "A file that is no SSTable component, or a folder, is not there any more: a lost mount, a deletion by "
      + "hand, or a tool that cleans up.",
    check: ["Is the mount there? df, mount", "Who deletes under the data directories?"],
    run: ["Put the mount or the file back with the node stopped; then start it."],
    never: [Prohibition.deleteFiles, Prohibition.restartIntoFault], runbook: .missingComponent, route: .page,
    subject: .table,
    closing: .sameInputs,
    test: .any([
      .exception(["NoSuchFileException", "FileNotFoundException"]),
      .systemError(["No such file or directory"]),
    ]),
    examples: [
      .example([
        "java.lang.RuntimeException: java.nio.file.NoSuchFileException: /var/lib/cassandra/data2/shop",
        "java.nio.file.NoSuchFileException: /var/lib/cassandra/data2/shop",
      ])
    ])

  private static let unsupported = ErrorCategory(
    .ioUnsupported, .io, "Invalid argument (EINVAL): not supported by the file system", .critical,
    meaning:
      "The file system refused a call that Cassandra needs, mostly fsync of a folder or a memory map: a folder of a "
      + "Windows or macOS host mounted into a container, CIFS, 9p. Data that was to be synced may not be on the disk.",
    check: ["findmnt -T of the data, commit log and hints folders: which file system is it?"],
    run: ["Put data and commit log on a native file system (ext4, xfs), then start the node."],
    never: nevers, runbook: .limits, first: FirstSteps.unsupportedFileSystem, route: .page, subject: .disk,
    closing: .write(atLeast: 0),
    test: .any([
      // Under CorruptSSTableException it is an offset that makes no sense.
      .all([.systemError(["Invalid argument"]), .not(.exception(["CorruptSSTableException"]))]),
      .all([.exception(["LastErrorException"]), .message(["[22]", "Invalid argument"])]),
      .all([nativeLibrary, .recordMessage(["failed, errno (22)"])]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.FSWriteError: java.io.IOException: Invalid argument",
        "java.io.IOException: Invalid argument", "at sun.nio.ch.FileChannelImpl.truncate0",
      ]),
      .example(
        on: "MemtableFlushWriter:1", record: "fsync(104) failed, errno (22).", logger: "CLibrary.java",
        role: .failureRepeat, level: .warn),
    ])

  private static let otherIOError = ErrorCategory(
    .ioOther, .io, "Other I/O error", .critical,
    meaning:
      "A read or write failed for a reason that the table does not know; the text of the root says what.",
    check: looks + ["The root of the chain, and what else failed within the same minute"],
    run: ["Find the cause before anything is rewritten."], never: nevers, runbook: .device,
    first: FirstSteps.unknownIO, route: .page,
    subject: .signature,
    test: .any([
      .all([nativeLibrary, .recordMessage(["failed, errno ("])]),
      .exception([
        "FSReadError", "FSWriteError", "IOException", "IOError", "UncheckedIOException",
        "FileSystemException",
        "EOFException", "LastErrorException",
      ]),
      .record([
        "Failed to sync file ", "Failed to sync directory descriptor ", "Failed to abort [",
        "Unable to sync directory ",
        "Cannot read sstable ",
      ]),
      .all([.logger(["LogTransaction.java"]), .recordMessage(["was not completed, trying to abort it now"])]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.io.FSWriteError: java.nio.file.FileAlreadyExistsException: "
          + "/d/backups/nb-1-big-Data.db",
        "java.nio.file.FileAlreadyExistsException: /d/backups/nb-1-big-Data.db",
      ]),
      .example(
        on: "CompactionExecutor:1",
        [
          "org.apache.cassandra.io.FSReadError: Invalid folder descriptor trying to create log replica "
            + "/d/shop"
        ]),
    ])
}
