"""What an uneventful run costs, beside the official client's list of the same machines.

Both look at the same cloudsim in turns, and each turn's CPU time and memory are the kernel's own
account of the child process. Prints a table and the ratios; judges nothing.
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def measure(words, environment):
    """Runs a command to its end: (wall seconds, CPU seconds, memory in MB, output).

    A child's peak is at least what this interpreter holds when it is forked, some 12 MB.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begun = time.monotonic()
        child = subprocess.Popen(
            words, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begun
        output.seek(0)
        errors.seek(0)
        text = output.read()
        if child.returncode != 0:
            sys.exit(f"bench: error: {words[0]} exited {child.returncode}: {errors.read()[-500:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


class Market:
    """A cloudsim with a fleet of `count` machines that the autoscaler rented itself."""

    def __init__(self, folder, autoscaler, cloudsim, count):
        self.folder = folder
        self.count = count
        self.autoscaler = autoscaler
        self.cloudsim = cloudsim
        with open(os.path.join(folder, "queue"), "w") as file:
            file.write(f"{count}\n")
        self.start(careful=False)

    def start(self, careful):
        """Serves the world, thresholds and spacing both on or both off."""
        ready = os.path.join(self.folder, "ready.json")
        self.server = subprocess.Popen(
            [self.cloudsim, "serve", "--ready-file", ready, "--boot", "1s..1s",
             "--market-size", "20", "--credit", "1000000",
             "--state", os.path.join(self.folder, "world"),
             "--thresholds", "on" if careful else "off"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if os.path.exists(ready):
                break
            time.sleep(0.05)
        with open(ready) as file:
            self.ready = json.load(file)
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": self.folder,
            "VAST_API_KEY": self.ready["vast_api_key"], "VASTAI_NO_UPDATE_CHECK": "1",
        }
        with open(os.path.join(self.folder, "fleet.yaml"), "w") as file:
            file.write(f"""
fleet: bench
state: state
providers:
  vast:
    url: "{self.ready['vast_url']}"
    max_price: 9.00
    verified: off
    spacing: {'on' if careful else 'off'}
groups:
  - name: bench
    max: {self.count}
    demand: {{ file: queue, max_age: 24h }}
    gpus: {json.dumps(GPUS)}
    scale_up: {{ max_step: {self.count} }}
""")

    def check(self):
        """One run, with its report as JSON."""
        return measure(
            [self.autoscaler, "--check", "--json", "--deadline", "30m", "--config",
             os.path.join(self.folder, "fleet.yaml")], self.environment)

    def fill(self):
        """Rents until there are `count` machines and all are ready."""
        for _ in range(60):
            rentals = json.loads(self.check()[3])["rentals"]
            if len(rentals) == self.count and all(one["state"] == "ready" for one in rentals):
                return
            time.sleep(1)
        sys.exit(f"bench: error: {self.count} machines did not come up")

    def list(self, vastai):
        return measure(
            [vastai, "show", "instances", "--raw", "--url", self.ready["vast_url"]],
            self.environment)

    def stop(self):
        self.server.terminate()
        self.server.wait()
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(self.folder, "ready.json"))


GPUS = ["RTX 4090", "Tesla V100", "L40S", "A100 PCIE", "H100 SXM"]


def check_counts(market, listed, report):
    machines = len(json.loads(listed))
    known = json.loads(report)
    if machines != market.count or len(known["rentals"]) != market.count:
        sys.exit(f"bench: error: {machines} listed, {len(known['rentals'])} known")
    if known["actions"] or known["providers"][0]["listing"] != "complete":
        sys.exit("bench: error: the run was not uneventful")


def compare(options, count):
    """The runs of both in turns, and one of each with thresholds and spacing on."""
    folder = tempfile.mkdtemp(prefix="fleetkeeper-bench-")
    market = Market(folder, options.autoscaler, options.cloudsim, count)
    try:
        market.fill()
        market.list(options.vastai)  # fills the client's own caches
        ours, theirs = [], []
        for _ in range(options.rounds):
            theirs.append(market.list(options.vastai))
            ours.append(market.check())
            check_counts(market, theirs[-1][3], ours[-1][3])
        market.stop()
        market.start(careful=True)
        time.sleep(20)  # whatever was called before is over
        slow = market.check()
        check_counts(market, theirs[-1][3], slow[3])
        time.sleep(20)
        return ours, theirs, slow, market.list(options.vastai)
    finally:
        market.stop()
        shutil.rmtree(folder)


def line(count, name, wall, cpu, memory):
    print(f"{count:8}  {name:24} {wall * 1000:7.0f} ms {cpu * 1000:6.0f} ms {memory:6.1f} MB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("autoscaler", help="its release build")
    arguments.add_argument("cloudsim", help="any build: only the clients are measured")
    arguments.add_argument("vastai", help="the official client")
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--counts", default="25,100,1000")
    options = arguments.parse_args()
    print(f"{options.rounds} rounds in turns, medians; memory is the largest resident set")
    print("MACHINES  PROGRAM                        WALL       CPU    MEMORY")
    for count in [int(word) for word in options.counts.split(",")]:
        ours, theirs, slow, slow_list = compare(options, count)
        medians = [[statistics.median(run[column] for run in runs) for column in range(3)]
                   for runs in (ours, theirs)]
        line(count, "autoscaler --check", *medians[0])
        line(count, "vastai show instances", *medians[1])
        wall, cpu, memory = [one / other for one, other in zip(*medians)]
        print(f"{count:8}  {'ratio':24} {wall:10.3f} {cpu:9.3f} {memory:9.3f}")
        listed = slow_list[3].decode(errors="replace")
        rows = len(json.loads(listed)) if listed.lstrip().startswith("[") else "no"
        print(f"{count:8}  thresholds and spacing on, once: {slow[0]:.1f} s; "
              f"vastai {slow_list[0]:.1f} s with {rows} rows", flush=True)


if __name__ == "__main__":
    main()
