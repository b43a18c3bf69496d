"""`aeviz report` against a matplotlib script that draws the same figures: time, memory, size.

python Benchmarks/report_table.py AEVIZ [--rounds R] [--run RUN.json]

The two take turns in every round, and the fastest round of each counts: the machine's other work only
ever adds time. Without --run, one epoch on all of Fashion-MNIST is trained first. Called by report.sh,
in matplotlib's environment.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent


def measure(command):
    """Seconds from start to end, seconds of processor time, and the peak memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"report_table.py: {command[0]} ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("aeviz")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = options.run
        if run is None:
            run = f"{folder}/run/run.json"
            subprocess.run([options.aeviz, "train", "--data", "fashion-mnist", "--epochs", "1",
                            "--quiet", "-o", f"{folder}/run"], check=True,
                           stdout=subprocess.DEVNULL)
        files = {"aeviz": f"{folder}/aeviz.pdf", "matplotlib": f"{folder}/matplotlib.pdf"}
        commands = {
            "aeviz": [options.aeviz, "report", run, "-o", files["aeviz"]],
            "matplotlib": [sys.executable, str(HERE / "matplotlib_report.py"), run,
                           files["matplotlib"]],
        }
        for command in commands.values():
            measure(command)  # warms the file cache and matplotlib's list of fonts
        best = {}
        for _ in range(options.rounds):
            for name, command in commands.items():
                result = measure(command)
                best[name] = [min(a, b) for a, b in zip(best.get(name, result), result)]
        print(f"{'':12}{'seconds':>9}{'cpu':>9}{'memory':>10}{'file':>10}")
        for name, (seconds, cpu, memory) in best.items():
            size = os.path.getsize(files[name]) / 1e6
            print(f"{name:12}{seconds:9.3f}{cpu:9.3f}{memory:7.0f} MB{size:7.2f} MB")
        ratios = [best["matplotlib"][i] / best["aeviz"][i] for i in (0, 1)]
        print(f"matplotlib takes {ratios[0]:.1f} times as long, {ratios[1]:.1f} times the processor")


main()
