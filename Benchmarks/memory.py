#!/usr/bin/env python3
"""What aeviz says that measuring a network takes, beside what it takes.

    Benchmarks/memory.py [PATH OF aeviz] [--threads N]

Trains for an epoch on random images of several sizes and measures the run again. Prints the
estimate (what the refusal names when the addresses are too few) and the peak of the process's
memory (the kernel's count for the child), less what a process takes that does nothing. Exit code 1
when an estimate is below its peak, or more than four times as much and 100 MB.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

SETS = [
    # name, preset, code, channels, side, training and test images
    ("1×28×28", "conv", 16, 1, 28, 6000, 1000),
    ("3×64×64", "conv", 16, 3, 64, 2000, 500),
    ("3×128×128", "linear", 16, 3, 128, 600, 200),
    ("1×256×256", "conv", 16, 1, 256, 300, 100),
]


def write_images(folder: Path, channels: int, side: int, counts: dict[str, int]) -> None:
    folder.mkdir()
    for name, count in counts.items():
        shape = [count] + ([channels] if channels > 1 else []) + [side, side]
        header = bytes([0, 0, 8, len(shape)]) + b"".join(n.to_bytes(4, "big") for n in shape)
        (folder / f"{name}-images-idx3-ubyte").write_bytes(
            header + os.urandom(count * channels * side * side))
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(
            bytes([0, 0, 8, 1]) + count.to_bytes(4, "big") + bytes(n % 10 for n in range(count)))


def peak(command: list[str]) -> float:
    """Megabytes that the process had at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    words = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: {process.returncode}: {words.decode()}")
    return usage.ru_maxrss * 1024 / 1e6


def estimate(command: list[str]) -> float | None:
    """Megabytes that the refusal names; nothing when it fits into the least that is allowed."""
    def attempt(kilobytes: int) -> subprocess.CompletedProcess:
        return subprocess.run(
            command, capture_output=True, text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (kilobytes << 10,) * 2))

    # How many addresses every command wants depends on the processors; so the program is asked.
    least = re.search(r"set it to (\d+) or more", attempt(250_000).stderr)
    if not least:
        sys.exit("aeviz does not say how many addresses it wants")
    result = attempt(int(least[1]))
    if found := re.search(r"measuring .* about ([\d.]+) (MB|GB)", result.stderr):
        return float(found[1]) * (1000 if found[2] == "GB" else 1)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}: {result.returncode}: {result.stderr}")
    return None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("aeviz", nargs="?", default=".build/release/aeviz")
    parser.add_argument("--threads", default="2")
    arguments = parser.parse_args()
    aeviz = str(Path(arguments.aeviz).resolve())
    idle = peak([aeviz, "--version"])
    print(f"{'images':12} {'estimate':>10} {'peak':>10}  (MB, over the {idle:.0f} of an idle process)")
    is_wrong = False
    with tempfile.TemporaryDirectory() as place:
        for name, preset, code, channels, side, train, test in SETS:
            images, run = Path(place) / "images", Path(place) / "run"
            write_images(images, channels, side, {"train": train, "t10k": test})
            peak([
                aeviz, "train", "--data", str(images), "--preset", preset, "--latent", str(code),
                "--epochs", "1", "--quiet", "-o", str(run)])
            command = [
                aeviz, "evaluate", str(run), "--data", str(images), "--threads", arguments.threads]
            wanted, taken = estimate(command), peak(command) - idle
            print(f"{name:12} {'little' if wanted is None else f'{wanted:.0f}':>10} {taken:10.0f}")
            if wanted is not None and not taken <= wanted <= max(4 * taken, taken + 100):
                is_wrong = True
            for folder in (images, run):
                subprocess.run(["rm", "-r", str(folder)], check=True)
    sys.exit(1 if is_wrong else 0)


if __name__ == "__main__":
    main()
