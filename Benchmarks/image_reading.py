#!/usr/bin/env python3
"""Times `aeviz data` on a folder of JPEGs against Pillow in a pool of two.

    python3 -m venv VENV && VENV/bin/pip install pillow==13.0.0 numpy==2.4.6
    VENV/bin/python Benchmarks/image_reading.py AEVIZ [COUNT] [FOLDER]

Makes COUNT (10,000) JPEGs of 256 × 256 in FOLDER, unless they are there, and brings them to 64 × 64
three times in turn: by Pillow (open, resize by BOX, as a process pool of two gives them back) and by
`aeviz data --image-size 64`, which also draws a page of them. Prints seconds of wall time, and the
most memory that aeviz held: of its own process, not of Pillow's pool.
"""

import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image


def make(folder, count):
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:256, 0:256]
    for index in range(count):
        path = folder / f"{index % 10}" / f"{index:05}.jpg"
        if path.exists():
            continue
        path.parent.mkdir(exist_ok=True)
        waves = [
            127 + 100 * np.sin(x * random.uniform(0.01, 0.2) + y * random.uniform(0.01, 0.2))
            for _ in range(3)
        ]
        noise = random.normal(0, 8, (256, 256, 3))
        pixels = (np.stack(waves, axis=-1) + noise).clip(0, 255).astype("uint8")
        Image.fromarray(pixels).save(path, quality=85)


def small(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.BOX))


def pillow(folder):
    start = time.perf_counter()
    paths = sorted(str(path) for path in folder.rglob("*.jpg"))
    with multiprocessing.Pool(2) as pool:
        images = np.stack(pool.map(small, paths, chunksize=64))
    return time.perf_counter() - start, images.shape


def aeviz(program, folder):
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        process = subprocess.Popen(
            [program, "data", str(folder), "--image-size", "64", "-o", os.path.join(place, "x.png")],
            stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"aeviz data: exit code {process.returncode}")
        return time.perf_counter() - start, usage.ru_maxrss / 1024


if __name__ == "__main__":
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    folder = Path(sys.argv[3] if len(sys.argv) > 3 else "/tmp/aeviz-benchmark-jpegs")
    make(folder, count)
    ours, theirs, megabytes = [], [], 0.0
    for _ in range(3):
        seconds, shape = pillow(folder)
        theirs.append(seconds)
        seconds, most = aeviz(program, folder)
        ours.append(seconds)
        megabytes = max(megabytes, most)
    print(f"{shape[0]} JPEGs of 256 × 256 to 64 × 64, median of 3")
    print(f"Pillow, a pool of 2   {statistics.median(theirs):6.2f} s")
    print(f"aeviz data            {statistics.median(ours):6.2f} s, at most {megabytes:.0f} MB")
