"""`aeviz evaluate` against scikit-learn, scikit-image and SciPy, in turn; called by evaluation.sh.

aeviz's time is that of the whole command: reading run and images, the network itself, every section and
writing the run. The other side's is that of the measuring alone, without Python's start and without the
network (see evaluation.py). Medians with the fastest and the slowest round; processor time, over all
threads, tells more when the machine does other things as well.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent


def ours(aeviz, run, threads):
    def used():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime
    start, before = time.perf_counter(), used()
    subprocess.run([aeviz, "evaluate", run, "--threads", str(threads)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start, used() - before


def theirs(run, folder, threads):
    # Threads that wait by spinning take processor time from each other on a machine that is not idle.
    variables = {name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    found = subprocess.run([sys.executable, "-W", "ignore", HERE / "evaluation.py", run, folder],
                           check=True, capture_output=True, text=True,
                           env={**os.environ, **variables, "OMP_WAIT_POLICY": "passive"})
    return json.loads(found.stdout)


def spread(values):
    return f"{statistics.median(values):7.2f} s ({min(values):.2f} to {max(values):.2f})"


def measure(aeviz, folder, target, name, rounds, threads):
    limit = ["--limit", "6000"] if name == "fashion" else []
    subprocess.run([aeviz, "train", "--data", name, "--preset", "conv", "--latent", "16", "--epochs",
                    "1", *limit, "--quiet", "-o", target], check=True, stdout=subprocess.DEVNULL)
    run = target / "run.json"
    left, right, parts = [], [], {}
    for _ in range(rounds):
        left.append(ours(aeviz, run, threads))
        found = theirs(run, folder, threads)
        right.append(tuple(sum(part[i] for part in found.values()) for i in (0, 1)))
        for part, seconds in found.items():
            parts.setdefault(part, []).append(seconds[1])
    print(f"\n{name}, {rounds} rounds")
    for label, place in (("wall", 0), ("processor", 1)):
        a, b = [r[place] for r in left], [r[place] for r in right]
        ratio = statistics.median(y / x for x, y in zip(a, b))
        print(f"  {label:10} aeviz {spread(a)}   Python {spread(b)}   {ratio:.1f} x", flush=True)
    print("  Python's processor seconds: "
          + ", ".join(f"{part} {statistics.median(s):.2f}" for part, s in parts.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("aeviz")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--small", required=True, help="the folder of the embedded fashion")
    parser.add_argument("--large", default="/usr/share/datasets/fashion-mnist")
    parser.add_argument("--only", choices=["fashion", "fashion-mnist"])
    options = parser.parse_args()
    print(f"{os.cpu_count()} processors, {options.threads} threads each")
    with tempfile.TemporaryDirectory() as folder:
        for name, images in (("fashion", options.small), ("fashion-mnist", options.large)):
            if options.only in (None, name):
                measure(options.aeviz, images, pathlib.Path(folder) / name, name, options.rounds,
                        options.threads)
