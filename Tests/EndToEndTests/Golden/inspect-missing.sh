#!/bin/sh
# Collects what the capture lacked. Run it on the node, as a user who may run nodetool:
#
#   sh collect.sh [FOLDER [MINUTES]]
#
# It runs for MINUTES, or until it is stopped with Ctrl-C, changes nothing, and appends to one file for each
# command in FOLDER. NODETOOL may hold options: NODETOOL='nodetool -u me -pwf file' sh collect.sh
set -u
folder=${1:-hindsight-$(uname -n)-$(date -u +%Y%m%dT%H%M%SZ)}
minutes=${2:-0}
nodetool=${NODETOOL:-nodetool}
mkdir -p "$folder" || exit 1
# A node in trouble may not answer: after 30 seconds a command is given up.
if command -v timeout >/dev/null 2>&1; then limit='timeout 30'; else limit=; fi

# Stopping waits for the sample that is being taken, so that none is left half.
stop=
trap 'stop=1' INT TERM HUP

# sample FILE COMMAND...: the time, then what the command says. A blank line first: a command that was given up
# may have stopped within a line.
sample() {
  [ -z "$stop" ] || return 0
  file=$folder/$1.log
  shift
  { echo; date -u +%Y-%m-%dT%H:%M:%SZ; $limit "$@" 2>&1; } >>"$file" </dev/null
}

start=$(date +%s)
next=$start
cycle=0
while [ -z "$stop" ]; do
  # Every 10 seconds.
  # compaction's thread pool of 127.0.0.5: for compactors-idle, compactors-saturated
  # blocked thread pools of 127.0.0.5: for pool-blocked
  # queues of thread pools of 127.0.0.5: for pool-pending
  sample tpstats $nodetool tpstats
  # disk load of 127.0.0.5: for disk-saturated
  # disk traffic of 127.0.0.5: for compaction-io-share
  sample diskstats cat /proc/diskstats
  # Every 60 seconds.
  if [ $((cycle % 6)) -eq 0 ]; then
    # local writes of 127.0.0.5: for compaction-io-share, stream-throttle-low
    # sizes of tables of 127.0.0.5: for backlog-ratio
    # tombstones per read of 127.0.0.5: for tombstones-warning, tombstones-critical
    sample tablestats $nodetool tablestats
    # read latency of 127.0.0.5: for read-latency, backlog-critical
    sample proxyhistograms $nodetool proxyhistograms
    # streams of 127.0.0.5: for repair-during-backlog
    sample netstats $nodetool netstats
  fi
  cycle=$((cycle + 1))
  now=$(date +%s)
  if [ "$minutes" -gt 0 ] && [ $((now - start)) -ge $((minutes * 60)) ]; then break; fi
  # Commands take their time: the next cycle begins when its turn comes, or at once when it is late.
  next=$((next + 10))
  if [ -n "$stop" ]; then break; fi
  if [ "$next" -gt "$now" ]; then sleep $((next - now)); else next=$now; fi
done
