"""The report of thousands of bundles, read on many machines: Apache Spark runs hindsight, and hindsight does the rest.

    spark-submit bundles.py BUNDLES OUTPUT [--hindsight PROGRAM] [--partitions N] [--report OPTION…]

BUNDLES is a folder that every executor sees (bundles are the folders and archives in it), or a URI with
wildcards of any store that Spark reads (s3a://incident/bundles/*.tar.gz, hdfs://…), whose files are the bundles; such
a file must fit into an executor's memory. OUTPUT is a folder of the driver: facts.jsonl.gz, and the report. Everything
behind --report goes to `hindsight report`.

The map is `hindsight extract --root`, once for each bundle, and `hindsight merge` of what a partition extracted; the
reduce is `hindsight merge` of that. The report is, byte for byte, that of `hindsight report BUNDLES/* --root BUNDLES`
on one machine, because facts say all that a bundle says, and merging them does not depend on their order.

A bundle that is damaged is in the report with what could be read of it and an error that names it; one at which
hindsight itself ended early, with that. The exit status is that of the report: 3 if one was damaged.
"""

import argparse
import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

from pyspark import StorageLevel
from pyspark.sql import SparkSession

WROTE_FACTS = (0, 3)  # exit statuses; with 3 there is something wrong with the input, and the facts say what


def extract(hindsight, path, root, name, out):
    """Extracts one bundle into the folder `out`, and gives the file of its facts."""
    command = [hindsight, "extract", path, "--root", root, "--jobs", "1", "--quiet", "--output", out]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    facts = out / "facts.jsonl"
    if run.returncode not in WROTE_FACTS:
        # Not a silence: the facts of this bundle are that it was not read, and why.
        why = (run.stderr.strip().splitlines() or ["it said nothing"])[-1]
        fields = {"status": str(run.returncode), "why": why}
        lines = [
            {"t": "header", "schema": "hindsight/facts/1", "options": {"zones": {}, "since": None, "until": None}},
            {"t": "diagnostic", "severity": "error", "code": "bundle.unread", "src": name, "fields": fields,
             "node": None, "template": "was not read: hindsight ended with {status}: {why}", "more": 0},
            {"t": "end"}]
        out.mkdir(exist_ok=True)
        facts.write_text("".join(json.dumps(it, separators=(",", ":")) + "\n" for it in lines))
    return facts


def merge(hindsight, parts, out):
    """Merges files of facts into the folder `out`, and gives the file."""
    run = subprocess.run([hindsight, "merge", *parts, "--quiet", "--output", out], stderr=subprocess.PIPE)
    if run.returncode not in WROTE_FACTS:
        raise RuntimeError(f"hindsight merge ended with {run.returncode}: {run.stderr.decode(errors='replace')}")
    return out / "facts.jsonl"


def map_partition(hindsight, folder):
    """Makes the function that turns bundles, (name, bytes or None if they are in `folder`), into packed facts."""

    def run(bundles):
        with tempfile.TemporaryDirectory() as temporary:
            work, parts = pathlib.Path(temporary), []
            for name, content in bundles:
                root = pathlib.Path(folder) if content is None else work / "bundles"
                if content is not None:
                    (root / name).parent.mkdir(parents=True, exist_ok=True)
                    (root / name).write_bytes(content)
                parts.append(extract(hindsight, root / name, root, name, work / str(len(parts))))
                if content is not None:
                    (root / name).unlink()
            if parts:
                yield gzip.compress(merge(hindsight, parts, work / "merged").read_bytes())

    return run


def main():
    parser = argparse.ArgumentParser(description="The report of many bundles.")
    parser.add_argument("bundles")
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--hindsight", default="hindsight", help="the program, on every executor")
    parser.add_argument("--partitions", type=int, help="how many pieces of work; default: one for 8 bundles")
    parser.add_argument("--report", nargs=argparse.REMAINDER, default=[], help="options of hindsight report")
    options = parser.parse_args()
    context = SparkSession.builder.appName("hindsight").getOrCreate().sparkContext
    if "://" in options.bundles:
        # What comes before the first wildcard is the folder that names begin below.
        root = options.bundles.split("*")[0].rsplit("/", 1)[0] + "/"
        below = urllib.parse.unquote(urllib.parse.urlparse(root).path)
        bundles = context.binaryFiles(options.bundles, options.partitions).map(
            lambda it: (urllib.parse.unquote(urllib.parse.urlparse(it[0]).path)[len(below):], bytes(it[1])))
    else:
        names = sorted(it.name for it in pathlib.Path(options.bundles).iterdir())
        pieces = options.partitions or -(-len(names) // 8)
        bundles = context.parallelize([(name, None) for name in names], max(1, pieces))
    options.output.mkdir(parents=True, exist_ok=True)
    facts = bundles.mapPartitions(map_partition(options.hindsight, options.bundles)).persist(StorageLevel.DISK_ONLY)
    facts.count()  # all of them, side by side; what follows takes one after the other
    with tempfile.TemporaryDirectory(dir=options.output) as temporary:
        work, parts = pathlib.Path(temporary), []
        for part in facts.toLocalIterator():
            parts.append(work / f"{len(parts)}.jsonl.gz")
            parts[-1].write_bytes(part)
        merged = merge(options.hindsight, parts, work / "merged")
        report = [options.hindsight, "report", merged, "--quiet", "--output", options.output, *options.report]
        status = subprocess.run(report).returncode
        with open(merged, "rb") as source, gzip.open(options.output / "facts.jsonl.gz", "wb") as target:
            shutil.copyfileobj(source, target)
    sys.exit(status)


if __name__ == "__main__":
    main()
