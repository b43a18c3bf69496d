"""Trains the same networks on the same images in PyTorch, and prints images per second.

python Benchmarks/pytorch_training.py PRESET [--width W] [--mode eager|channels_last|compile]
    [--epochs E] [--limit N] [--threads T] [--seed S]

PRESET is conv, dense or vae (Sources/AENetwork/Network/Preset.swift); --width multiplies the channels of
the convolutions. Reads Fashion-MNIST where Debian's dataset-fashion-mnist puts it. One line an epoch,
`epoch E train L test L images/s R`; training images a second, the images converted from 8 bits as
they are used and the test images left out of the time, as aeviz does it. Last, `gflops R`: what a
matrix product of 1024 x 1024 reaches with the same threads.
"""

import argparse
import gzip
import time

import numpy
import torch
from torch import nn

FOLDER = "/usr/share/datasets/fashion-mnist"


def images(part, limit=None):
    with gzip.open(f"{FOLDER}/{part}-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read()[16:], numpy.uint8).reshape(-1, 1, 28, 28)
    return torch.from_numpy(pixels[:limit].copy())


class Network(nn.Module):
    """An encoder and a decoder; with two heads where the code is drawn."""

    def __init__(self, preset, width, latent):
        super().__init__()
        self.variational = preset == "vae"
        head = 2 * latent if self.variational else latent
        if preset == "dense":
            self.encoder = nn.Sequential(
                nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
                nn.Linear(64, head))
            self.decoder = nn.Sequential(
                nn.Linear(latent, 64), nn.ReLU(), nn.Linear(64, 128), nn.ReLU(),
                nn.Linear(128, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28)))
        else:
            a, b = 16 * width, 32 * width
            self.encoder = nn.Sequential(
                nn.Conv2d(1, a, 3, 2, 1), nn.ReLU(), nn.Conv2d(a, b, 3, 2, 1), nn.ReLU(),
                nn.Flatten(), nn.Linear(49 * b, head))
            self.decoder = nn.Sequential(
                nn.Linear(latent, 49 * b), nn.ReLU(), nn.Unflatten(1, (b, 7, 7)),
                nn.ConvTranspose2d(b, a, 3, 2, 1, 1), nn.ReLU(),
                nn.ConvTranspose2d(a, 1, 3, 2, 1, 1), nn.Sigmoid())

    def forward(self, x):
        """The reconstruction, and the divergence summed over the images."""
        code = self.encoder(x)
        if not self.variational:
            return self.decoder(code), None
        mean, log_variance = code.chunk(2, dim=1)
        if self.training:
            code = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        else:
            code = mean
        divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum()
        return self.decoder(code), divergence


def loss_of(model, batch):
    output, divergence = model(batch)
    loss = nn.functional.mse_loss(output, batch)
    # The divergence of an image is weighed against the sum of its pixels' errors.
    return loss if divergence is None else loss + divergence / batch.numel()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("preset", choices=["conv", "dense", "vae"])
    parser.add_argument("--width", type=int, default=1)
    parser.add_argument("--mode", choices=["eager", "channels_last", "compile"], default="eager")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--latent", type=int, default=16)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    data, test = images("train", options.limit), images("t10k")
    model = Network(options.preset, options.width, options.latent)
    layout = torch.contiguous_format
    if options.mode == "channels_last":
        layout = torch.channels_last
        model = model.to(memory_format=layout)
    step_model = torch.compile(model) if options.mode == "compile" else model
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

    def batch_of(source, indices):
        return source[indices].float().div_(255).contiguous(memory_format=layout)

    for epoch in range(1, options.epochs + 1):
        model.train()
        start, total = time.perf_counter(), 0.0
        order = torch.randperm(len(data))
        for first in range(0, len(data), options.batch_size):
            batch = batch_of(data, order[first:first + options.batch_size])
            optimizer.zero_grad()
            loss = loss_of(step_model, batch)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        seconds = time.perf_counter() - start
        model.eval()
        with torch.no_grad():
            error = sum(
                loss_of(model, batch_of(test, slice(i, i + 1000))).item()
                for i in range(0, len(test), 1000)) / (len(test) // 1000)
        print(f"epoch {epoch} train {total / len(data):.6f} test {error:.6f} "
              f"images/s {len(data) / seconds:.0f}", flush=True)
    print(f"gflops {matrix_speed():.1f}")


def matrix_speed(size=1024, repeats=20):
    a, b = torch.rand(size, size), torch.rand(size, size)
    best = 0.0
    for _ in range(repeats):
        start = time.perf_counter()
        torch.mm(a, b)
        best = max(best, 2e-9 * size**3 / (time.perf_counter() - start))
    return best


main()
