"""Trains in PyTorch the network that aeviz has exported, and prints images per second.

python Benchmarks/pytorch_training.py MODULE.py IMAGES [--mode eager|channels_last|compile]
    [--epochs E] [--limit N] [--batch-size B] [--noise SIGMA] [--threads T] [--seed S]

MODULE.py is what `aeviz export RUN.json -o X.safetensors` prints: the layers of the run's network,
here with PyTorch's own first weights. IMAGES is an .npz with x_train and x_test, (n, C, H, W) in 8
bits, or `fashion-mnist`: all of it, where Debian's dataset-fashion-mnist puts it. One line an epoch,
`epoch E train L test L images/s R`; training images a second, the images converted from 8 bits as
they are used and the test images left out of the time, as aeviz does it.
"""

import argparse
import runpy
import time

import numpy
import torch
from torch import nn

from fashion import fashion


def images(place, limit):
    """Images to train on and to test with."""
    if place == "fashion-mnist":
        train, test = fashion("train"), fashion("t10k")
    else:
        arrays = numpy.load(place)
        train, test = arrays["x_train"], arrays["x_test"]
    return torch.from_numpy(train[:limit].copy()), torch.from_numpy(test.copy())


class Training(nn.Module):
    """The reconstruction, and the divergence summed over the images where the code is drawn."""

    def __init__(self, model):
        super().__init__()
        self.encoder, self.decoder = model.encoder, model.decoder
        self.is_variational = type(model.encoder[-1]).__name__ == "GaussianSampling"

    def forward(self, x):
        if not self.is_variational:
            return self.decoder(self.encoder(x)), None
        both = self.encoder[:-1](x)
        mean, log_variance = both.chunk(2, dim=1)
        divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum()
        return self.decoder(self.encoder[-1](both)), divergence


def loss_of(model, batch, noise):
    noisy = (batch + noise * torch.randn_like(batch)).clamp_(0, 1) if noise else batch
    output, divergence = model(noisy)
    loss = nn.functional.mse_loss(output, batch)
    # The divergence of an image is weighed against the sum of its pixels' errors.
    return loss if divergence is None else loss + divergence / batch.numel()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("module")
    parser.add_argument("images")
    parser.add_argument("--mode", choices=["eager", "channels_last", "compile"], default="eager")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--noise", type=float, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    data, test = images(options.images, options.limit)
    model = Training(runpy.run_path(options.module)["Autoencoder"]())
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
            loss = loss_of(step_model, batch, options.noise)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        seconds = time.perf_counter() - start
        model.eval()
        with torch.no_grad():
            error = sum(
                loss_of(model, part, options.noise).item() * len(part)
                for part in (batch_of(test, slice(i, i + options.batch_size))
                             for i in range(0, len(test), options.batch_size))) / len(test)
        print(f"epoch {epoch} train {total / len(data):.6f} test {error:.6f} "
              f"images/s {len(data) / seconds:.1f}", flush=True)


if __name__ == "__main__":
    main()
