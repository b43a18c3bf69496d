"""aeviz against PyTorch in one run: images per second, memory, error, and how the cost grows.

python Benchmarks/training_table.py AEVIZ [--rounds R] [--part speed|memory|growth|error ...]

The two take turns, so that a machine that is busy for a while is busy for both; a ratio is taken in
each round and the median of the rounds is printed. Called by training.sh, in PyTorch's environment.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
MODES = ["eager", "channels_last", "compile"]
THREADS = 2

# Multiplications and additions for one image: forward, by the weights, by the input (not of the
# first layer's).
FLOPS = {"conv": 2 * (3 * 558_000 - 28_000), "conv x2": 2 * (3 * 2_019_600 - 56_400)}


def conv(width, latent=16):
    """The conv preset with `width` times the channels, as --architecture takes it."""
    a, b = 16 * width, 32 * width

    def layer(kind, c, o, **more):
        return {"type": kind, "in_channels": c, "out_channels": o, "kernel": [3, 3],
                "stride": [2, 2], "padding": [1, 1], "dilation": [1, 1], "groups": 1,
                "bias": True, **more}

    def dense(i, o):
        return {"type": "dense", "in_features": i, "out_features": o, "bias": True}

    relu, back = {"type": "relu"}, {"output_padding": [1, 1]}
    return {"name": f"conv-{width}",
            "encoder": [layer("conv2d", 1, a), relu, layer("conv2d", a, b), relu,
                        {"type": "flatten"}, dense(49 * b, latent)],
            "decoder": [dense(latent, 49 * b), relu, {"type": "reshape", "shape": [b, 7, 7]},
                        layer("conv_transpose2d", b, a, **back), relu,
                        layer("conv_transpose2d", a, 1, **back), {"type": "sigmoid"}]}


def dense_network(units):
    def dense(i, o):
        return {"type": "dense", "in_features": i, "out_features": o, "bias": True}

    return {"name": f"dense-{units}",
            "encoder": [{"type": "flatten"}, dense(784, units), {"type": "relu"}, dense(units, 16)],
            "decoder": [dense(16, units), {"type": "relu"}, dense(units, 784), {"type": "sigmoid"},
                        {"type": "reshape", "shape": [1, 28, 28]}]}


class Result:
    """What a process printed for its epochs, and its peak memory."""

    def __init__(self, command):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True)
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            raise RuntimeError(f"{' '.join(map(str, command))}: {text.strip().splitlines()[-1]}")
        self.megabytes = usage.ru_maxrss / 1024
        speeds = re.findall(r"images/s (\d+)", text) or [
            speed.replace(",", "") for speed in re.findall(r"([\d,]+) images/s", text)]
        # The first epoch warms caches and compilers up.
        self.speed = statistics.median([float(speed) for speed in speeds][1:] or [float(speeds[0])])
        errors = re.findall(r"test (?:mse |loss )?([\d.e-]+)", text)
        self.test = float(errors[-1]) if errors else float("nan")
        gflops = re.search(r"gflops ([\d.]+)", text)
        self.gflops = float(gflops[1]) if gflops else None


class Bench:
    def __init__(self, aeviz, folder, rounds):
        self.aeviz, self.folder, self.rounds = aeviz, pathlib.Path(folder), rounds

    def ours(self, preset, width=1, architecture=None, **options):
        if architecture is None and width > 1:
            architecture = conv(width)
        command = [self.aeviz, "train", "--data", "fashion-mnist", "--threads", THREADS,
                   "-o", self.folder / "run", "--overwrite"]
        if architecture is None:
            command += ["--preset", preset, "--latent", 16]
        else:
            file = self.folder / "architecture.json"
            file.write_text(json.dumps(architecture))
            command += ["--architecture", file]
        return self.call(command, options)

    def theirs(self, preset, width, mode, **options):
        command = [sys.executable, HERE / "pytorch_training.py", preset, "--width", width,
                   "--mode", mode, "--threads", THREADS]
        return self.call(command, options)

    @staticmethod
    def call(command, options):
        for name, value in options.items():
            command += [f"--{name.replace('_', '-')}", value]
        return Result([str(part) for part in command])

    def speed(self):
        print("Images per second in training, batch 128, Adam, 16 latents, "
              f"{THREADS} threads; median of {self.rounds} rounds")
        print(f"{'':10} {'aeviz':>8} " + " ".join(f"{mode:>14}" for mode in MODES)
              + f" {'ratio to best':>14}  (rounds)")
        for name, preset, width, target in [
                ("conv", "conv", 1, 3), ("conv x2", "conv", 2, 2.5), ("dense", "dense", 1, 1.5),
                ("vae", "vae", 1, 2.5)]:
            ours, ratios, gflops = [], [], []
            theirs = {mode: [] for mode in MODES}
            for _ in range(self.rounds):
                options = {"limit": 20000, "epochs": 4}
                mine = self.ours(preset, width, **options).speed
                best = 0
                for mode in MODES:
                    if mode == "channels_last" and preset == "dense":
                        continue
                    try:
                        result = self.theirs(preset, width, mode, **options)
                    except RuntimeError as error:
                        print(f"  {mode}: {error}", file=sys.stderr)
                        continue
                    theirs[mode].append(result.speed)
                    gflops.append(result.gflops)
                    best = max(best, result.speed)
                again = self.ours(preset, width, **options).speed
                ours.append((mine + again) / 2)
                ratios.append(ours[-1] / best)
            cells = " ".join(
                f"{statistics.median(theirs[mode]):14,.0f}" if theirs[mode] else f"{'-':>14}"
                for mode in MODES)
            rounds = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            print(f"{name:10} {statistics.median(ours):8,.0f} {cells} "
                  f"{statistics.median(ratios):13.2f}x  ({rounds}; asked {target})", flush=True)
            if name in FLOPS:
                reached = statistics.median(ours) * FLOPS[name] * 1e-9
                best = max(gflops)
                print(f"{'':10} {reached:.0f} GFLOP/s in the whole step; a matrix product of 1024: "
                      f"{best:.0f}, so {100 * reached / best:.0f} %")

    def memory(self):
        print("\nPeak memory, conv on all 60,000 images, one epoch")
        print(f"{'aeviz':10} {self.ours('conv', epochs=1).megabytes:8,.0f} MB")
        print(f"{'PyTorch':10} {self.theirs('conv', 1, 'eager', epochs=1).megabytes:8,.0f} MB")

    def growth(self):
        print("\nHow the cost grows: seconds an epoch by images, microseconds an image by parameters")
        for limit in [7500, 15000, 30000, 60000]:
            speed = max(self.ours("conv", limit=limit, epochs=3).speed for _ in range(self.rounds))
            print(f"conv, {limit:6,} images {limit / speed:14.2f} s an epoch "
                  f"{1e6 / speed:8.1f} us an image")
        for units in [128, 256, 512, 1024, 2048]:
            network = dense_network(units)
            parameters = sum(layer["in_features"] * layer["out_features"] + layer["out_features"]
                             for half in ("encoder", "decoder") for layer in network[half]
                             if layer["type"] == "dense")
            speed = max(self.ours(None, architecture=network, limit=10000, epochs=3).speed
                        for _ in range(self.rounds))
            print(f"dense, {parameters:9,} parameters {1e6 / speed:8.1f} us an image "
                  f"{1e12 / speed / parameters:8.1f} us an image and million parameters")

    def error(self, epochs=10):
        print(f"\nTest error, conv on all 60,000 images, {epochs} epochs, mean of 3 seeds")
        ours = [self.ours("conv", epochs=epochs, seed=seed).test for seed in (1, 2, 3)]
        theirs = [self.theirs("conv", 1, "channels_last", epochs=epochs, seed=seed).test
                  for seed in (1, 2, 3)]
        for name, values in [("aeviz", ours), ("PyTorch", theirs)]:
            print(f"{name:10} {statistics.mean(values):.6f}  ("
                  + ", ".join(f"{value:.6f}" for value in values) + ")")
        print(f"ratio {statistics.mean(ours) / statistics.mean(theirs):.4f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("aeviz")
    parser.add_argument("--rounds", type=int, default=3)
    parts = ["speed", "memory", "growth", "error"]
    parser.add_argument("--part", choices=parts, action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.aeviz, folder, options.rounds)
        for part in options.part or parts:
            getattr(bench, part)()


main()
