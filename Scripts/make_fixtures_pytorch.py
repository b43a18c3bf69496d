"""Writes Tests/AECoreTests/Fixtures/pytorch.safetensors: what PyTorch computes for the layers.

Run in an environment with torch and safetensors:  python Scripts/make_fixtures_pytorch.py
The file's metadata names the versions used. Every case is `<kind>.<number>`; its geometry stands in
`<case>.geometry` as kernel, stride, padding, dilation, output padding (height, width each), groups.
"""

import pathlib
import sys

import numpy
import torch
from safetensors.torch import save_file

# kernel, stride, padding, dilation, output_padding, groups, in, out, height, width
CONVOLUTIONS = [
    ((3, 3), (2, 2), (1, 1), (1, 1), (1, 1), 1, 1, 4, 8, 8),
    ((3, 3), (1, 1), (0, 0), (1, 1), (0, 0), 1, 3, 2, 5, 6),
    ((1, 1), (1, 1), (0, 0), (1, 1), (0, 0), 1, 4, 4, 3, 3),
    ((4, 2), (3, 2), (2, 0), (1, 1), (2, 1), 2, 4, 6, 7, 9),
    ((3, 2), (1, 2), (2, 1), (3, 2), (2, 0), 1, 2, 3, 9, 7),
    ((2, 3), (3, 4), (0, 1), (1, 2), (1, 3), 3, 3, 6, 8, 9),
    ((5, 5), (2, 2), (2, 2), (1, 1), (0, 0), 4, 4, 4, 6, 5),
]


# kernel, stride, padding, height, width
POOLINGS = [
    ((2, 2), (2, 2), (0, 0), 6, 8),
    ((3, 2), (2, 3), (1, 1), 7, 9),
    ((3, 3), (1, 1), (1, 0), 5, 4),
    ((2, 3), (3, 2), (0, 1), 8, 6),
]


