// All links. Each subject has its file under Links.

extension CausalLink {
  static let all: [CausalLink] = corruption + space + memory + io + backlog + process + tombstones + peers
}

extension CauseHypothesis {
  static let all: [CauseHypothesis] =
    corruptionCauses + spaceCauses + memoryCauses + ioCauses + backlogCauses + backlogFigureCauses
    + processCauses + tombstoneCauses + peerCauses + pluginCauses
    + knownIssueCauses
}
