// Links of a node that is down. Its peers see it, store hints for it and send them when it is back; a repair
// streams the writes that hints did not cover.

import CassandraModel

extension CausalLink {
  private static let gone: [SignKind] = [.processEnded, .processEndedItself, .processKilled, .processRefused]

  static let peers: [CausalLink] = [
    CausalLink(
      id: "gone-is-seen-down", from: gone, to: [.peerDown], scope: .peer, within: .seconds(30),
      before: .seconds(5), strength: 3, why: "its process was gone at that time",
      origin: "Gossiper.markDead, after phi_convict_threshold: some ten seconds without gossip."),
    CausalLink(
      id: "gossip-stopped-is-seen-down", from: [.outage], to: [.peerDown], scope: .peer,
      within: .minutes(2), strength: 2, why: "a failure policy had stopped its gossip",
      origin: "StorageService.stopTransports stops gossip."),
    CausalLink(
      id: "paused-is-seen-down", from: [.errors(in: .memory)], to: [.peerDown], scope: .peer,
      within: .minutes(2), strength: 2, why: "it was short of memory at that time, and answers late or never",
      origin: "A pause longer than the failure detector allows looks like a dead node."),
    CausalLink(
      id: "seen-down-by-several", from: [.peerDown], to: [.peerDown], scope: .samePeer,
      within: .minutes(2), strength: 2, why: "another node lost sight of the same peer",
      origin: "Each node convicts by itself."),
    CausalLink(
      id: "hints-for-the-gone", from: gone, to: [.anyHints], scope: .peer, within: .hours(24), strength: 3,
      why: "hints are stored for nodes that are down", origin: "HintsService; max_hint_window, three hours."),
    CausalLink(
      id: "hints-for-the-unseen", from: [.peerDown], to: [.anyHints], scope: .samePeer, within: .hours(24),
      strength: 2, why: "hints are stored for nodes that are down",
      origin: "HintsService; max_hint_window, three hours."),
    CausalLink(
      id: "repair-after-return", from: gone + [.peerDown], to: [.repair], scope: .peer, within: .hours(24),
      strength: 1, role: .reaction, isFirstOnly: true,
      why: "it is the first repair with the node after its return, and brings what hints did not",
      origin: "Hints are best effort: a repair is advised after a node was down."
    ) { cause, effect in effect.from.sortKey >= cause.to.sortKey },
    CausalLink(
      id: "repair-after-peer-return", from: [.peerDown], to: [.repair], scope: .samePeer,
      within: .hours(24), strength: 1, role: .reaction, isFirstOnly: true,
      why: "it is the first repair with the node after its return",
      origin: "Hints are best effort: a repair is advised after a node was down."
    ) { cause, effect in effect.from.sortKey >= cause.to.sortKey },
    CausalLink(
      id: "repair-streams", from: [.repair], to: [.repairStream], scope: .samePeer, within: .seconds(10),
      strength: 3, why: "a repair streams the ranges that differ", origin: "SyncTask, StreamingRepairTask."),
    CausalLink(
      id: "gone-fails-others", from: gone + [.peerDown],
      to: [.errors(in: .repair), .errors(in: .stream), .errors(in: .network), .error(.ioConnection)],
      scope: .peer,
      within: .minutes(5), strength: 2, why: "it fails with a node that was gone at that time",
      origin: "Repair and stream sessions fail when the failure detector convicts a participant."),
    CausalLink(
      id: "unseen-fails-others", from: [.peerDown],
      to: [.errors(in: .repair), .errors(in: .stream), .errors(in: .network)], scope: .samePeer,
      within: .minutes(5),
      before: .minutes(1), strength: 2, why: "it fails with a node that was seen down at that time",
      origin: "Repair and stream sessions fail when the failure detector convicts a participant."),
    CausalLink(
      id: "repair-piles-up", from: [.repair], to: [.backlogShort, .backlogLasting], scope: .samePeer,
      within: .minutes(5), strength: 1, why: "streams leave many small SSTables to be compacted",
      origin: "Each stream session writes SSTables of its own."),
  ]
}

extension CauseHypothesis {
  static let peerCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "peer.unknown", explains: [.peerDown],
      title: "the peer was gone, stopped for a long time, or cut off by the network",
      wants: "the log of that node"
    ) { context in
      guard let step = context.root.steps.first else { return [] }
      return [.speaking(for: 1, "nothing else is known of it here", at: step.at, step.source)]
    }
  ]
}
