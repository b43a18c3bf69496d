"""aeviz against PyTorch in one run: images per second, memory, error, and how the cost grows.

python Benchmarks/training_table.py AEVIZ [--rounds R] [--part speed|memory|growth|error ...]
    [--only NETWORK ...] [--mode eager|channels_last|compile ...]

The two take turns, so that a machine that is busy for a while is busy for both; a ratio is taken in
each round and the median of the rounds is printed. PyTorch trains the module that aeviz exports of
its own run: the same layers. Called by training.sh, in PyTorch's environment.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import numpy

from fashion import enlarged, fashion

HERE = pathlib.Path(__file__).parent
MODES = ["eager", "channels_last", "compile"]
THREADS = 2


@dataclasses.dataclass
class Network:
    """A preset, or a file in networks/, and the images that it is trained on."""

    name: str
    goal: float
    preset: str | None = None
    shape: tuple = (1, 28, 28)
    images: int = 10000
    batch: int = 128
    noise: float = 0

    @property
    def is_dense(self):
        return self.preset in ("dense", "deep")


NETWORKS = [
    Network("conv", 4, preset="conv", images=20000),
    Network("conv-x2", 2.5),
    Network("conv-x4", 1.8, images=2560),
    Network("tutorial-64", 1.5, shape=(3, 64, 64), images=640, batch=64),
    Network("tutorial-128", 1.3, shape=(3, 128, 128), images=128, batch=32),
    Network("keras-denoising", 2.5, images=2560, noise=0.4),
    Network("dense", 2.5, preset="dense", images=40000),
    Network("deep", 1.5, preset="deep"),
    Network("vae", 3.5, preset="vae", images=20000),
    Network("conv-upsample", 2.5, preset="conv-upsample"),
]


def dense_network(units):
    def dense(i, o):
        return {"type": "dense", "in_features": i, "out_features": o, "bias": True}

    return {"name": f"dense-{units}",
            "encoder": [{"type": "flatten"}, dense(784, units), {"type": "relu"}, dense(units, 16)],
            "decoder": [dense(16, units), {"type": "relu"}, dense(units, 784), {"type": "sigmoid"},
                        {"type": "reshape", "shape": [1, 28, 28]}]}


def arguments(options):
    return [part for name, value in options.items()
            for part in (f"--{name.replace('_', '-')}", value)]


class Result:
    """What a process printed for its epochs, and its peak memory."""

    def __init__(self, command, epochs=None):
        """Ends the process after so many epochs of aeviz: it would measure the network then, which
        PyTorch does not."""
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        lines, records = [], []
        for line in process.stdout:
            lines.append(line)
            if line.startswith('{"event": "epoch"'):
                records.append(json.loads(line)["record"])
                if len(records) == epochs:
                    process.kill()
                    break
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0 and (epochs is None or len(records) < epochs):
            last = (lines or ["no word"])[-1].strip()
            raise RuntimeError(f"{' '.join(map(str, command))}: {last}")
        text = "".join(lines)
        self.megabytes = usage.ru_maxrss / 1024
        self.seconds = [record["seconds"] for record in records]
        self.speeds = [float(speed) for speed in re.findall(r"images/s ([\d.]+)", text)]
        errors = re.findall(r"test ([\d.e-]+)", text) or [
            record["test_loss"] for record in records if record["test_loss"] is not None]
        self.test = float(errors[-1]) if errors else float("nan")

    def speed(self, images):
        """Images a second; the first epoch warms caches and compilers up."""
        speeds = self.speeds or [images / seconds for seconds in self.seconds]
        return statistics.median(speeds[1:] or speeds)


class Bench:
    def __init__(self, aeviz, folder, options):
        self.aeviz, self.folder = aeviz, pathlib.Path(folder)
        self.options = options
        self.rounds, self.modes = options.rounds, options.mode or MODES
        self.networks = [n for n in NETWORKS if not options.only or n.name in options.only]

    # What is trained, by whom

    def data(self, network):
        """An .npz of the network's images: Fashion-MNIST's, and larger ones made by enlarging
        these; in colour, the image, its mirror image and it upside down."""
        file = self.folder / f"{'x'.join(map(str, network.shape))}-{network.images}.npz"
        if file.exists():
            return file
        channels, *size = network.shape
        pixels = fashion("train")[:network.images + 256]
        if size != [28, 28]:
            pixels = enlarged(pixels, *size)
        if channels == 3:
            pixels = numpy.concatenate([pixels, pixels[..., ::-1], pixels[..., ::-1, :]], axis=1)
        numpy.savez(file, x_train=pixels[:network.images], x_test=pixels[network.images:])
        return file

    def ours(self, what, data, epochs, **options):
        """`what`: arguments that say which network."""
        return Result([self.aeviz, "train", "--json", "--data", data, "--threads", THREADS,
                       "-o", self.folder / "run", "--overwrite", "--epochs", epochs, *what,
                       *arguments(options)], epochs)

    def module(self, what, data):
        """The network as a module of PyTorch: what aeviz exports of a run on a few images."""
        run, module = self.folder / "exported", self.folder / "module.py"
        subprocess.run([self.aeviz, "train", "--quiet", "--data", data, "-o", run, "--overwrite",
                        "--epochs", "1", "--limit", "16", *map(str, what)], check=True,
                       stdout=subprocess.DEVNULL)
        with open(module, "w") as file:
            subprocess.run([self.aeviz, "export", run / "run.json", "-o",
                            self.folder / "weights.safetensors"], stdout=file, check=True)
        return module

    def theirs(self, module, data, mode, **options):
        return Result([sys.executable, HERE / "pytorch_training.py", module, data, "--mode", mode,
                       "--threads", THREADS, *arguments(options)])

    @staticmethod
    def network(network):
        if network.preset:
            return ["--preset", network.preset]
        return ["--architecture", HERE / "networks" / f"{network.name}.json"]

    # The parts

    def speed(self):
        print(f"Images per second in training, Adam, {THREADS} threads; median of {self.rounds} "
              "rounds, the ratio to the best of the others in the same round\n")
        print("| network | images, batch | aeviz | " + " | ".join(self.modes)
              + " | ratio (rounds) | asked | MB, aeviz and PyTorch |")
        print("|---|---|---|" + "---|" * len(self.modes) + "---|---|---|")
        for network in self.networks:
            self.row(network)

    def row(self, network):
        data, what = self.data(network), self.network(network)
        common = {"epochs": 3, "batch_size": network.batch}
        module = self.module(what, data)
        noise = {"noise": f"gaussian:{network.noise}"} if network.noise else {}
        ours, ratios, memory = [], [], []
        theirs = {mode: [] for mode in self.modes}
        their_memory = {mode: [] for mode in self.modes}
        for _ in range(self.rounds):
            before = self.ours(what, data, **common, **noise)
            for mode in self.modes:
                if mode == "channels_last" and network.is_dense:
                    continue
                try:
                    result = self.theirs(module, data, mode, **common, noise=network.noise)
                except RuntimeError as error:
                    print(f"  {mode}: {error}", file=sys.stderr)
                    continue
                theirs[mode].append(result.speed(network.images))
                their_memory[mode].append(result.megabytes)
            after = self.ours(what, data, **common, **noise)
            memory += [before.megabytes, after.megabytes]
            ours.append((before.speed(network.images) + after.speed(network.images)) / 2)
            best = max((speeds[-1] for speeds in theirs.values() if speeds), default=float("nan"))
            ratios.append(ours[-1] / best)
        speeds = [f"{statistics.median(theirs[mode]):,.0f}" if theirs[mode] else "–"
                  for mode in self.modes]
        least = min((statistics.median(values) for values in their_memory.values() if values),
                    default=float("nan"))
        size = "×".join(map(str, network.shape))
        rounds = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| `{network.name}` | {size}, {network.batch} | {statistics.median(ours):,.0f} | "
              + " | ".join(speeds) + f" | {statistics.median(ratios):.2f} ({rounds}) | "
              f"{network.goal} | {statistics.median(memory):,.0f}, {least:,.0f} |", flush=True)

    def memory(self):
        print("\nPeak memory, conv on all 60,000 images, one epoch")
        mine = self.ours(["--preset", "conv"], "fashion-mnist", epochs=1)
        print(f"{'aeviz':10} {mine.megabytes:8,.0f} MB")
        module = self.module(["--preset", "conv"], "fashion-mnist")
        theirs = self.theirs(module, "fashion-mnist", "eager", epochs=1)
        print(f"{'PyTorch':10} {theirs.megabytes:8,.0f} MB")

    def growth(self):
        print("\nHow the cost grows: seconds an epoch by images, microseconds an image by parameters")
        for limit in [7500, 15000, 30000, 60000]:
            speed = max(
                self.ours(["--preset", "conv"], "fashion-mnist", 3, limit=limit).speed(limit)
                for _ in range(self.rounds))
            print(f"conv, {limit:6,} images {limit / speed:14.2f} s an epoch "
                  f"{1e6 / speed:8.1f} us an image")
        for units in [128, 256, 512, 1024, 2048]:
            network = dense_network(units)
            file = self.folder / "architecture.json"
            file.write_text(json.dumps(network))
            parameters = sum(layer["in_features"] * layer["out_features"] + layer["out_features"]
                             for half in ("encoder", "decoder") for layer in network[half]
                             if layer["type"] == "dense")
            speed = max(
                self.ours(["--architecture", file], "fashion-mnist", 3, limit=10000)
                .speed(10000)
                for _ in range(self.rounds))
            print(f"dense, {parameters:9,} parameters {1e6 / speed:8.1f} us an image "
                  f"{1e12 / speed / parameters:8.1f} us an image and million parameters")

    def error(self):
        networks = self.networks if self.options.only else [NETWORKS[0]]
        seeds, epochs = range(1, self.options.seeds + 1), self.options.epochs
        print(f"\nTest error after {epochs} epochs, mean of {len(seeds)} seeds, first weights drawn "
              "as PyTorch draws them\n")
        print("| network | images | aeviz (seeds) | PyTorch (seeds) | ratio |\n|---|---|---|---|---|")
        for network in networks:
            # All 60,000 images where they are Fashion-MNIST's own.
            whole = network.shape == (1, 28, 28)
            data = "fashion-mnist" if whole else self.data(network)
            what, module = self.network(network), self.module(self.network(network), data)
            common = {"epochs": epochs, "batch_size": network.batch}
            noise = {"noise": f"gaussian:{network.noise}"} if network.noise else {}
            mode = "eager" if network.is_dense else "channels_last"
            ours = [self.ours(what, data, **common, **noise, seed=seed,
                              initialization="pytorch").test for seed in seeds]
            theirs = [self.theirs(module, data, mode, **common, noise=network.noise, seed=seed)
                      .test for seed in seeds]
            cells = [f"{statistics.mean(values):.5f} ("
                     + ", ".join(f"{value:.5f}" for value in values) + ")"
                     for values in (ours, theirs)]
            print(f"| `{network.name}` | {60000 if whole else network.images:,} | "
                  f"{' | '.join(cells)} | {statistics.mean(ours) / statistics.mean(theirs):.3f} |",
                  flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("aeviz")
    parser.add_argument("--rounds", type=int, default=5)
    parts = ["speed", "memory", "growth", "error"]
    parser.add_argument("--part", choices=parts, action="append")
    parser.add_argument("--only", choices=[network.name for network in NETWORKS], action="append",
                        help="in the parts speed and error, this network")
    parser.add_argument("--epochs", type=int, default=10, help="in the part error")
    parser.add_argument("--seeds", type=int, default=3, help="in the part error")
    parser.add_argument("--mode", choices=MODES, action="append",
                        help="in the part speed, this way of PyTorch's")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.aeviz, folder, options)
        for part in options.part or parts:
            getattr(bench, part)()


main()