class Noise:
    """Sources/AENetwork/Tensor/Noise.swift, written a second time."""

    GAMMA = 0x9E3779B97F4A7C15
    MASK = (1 << 64) - 1

    def __init__(self, seed=None, key=None):
        self.key = self.mix((seed + self.GAMMA) & self.MASK) if key is None else key

    def keyed(self, value):
        return Noise(key=self.mix(self.key ^ self.mix((value + self.GAMMA) & self.MASK)))

    def bits(self, count):
        return [self.mix((self.key + (i + 1) * self.GAMMA) & self.MASK) for i in range(count)]

    def uniform(self, shape):
        values = [(b >> 40) * 2.0 ** -24 for b in self.bits(int(numpy.prod(shape)))]
        return torch.tensor(values, dtype=torch.float32).reshape(shape)

    def normal(self, shape):
        bits = self.bits(int(numpy.prod(shape)))
        first = numpy.array([((b >> 40) + 1) * 2.0 ** -24 for b in bits])
        second = numpy.array([((b >> 16) & 0xFFFFFF) * 2.0 ** -24 for b in bits])
        values = numpy.sqrt(-2 * numpy.log(first)) * numpy.cos(2 * numpy.pi * second)
        return torch.tensor(values, dtype=torch.float32).reshape(shape)

    @classmethod
    def mix(cls, z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & cls.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & cls.MASK
        return z ^ (z >> 31)


class Sampling(torch.nn.Module):
    """Means and log-variances to a code; keeps the divergence, in nats an image."""

    def __init__(self, noise=None):
        super().__init__()
        self.noise = noise

    def forward(self, x):
        mean, log_variance = x.chunk(2, dim=1)
        self.divergence = 0.5 * (mean ** 2 + log_variance.exp() - 1 - log_variance).sum(1)
        epsilon = self.noise.normal(mean.shape)
        return mean + (0.5 * log_variance).exp() * epsilon


class Dropped(torch.nn.Module):
    def forward(self, x):
        return x * (Noise(5).uniform(x.shape) >= 0.3) / 0.7


def layers(tensors):
    for kind in ("conv2d", "conv_transpose2d"):
        for number, case in enumerate(CONVOLUTIONS):
            kernel, stride, padding, dilation, extra, groups, inputs, outputs, h, w = case
            torch.manual_seed(number)
            common = dict(stride=stride, padding=padding, dilation=dilation, groups=groups)
            if kind == "conv2d":
                layer = torch.nn.Conv2d(inputs, outputs, kernel, **common)
            else:
                layer = torch.nn.ConvTranspose2d(
                    inputs, outputs, kernel, output_padding=extra, **common)
            run(tensors, f"{kind}.{number}", layer, torch.randn(2, inputs, h, w))
            tensors[f"{kind}.{number}.geometry"] = torch.tensor(
                [*kernel, *stride, *padding, *dilation, *extra, groups], dtype=torch.float32)
    torch.manual_seed(0)
    run(tensors, "dense.0", torch.nn.Linear(7, 4), torch.randn(3, 7))
    run(tensors, "relu.0", torch.nn.ReLU(), torch.randn(2, 2, 3, 4))
    run(tensors, "sigmoid.0", torch.nn.Sigmoid(), 4 * torch.randn(2, 2, 3, 4))
    torch.manual_seed(3)
    run(tensors, "leaky_relu.0", torch.nn.LeakyReLU(0.2), torch.randn(2, 2, 3, 4))
    run(tensors, "tanh.0", torch.nn.Tanh(), 2 * torch.randn(2, 2, 3, 4))
    run(tensors, "softplus.0", torch.nn.Softplus(), 8 * torch.randn(2, 2, 3, 4))
    run(tensors, "upsample.0", torch.nn.Upsample(scale_factor=(2, 3)), torch.randn(2, 3, 3, 2))
    for number, (kernel, stride, padding, h, w) in enumerate(POOLINGS):
        # Whole numbers: several cells of a window are often equally great.
        x = torch.randint(-3, 4, (2, 3, h, w)).float()
        run(tensors, f"max_pool2d.{number}", torch.nn.MaxPool2d(kernel, stride, padding), x)
        run(tensors, f"avg_pool2d.{number}", torch.nn.AvgPool2d(kernel, stride, padding),
            torch.randn(2, 3, h, w))
        for kind in ("max", "avg"):
            tensors[f"{kind}_pool2d.{number}.geometry"] = torch.tensor(
                [*kernel, *stride, *padding], dtype=torch.float32)
    for number, training in enumerate((True, False)):
        layer = torch.nn.BatchNorm2d(3)
        for value in (*layer.parameters(), layer.running_mean):
            torch.nn.init.normal_(value)
        torch.nn.init.uniform_(layer.running_var, 0.5, 2)
        layer.train(training)
        name = f"batch_norm2d.{number}"
        for key, value in layer.named_buffers():
            if key.startswith("running"):
                tensors[f"{name}.{key}"] = value.clone()
        run(tensors, name, layer, 3 + 2 * torch.randn(5, 3, 4, 2))
        for key, value in layer.named_buffers():
            if key.startswith("running"):
                tensors[f"{name}.{key}_after"] = value.clone()
    run(tensors, "dropout.0", Dropped(), torch.randn(4, 2, 3, 4))
    # The loss also has the divergence, with the weight 0.25.
    sampling = Sampling(Noise(5))
    x = torch.randn(4, 6).requires_grad_(True)
    y = sampling(x)
    dy = torch.randn_like(y)
    ((y * dy).sum() + 0.25 * sampling.divergence.sum()).backward()
    for key, value in (("x", x.detach()), ("y", y.detach()), ("dy", dy), ("dx", x.grad)):
        tensors[f"gaussian_sampling.0.{key}"] = value


def run(tensors, name, layer, x):
    x.requires_grad_(True)
    y = layer(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    tensors[f"{name}.x"], tensors[f"{name}.y"] = x.detach(), y.detach()
    tensors[f"{name}.dy"], tensors[f"{name}.dx"] = dy, x.grad
    for key, parameter in layer.named_parameters():
        tensors[f"{name}.{key}"] = parameter.detach()
        tensors[f"{name}.d{key}"] = parameter.grad


def losses(tensors):
    torch.manual_seed(1)
    for name, loss in (
            ("mse", torch.nn.MSELoss()), ("bce", torch.nn.BCELoss()), ("l1", torch.nn.L1Loss())):
        output = torch.rand(4, 1, 3, 3).requires_grad_(True)
        target = torch.rand(4, 1, 3, 3)
        value = loss(output, target)
        value.backward()
        tensors[f"{name}.output"], tensors[f"{name}.target"] = output.detach(), target
        tensors[f"{name}.value"], tensors[f"{name}.gradient"] = value.detach(), output.grad


def autoencoder(preset):
    """The presets for 1 x 8 x 8 images and 3 latents, as Sources/AENetwork/Network/Preset.swift has them;
    `normalised` is the test's own."""
    nn = torch.nn
    if preset == "normalised":
        encoder = nn.Sequential(
            nn.Conv2d(1, 6, 3, 1, 1), nn.BatchNorm2d(6), nn.LeakyReLU(0.1), nn.MaxPool2d(2),
            nn.Conv2d(6, 8, 3, 1, 1), nn.BatchNorm2d(8), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
            nn.Linear(32, 3))
        decoder = nn.Sequential(
            nn.Linear(3, 32), nn.Softplus(), nn.Unflatten(1, (8, 2, 2)),
            nn.Upsample(scale_factor=4), nn.Conv2d(8, 1, 3, 1, 1), nn.Sigmoid())
        return encoder, decoder
    if preset == "dense":
        encoder = nn.Sequential(
            nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
            nn.Linear(64, 3))
        decoder = nn.Sequential(
            nn.Linear(3, 64), nn.ReLU(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64),
            nn.Sigmoid(), nn.Unflatten(1, (1, 8, 8)))
        return encoder, decoder
    encoder = [
        nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(), nn.Flatten()]
    encoder += [nn.Linear(128, 6), Sampling()] if preset == "vae" else [nn.Linear(128, 3)]
    decoder = [nn.Linear(3, 128), nn.ReLU(), nn.Unflatten(1, (32, 2, 2))]
    if preset == "conv-upsample":
        decoder += [
            nn.Upsample(scale_factor=2), nn.Conv2d(32, 16, 3, 1, 1), nn.ReLU(),
            nn.Upsample(scale_factor=2), nn.Conv2d(16, 1, 3, 1, 1), nn.Sigmoid()]
    else:
        decoder += [
            nn.ConvTranspose2d(32, 16, 3, 2, 1, 1), nn.ReLU(),
            nn.ConvTranspose2d(16, 1, 3, 2, 1, 1), nn.Sigmoid()]
    return nn.Sequential(*encoder), nn.Sequential(*decoder)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=0.001)


# name, preset, loss, optimiser, the gradient's greatest length, the weight of the code's magnitudes,
# the deviation of the input's noise
TRAININGS = [
    ("dense", "dense", torch.nn.MSELoss(), adam, None, 0, 0),
    ("conv", "conv", torch.nn.BCELoss(), adam, None, 0, 0),
    ("conv-upsample", "conv-upsample", torch.nn.MSELoss(), adam, None, 0, 0),
    ("vae", "vae", torch.nn.BCELoss(), adam, None, 0, 0),
    ("normalised", "normalised", torch.nn.MSELoss(), adam, None, 0, 0),
    ("clipped", "dense", torch.nn.MSELoss(),
     lambda p: torch.optim.SGD(p, lr=0.2, momentum=0.9), 0.01, 0, 0),
    ("sparse", "dense", torch.nn.MSELoss(), adam, None, 0.01, 0),
    ("denoising", "dense", torch.nn.L1Loss(), adam, None, 0, 0.3),
]


def trainings(tensors):
    """The losses of 100 steps on one batch of 24 images, from weights that are written, too. A preset
    begins with the same weights and images whatever is minimised, so they are written once."""
    for name, preset, loss, optimizer, clip, sparsity, noise in TRAININGS:
        torch.manual_seed(2)
        encoder, decoder = autoencoder(preset)
        # Bright squares on dark ground, with noise: what can be learned, and what cannot.
        pixels = torch.randint(0, 60, (24, 1, 8, 8))
        for image in pixels:
            top, left = torch.randint(0, 5, (2,)).tolist()
            image[0, top:top + 4, left:left + 4] += 180
        if name == preset:
            tensors[f"training.{name}.pixels"] = pixels.float()
            for half, part in (("encoder", encoder), ("decoder", decoder)):
                for key, value in part.state_dict().items():
                    if not key.endswith("num_batches_tracked"):
                        tensors[f"training.{name}.{half}.{key}"] = value.clone()
        images = pixels.float() / 255
        parameters = list(encoder.parameters()) + list(decoder.parameters())
        optimizer = optimizer(parameters)
        history = []
        for step in range(100):
            optimizer.zero_grad()
            seen = images
            if noise > 0:
                # Seed 1, the noise of the images, the epoch from 1, the image.
                drawn = [Noise(1).keyed(1).keyed(step + 1).keyed(i).normal((1, 8, 8))
                         for i in range(24)]
                seen = (images + noise * torch.stack(drawn)).clamp(0, 1)
            if preset == "vae":
                # Seed 1, the noise of the layers, the step, the layer.
                encoder[6].noise = Noise(1).keyed(0).keyed(step).keyed(6)
            code = encoder(seen)
            value = loss(decoder(code), images) + sparsity * code.abs().sum(1).mean()
            if preset == "vae":
                value = value + encoder[6].divergence.mean() / 64
            value.backward()
            if clip is not None:
                torch.nn.utils.clip_grad_norm_(parameters, clip)
            optimizer.step()
            history.append(value.item())
        tensors[f"training.{name}.losses"] = torch.tensor(history)
        for key, value in encoder.named_buffers():
            if key.split(".")[-1].startswith("running"):
                tensors[f"training.{name}.after.encoder.{key}"] = value.clone()


def optimizers(tensors):
    """Where ten steps along given gradients lead, and the learning rates of ten epochs."""
    torch.manual_seed(4)
    start, gradients = torch.randn(6), torch.randn(10, 6)
    tensors["optimizer.start"], tensors["optimizer.gradients"] = start, gradients
    kinds = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
        "adam": lambda p: torch.optim.Adam(p, lr=0.1),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.1),
    }
    for name, make in kinds.items():
        weights = start.clone().requires_grad_(True)
        optimizer = make([weights])
        path = []
        for gradient in gradients:
            weights.grad = gradient.clone()
            optimizer.step()
            path.append(weights.detach().clone())
        tensors[f"optimizer.{name}"] = torch.stack(path)
    for name, make in {
            "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=10),
            "step": lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=3, gamma=0.5)}.items():
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
        schedule = make(optimizer)
        rates = []
        for _ in range(10):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        tensors[f"schedule.{name}"] = torch.tensor(rates)


def main():
    torch.set_num_threads(1)
    tensors = {}
    layers(tensors)
    losses(tensors)
    trainings(tensors)
    optimizers(tensors)
    tensors = {name: value.contiguous().float() for name, value in tensors.items()}
    folder = pathlib.Path(__file__).parent.parent / "Tests/AECoreTests/Fixtures"
    save_file(tensors, folder / "pytorch.safetensors", metadata={
        "script": "Scripts/make_fixtures_pytorch.py",
        "torch": torch.__version__, "python": sys.version.split()[0]})


main()
