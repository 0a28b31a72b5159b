#!/usr/bin/env python3
"""Measure steps of a shared run over a network of a few bandwidths, against the model of SeveralMachines.md.

Two network namespaces stand for two machines: an Ethernet pair (veth) joins them, whose ends are limited by a token bucket
(tc's tbf). mpirun, by a host file, starts one process of one thread in each, and they speak by TCP alone. A row of the
table has, for a bandwidth,

- the time of a step, the median of the steps after the warm-up;
- the bytes that a process sends in a step, as the interface counts them: headers are among them;
- what the model says: the time of a step without a limit, and these bytes at this bandwidth;
- the images/s of both.

No latency is added, for which the kernel would need netem: that of the pair, some microseconds, is in the step without a
limit. Needs root, Linux, iproute2, Open MPI and a build with the trait MPI.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Optional

from compare_frameworks import MeasurementError, ROOT, table, whole_number

NAMES = ["dcgan-one", "dcgan-two"]
"""The namespaces; their interfaces have the same names."""
NETWORK = "10.237.18"
AGENT = """#!/bin/sh
# Starts a command "on" the machine of an address: in the namespace, with a name of its own.
shift
exec ip netns exec dcgan-two unshare --uts sh -c 'hostname dcgan-two; eval "$@"' sh "$*"
"""


def run(*command: object) -> str:
    """Run a command that must succeed."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise MeasurementError(f"'{' '.join(map(str, command))}' ended with {result.returncode}: {result.stderr.strip()}")
    return result.stdout


@contextmanager
def machines() -> Iterator[None]:
    """Two namespaces joined by a pair, until the end."""
    try:
        for name in NAMES:
            run("ip", "netns", "add", name)
        first, second = NAMES
        run("ip", "link", "add", first, "netns", first, "type", "veth", "peer", "name", second, "netns", second)
        for number, name in enumerate(NAMES, 1):
            run("ip", "-n", name, "address", "add", f"{NETWORK}.{number}/24", "dev", name)
            run("ip", "-n", name, "link", "set", name, "up")
            run("ip", "-n", name, "link", "set", "lo", "up")
            # BBR, the default of some machines, finds out its rate anew in every exchange; few clusters have it.
            run("ip", "netns", "exec", name, "sysctl", "-w", "net.ipv4.tcp_congestion_control=reno")
        yield
    finally:
        for name in NAMES:
            subprocess.run(["ip", "netns", "delete", name], stderr=subprocess.DEVNULL, check=False)


def limit(megabits: Optional[int]) -> None:
    """Limit both directions, or neither."""
    for name in NAMES:
        subprocess.run(["tc", "-n", name, "qdisc", "delete", "dev", name, "root"], stderr=subprocess.DEVNULL, check=False)
        if megabits is not None:
            # A bucket of a millisecond, and a queue that drops nothing of what TCP has under way.
            bucket = max(64_000, megabits * 125)
            rule = ["rate", f"{megabits}mbit", "burst", bucket, "limit", 16_000_000]
            run("tc", "-n", name, "qdisc", "add", "dev", name, "root", "tbf", *rule)


def sent_bytes() -> int:
    """What the first machine has sent."""
    answer = json.loads(run("ip", "-n", NAMES[0], "-s", "-j", "link", "show", NAMES[0]))
    return answer[0]["stats64"]["tx"]["bytes"]


@dataclass
class Steps:
    """What a run showed."""

    seconds: float
    sent: float


def measure(options: argparse.Namespace, directory: Path, steps: int) -> Steps:
    """Train for some steps, a process on each machine."""
    out = directory / "run"
    train = ["train", "--quiet", "--overwrite", "--recipe", "paper", "--data", options.data, "--batch-size", options.batch_size]
    train += ["--shards", 2, "--threads", 1, "--log-every", 1, "--epochs", steps, "--max-steps", steps, "--out", out]
    command = ["ip", "netns", "exec", NAMES[0], options.launcher, "--allow-run-as-root", "-n", 2, "--bind-to", "none"]
    command += ["--hostfile", directory / "hosts", "--mca", "plm_rsh_agent", directory / "agent"]
    for interfaces in ["oob_tcp_if_include", "btl_tcp_if_include"]:
        command += ["--mca", interfaces, f"{NETWORK}.0/24"]
    before = sent_bytes()
    run(*command, "--mca", "btl", "tcp,self", options.dcgan, *train)
    sent = sent_bytes() - before
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]
    times = [line["seconds"] for line in lines if "seconds" in line][options.warm_up:]
    return Steps(statistics.median(after - before for before, after in zip(times, times[1:])), sent)


def bytes_of_a_step(options: argparse.Namespace, directory: Path) -> float:
    """What a step sends: the difference of a longer and a shorter run, since beginning and end have messages too."""
    few, many = options.warm_up + 4, options.warm_up + 14
    return (measure(options, directory, many).sent - measure(options, directory, few).sent) / (many - few)


def compare(options: argparse.Namespace, directory: Path) -> List[List[str]]:
    """Measure each bandwidth, and return the lines of the table."""
    lines = [["network", "MB sent in a step", "ms a step", "by the model", "images/s", "by the model"]]
    lines.append(["---", "---:", "---:", "---:", "---:", "---:"])
    limit(None)
    sent = bytes_of_a_step(options, directory)
    free = measure(options, directory, options.steps).seconds

    def line(name: str, seconds: float, model: float) -> List[str]:
        speeds = [f"{options.batch_size / value:.0f}" for value in [seconds, model]]
        return [name, f"{sent / 1e6:.2f}", f"{seconds * 1e3:.0f}", f"{model * 1e3:.0f}", *speeds]

    lines.append(line("no limit", free, free))
    for megabits in options.megabits:
        limit(megabits)
        seconds = measure(options, directory, options.steps).seconds
        lines.append(line(f"{megabits:,} Mb/s", seconds, free + 8 * sent / (megabits * 1e6)))
    return lines


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    positive = whole_number(1)
    add = parser.add_argument
    add("--dcgan", type=Path, default=ROOT / ".build-mpi" / "release" / "dcgan", help="program (default: .build-mpi/release's)")
    add("--launcher", default="mpirun", help="Open MPI's (default: mpirun)")
    add("--data", type=Path, default=ROOT / "data" / "tiny", help="IDX files (default: data/tiny)")
    add("--batch-size", type=positive, default=128, help="images a batch, of both (default: 128)")
    add("--megabits", type=positive, nargs="+", default=[5000, 1000, 200], help="bandwidths, Mb/s (default: 5000 1000 200)")
    add("--steps", type=positive, default=24, help="training steps of a measurement (default: 24)")
    add("--warm-up", type=positive, default=4, help="steps that do not count (default: 4)")
    options = parser.parse_args()
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        parser.error("network namespaces need root, on Linux")
    if options.steps < options.warm_up + 4:
        parser.error("--steps must be at least --warm-up and 4 more")
    options.dcgan, options.data = options.dcgan.absolute(), options.data.absolute()
    return options


def main() -> int:
    """Run the program; 0 if all went well."""
    options = arguments()
    # So that the namespaces are taken away then, too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="ranks-over-network-") as name:
        directory = Path(name)
        agent = directory / "agent"
        agent.write_text(AGENT, encoding="utf-8")
        agent.chmod(0o755)
        (directory / "hosts").write_text("".join(f"{NETWORK}.{number} slots=1\n" for number in [1, 2]), encoding="utf-8")
        try:
            with machines():
                lines = compare(options, directory)
        except MeasurementError as error:
            print(f"Error: {error}", file=sys.stderr)
            return 1
    print(table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
