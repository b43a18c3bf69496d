"""What the training step allocates: nothing of its own, and a closure for each round of its threads.

python3 Benchmarks/allocations.py [PATH OF aeviz]

valgrind's dhat counts the allocations of two trainings that differ in the number of steps alone; what
the longer one has more of, divided by the steps, is what a step allocates. Needs valgrind and
binutils (apt-get install valgrind binutils) and a build that finds its images beside itself.
"""

import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

BATCH, EPOCHS, BATCHES = 32, 3, (8, 52)


def allocations(aeviz, folder, batches):
    """How often each chain of callers has allocated."""
    out = folder / "dhat.json"
    subprocess.run(
        ["valgrind", "--tool=dhat", f"--dhat-out-file={out}", aeviz, "train", "--data", "digits",
         "--preset", "conv", "--latent", "4", "--limit", str(BATCH * batches), "--batch-size",
         str(BATCH), "--epochs", str(EPOCHS), "--quiet", "-o", folder / f"run-{batches}"],
        check=True, capture_output=True)
    profile = json.loads(out.read_text())
    counts = collections.Counter()
    for point in profile["pps"]:
        counts[" < ".join(profile["ftbl"][frame] for frame in point["fs"])] += point["tbk"]
    return counts


def main():
    aeviz = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/aeviz").resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # valgrind cannot read the newer debugging information.
        subprocess.run(["strip", "-g", "-o", folder / "aeviz", aeviz], check=True)
        for bundle in aeviz.parent.glob("*.resources"):
            shutil.copytree(bundle, folder / bundle.name)
        few, many = (allocations(folder / "aeviz", folder, batches) for batches in BATCHES)
    steps = EPOCHS * (BATCHES[1] - BATCHES[0])
    own, rounds = 0, 0
    for chain, count in (many - few).items():
        if "ShardedStep" not in chain:
            continue
        if "ThreadTeam" in chain:
            rounds += count
        else:
            own += count
    print(f"Allocations in a training step, conv on digits, over {steps} steps")
    print(f"  by the step itself                    {own / steps:6.2f}")
    print(f"  to hand rounds of pieces to the threads {rounds / steps:4.2f}")


main()
