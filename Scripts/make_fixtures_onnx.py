"""Writes Tests/AECoreTests/Fixtures/onnx: autoencoders as other programs export them: PyTorch with
both exporters, Keras on TensorFlow, PyTorch and JAX, tf2onnx.

Made in an environment with
    torch 2.15.0, onnx 1.23.2, onnxscript 0.7.2, onnxruntime 1.32.0, keras 3.15.1,
    tensorflow-cpu 2.21.0, tf2onnx 1.17.0, jax 0.10.2, jax2onnx 0.17.1, numpy 2.4.6,
    safetensors 0.8.0
by  python Scripts/make_fixtures_onnx.py [FOLDER], without which it writes into the fixtures; in that
folder networks of before are removed.  Beside each NAME.onnx, values.safetensors holds
NAME.images (n, C, H, W) as aeviz takes them, NAME.output, what onnxruntime makes of them, turned to
(n, C, H, W) as well, and NAME.code where the file says which it is.
"""

import argparse
import logging
import os
import pathlib
import subprocess
import sys
import warnings

import numpy
import onnx
import onnxruntime
import safetensors.numpy

FOLDER = pathlib.Path(__file__).parent.parent / "Tests/AECoreTests/Fixtures/onnx"
VALUES = {}
IMAGES = 3
random = numpy.random.default_rng(7)


def images(*shape):
    return random.random((IMAGES, *shape), dtype=numpy.float32)


def outputs(path, *inputs):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [value.name for value in session.get_inputs()]
    return session.run(None, dict(zip(names, inputs)))


def keep(name, x, shape, index=0, code=None, last=False, flat=False):
    """Runs NAME.onnx on x (n, C, H, W), given to it as it wants them: `last` for (n, H, W, C)."""
    given = numpy.ascontiguousarray(x.transpose(0, 2, 3, 1)) if last else x
    result = outputs(FOLDER / f"{name}.onnx", given.reshape(len(x), *shape))
    out = result[index]
    if last and not flat:
        c, h, w = x.shape[1:]
        out = out.reshape(len(x), h, w, c).transpose(0, 3, 1, 2)
    VALUES[f"{name}.images"] = x
    VALUES[f"{name}.output"] = numpy.ascontiguousarray(out.reshape(x.shape))
    if code is not None:
        VALUES[f"{name}.code"] = numpy.ascontiguousarray(result[code].reshape(len(x), -1))


def keep_halves(name, x, shape, last=False):
    """Runs NAME-encoder.onnx and NAME-decoder.onnx one after the other."""
    given = numpy.ascontiguousarray(x.transpose(0, 2, 3, 1)) if last else x
    code = outputs(FOLDER / f"{name}-encoder.onnx", given.reshape(len(x), *shape))[0]
    out = outputs(FOLDER / f"{name}-decoder.onnx", code)[0]
    if last:
        c, h, w = x.shape[1:]
        out = out.reshape(len(x), h, w, c).transpose(0, 3, 1, 2)
    VALUES[f"{name}.images"] = x
    VALUES[f"{name}.output"] = numpy.ascontiguousarray(out.reshape(x.shape))
    VALUES[f"{name}.code"] = code.reshape(len(x), -1)


# --- PyTorch ------------------------------------------------------------------------------------


def pytorch():
    import torch
    from torch import nn
    from torch.nn import functional

    torch.manual_seed(3)

    def export(name, model, x, dynamo, outputs=None, inputs=None, **options):
        path = FOLDER / f"{name}.onnx"
        x = torch.from_numpy(x)
        inputs = inputs or ["image"]
        if dynamo:
            options = {"external_data": False, **options}
            program = torch.onnx.export(
                model, (x,), dynamo=True, verbose=False, input_names=inputs, output_names=outputs,
                dynamic_shapes=({0: torch.export.Dim("batch", min=1, max=4096)},))
            program.save(path, **options)
        else:
            outputs = outputs or ["output"]
            axes = {name: {0: "batch"} for name in inputs + outputs}
            torch.onnx.export(
                model, (x,), path, dynamo=False, input_names=inputs, output_names=outputs,
                dynamic_axes=axes, **options)

    def settle(model):
        """Statistics of batch normalisation that are not 0 and 1."""
        for module in model.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                nn.init.normal_(module.running_mean, std=0.3)
                nn.init.uniform_(module.running_var, 0.5, 1.5)
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.normal_(module.bias, std=0.3)
            if isinstance(module, (nn.GroupNorm, nn.LayerNorm)) and module.weight is not None:
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.normal_(module.bias, std=0.3)
            if isinstance(module, nn.PReLU):
                nn.init.uniform_(module.weight, -0.2, 0.6)
        return model.eval()

    class Halves(nn.Module):
        """An autoencoder that also returns its code."""

        def __init__(self, encoder, decoder):
            super().__init__()
            self.encoder, self.decoder = encoder, decoder

        def forward(self, image):
            code = self.encoder(image)
            return self.decoder(code), code

    def both(name, make, x, kinds=("torchscript", "dynamo"), **options):
        for kind in kinds:
            model = settle(make())
            export(
                f"{kind}-{name}", model, x, kind == "dynamo", ["output", "code"], **options)
            keep(f"{kind}-{name}", x, x.shape[1:], code=1)

    gray, color = images(1, 8, 8), images(3, 8, 8)

    both("conv", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.ReLU(), nn.Conv2d(4, 6, 3, 2, 1), nn.ReLU(),
                      nn.Flatten(), nn.Linear(24, 5)),
        nn.Sequential(nn.Linear(5, 24), nn.ReLU(), nn.Unflatten(1, (6, 2, 2)),
                      nn.ConvTranspose2d(6, 4, 3, 2, 1, output_padding=1), nn.ReLU(),
                      nn.ConvTranspose2d(4, 1, 3, 2, 1, output_padding=1), nn.Sigmoid())), gray)

    # One normalisation behind a convolution, which the exporter folds, one that it keeps.
    both("batchnorm", lambda: Halves(
        nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4),
                      nn.LeakyReLU(0.2), nn.BatchNorm2d(4), nn.MaxPool2d(2), nn.Dropout(0.2),
                      nn.Flatten(), nn.Linear(64, 4)),
        nn.Sequential(nn.Linear(4, 64), nn.Unflatten(1, (4, 4, 4)), nn.ReLU(), nn.BatchNorm2d(4),
                      nn.ConvTranspose2d(4, 3, 2, 2), nn.Sigmoid())), color)

    both("groups", lambda: Halves(
        nn.Sequential(nn.Conv2d(3, 6, (3, 2), stride=(2, 1), padding=(1, 0), groups=3), nn.ReLU(),
                      nn.Conv2d(6, 4, 2, dilation=2, groups=2), nn.Flatten(), nn.Linear(40, 6)),
        nn.Sequential(nn.Linear(6, 40), nn.Tanh(), nn.Unflatten(1, (4, 2, 5)),
                      nn.ConvTranspose2d(4, 6, 2, dilation=2, groups=2), nn.Softplus(),
                      nn.ConvTranspose2d(6, 3, (4, 2), stride=(2, 1), padding=(1, 0), groups=3),
                      nn.Sigmoid())), color, kinds=["torchscript"])

    both("pooling", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.AvgPool2d(3, 2, padding=1), nn.ReLU(),
                      nn.MaxPool2d(2, ceil_mode=True), nn.Flatten(), nn.Linear(16, 4)),
        nn.Sequential(nn.Linear(4, 16), nn.Unflatten(1, (4, 2, 2)),
                      nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(4, 3, 3, padding=1),
                      nn.ReLU(), nn.Upsample(scale_factor=2), nn.Conv2d(3, 1, 3, padding=1),
                      nn.Sigmoid())), gray)

    # Windows that hang over the edge, and means that do not count the padding.
    both("ceiling", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 3, 2), nn.MaxPool2d(2, ceil_mode=True),
                      nn.AvgPool2d(3, 2, padding=1, count_include_pad=False), nn.Flatten(),
                      nn.Linear(12, 4)),
        nn.Sequential(nn.Linear(4, 64), nn.Unflatten(1, (1, 8, 8)), nn.Sigmoid())), gray,
        kinds=["torchscript"])

    class Mlp(nn.Module):
        """Flattened by hand, as many a tutorial does it."""

        def __init__(self):
            super().__init__()
            self.a, self.b = nn.Linear(64, 16), nn.Linear(16, 3)
            self.c, self.d = nn.Linear(3, 16), nn.Linear(16, 64)

        def forward(self, x):
            code = self.b(torch.tanh(self.a(x.view(x.size(0), -1))))
            out = torch.sigmoid(self.d(functional.softplus(self.c(code))))
            return out.view(-1, *x.shape[1:]), code

    both("mlp", Mlp, gray)

    class Flat(nn.Module):
        """Takes images as lists of pixels, and has no biases."""

        def __init__(self):
            super().__init__()
            self.a, self.b = nn.Linear(64, 3, bias=False), nn.Linear(3, 64, bias=False)

        def forward(self, x):
            code = self.a(x)
            return self.b(code), code

    x = gray.reshape(IMAGES, 64)
    export("dynamo-flat", Flat().eval(), x, True, ["output", "code"])
    keep("dynamo-flat", gray, (64,), code=1)

    class VAE(nn.Module):
        """Draws the code, or takes the mean of it."""

        def __init__(self, draws):
            super().__init__()
            self.draws = draws
            self.hidden = nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.ReLU(), nn.Flatten())
            self.mean, self.log_variance = nn.Linear(64, 3), nn.Linear(64, 3)
            self.decoder = nn.Sequential(
                nn.Linear(3, 64), nn.ReLU(), nn.Unflatten(1, (4, 4, 4)),
                nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Sigmoid())

        def encode(self, x):
            hidden = self.hidden(x)
            return self.mean(hidden), self.log_variance(hidden)

        def forward(self, x):
            mean, log_variance = self.encode(x)
            z = mean
            if self.draws:
                z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(log_variance)
            return self.decoder(z), mean, log_variance

    def keep_vae(name, vae):
        with torch.no_grad():
            mean, log_variance = vae.encode(torch.from_numpy(gray))
            output = vae.decoder(mean)
        VALUES[f"{name}.images"] = gray
        VALUES[f"{name}.output"] = output.numpy()
        VALUES[f"{name}.code"] = mean.contiguous().numpy()
        VALUES[f"{name}.log_variance"] = log_variance.contiguous().numpy()

    names = ["output", "mean", "log_variance"]
    for kind in ["torchscript", "dynamo"]:
        vae = VAE(draws=True).eval()
        export(f"{kind}-vae", vae, gray, kind == "dynamo", names)
        keep_vae(f"{kind}-vae", vae)
    vae = VAE(draws=False).eval()
    export("torchscript-vae-mean", vae, gray, False, names)
    keep_vae("torchscript-vae-mean", vae)

    class Encoder(nn.Module):
        def __init__(self, vae):
            super().__init__()
            self.vae = vae

        def forward(self, x):
            return self.vae.encode(x)

    vae = VAE(draws=False).eval()
    export("dynamo-vae-encoder", Encoder(vae).eval(), gray, True, ["mean", "log_variance"])
    export("dynamo-vae-decoder", vae.decoder, numpy.zeros((2, 3), "f"), True, inputs=["code"])
    keep_vae("dynamo-vae-halves", vae)

    class Chunked(nn.Module):
        """Both heads in one layer, halved behind it."""

        def __init__(self):
            super().__init__()
            self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 6))
            self.decoder = nn.Sequential(nn.Linear(3, 64), nn.Sigmoid(), nn.Unflatten(1, (1, 8, 8)))

        def encode(self, x):
            return self.encoder(x).chunk(2, dim=1)

        def forward(self, x):
            mean, log_variance = self.encode(x)
            std = torch.exp(log_variance / 2)
            return self.decoder(mean + std * torch.randn_like(std)), mean, log_variance

    for kind in ["torchscript", "dynamo"]:
        model = Chunked().eval()
        export(f"{kind}-vae-chunk", model, gray, kind == "dynamo", names)
        keep_vae(f"{kind}-vae-chunk", model)

    series = images(1, 1, 16)

    class Series(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Sequential(
                nn.Conv1d(1, 4, 3, 2, 1), nn.ReLU(), nn.MaxPool1d(2), nn.Flatten(), nn.Linear(16, 3))
            self.decoder = nn.Sequential(
                nn.Linear(3, 16), nn.Unflatten(1, (4, 4)),
                nn.ConvTranspose1d(4, 2, 3, 2, 1, output_padding=1), nn.ReLU(),
                nn.Upsample(scale_factor=2), nn.Conv1d(2, 1, 5, padding=2))

        def forward(self, x):
            code = self.encoder(x)
            return self.decoder(code), code

    for kind in ["torchscript", "dynamo"]:
        export(f"{kind}-series", Series().eval(), series[:, :, 0], kind == "dynamo",
               ["output", "code"])
        keep(f"{kind}-series", series, (1, 16), code=1)

    both("map-code", lambda: Halves(
        nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1), nn.ReLU(), nn.Conv2d(4, 2, 3, 2, 1)),
        nn.Sequential(nn.ConvTranspose2d(2, 4, 4, 2, 1), nn.ReLU(),
                      nn.ConvTranspose2d(4, 3, 4, 2, 1), nn.Sigmoid())), color,
        kinds=["dynamo"])

    both("zero-pad", lambda: Halves(
        nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(1, 4, 3, 2), nn.ReLU(), nn.Flatten(),
                      nn.Linear(64, 4)),
        nn.Sequential(nn.Linear(4, 64), nn.Unflatten(1, (4, 4, 4)),
                      nn.ConvTranspose2d(4, 1, 2, 2), nn.Sigmoid())), gray)

    both("external", lambda: Halves(
        nn.Sequential(nn.Flatten(), nn.Linear(64, 8), nn.ReLU(), nn.Linear(8, 2)),
        nn.Sequential(nn.Linear(2, 64), nn.Sigmoid(), nn.Unflatten(1, (1, 8, 8)))), gray,
        kinds=["dynamo"], external_data=True)

    both("activations", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 3, 3, 2, 1), nn.ELU(0.7), nn.Conv2d(3, 3, 3, padding=1),
                      nn.GELU(), nn.Flatten(), nn.Linear(48, 4)),
        nn.Sequential(nn.Linear(4, 48), nn.SiLU(), nn.Unflatten(1, (3, 4, 4)),
                      nn.ConvTranspose2d(3, 1, 4, 2, 1), nn.Hardsigmoid())), gray)

    both("norms", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.GroupNorm(2, 4), nn.ReLU(), nn.Flatten(),
                      nn.Linear(64, 8), nn.LayerNorm(8), nn.ReLU(), nn.Linear(8, 4)),
        nn.Sequential(nn.Linear(4, 64), nn.ReLU(), nn.BatchNorm1d(64), nn.Unflatten(1, (4, 4, 4)),
                      nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Sigmoid())), gray)

    both("resampling", lambda: Halves(
        nn.Sequential(nn.ReflectionPad2d(1), nn.Conv2d(1, 4, 3, 2), nn.ReLU(),
                      nn.ReplicationPad2d((1, 0, 1, 0)), nn.Conv2d(4, 4, 2), nn.Flatten(),
                      nn.Linear(64, 4)),
        nn.Sequential(nn.Linear(4, 32), nn.Unflatten(1, (8, 2, 2)), nn.PixelShuffle(2),
                      nn.Conv2d(2, 2, 3, padding=1), nn.ReLU(),
                      nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(2, 1, 3, padding=1),
                      nn.Sigmoid())), gray)

    class Cropped(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Sequential(nn.Conv2d(1, 2, 3, 2, 1), nn.Flatten(), nn.Linear(32, 4))
            self.up = nn.Sequential(nn.Linear(4, 32), nn.Unflatten(1, (2, 4, 4)),
                                    nn.ConvTranspose2d(2, 1, 5, 2))

        def forward(self, x):
            code = self.encoder(x)
            return torch.sigmoid(self.up(code)[:, :, 2:-1, 1:-2]), code

    both("cropped", Cropped, gray, kinds=["torchscript"])

    class Skip(nn.Module):
        def __init__(self):
            super().__init__()
            self.down, self.up = nn.Conv2d(1, 4, 3, 2, 1), nn.ConvTranspose2d(4, 1, 4, 2, 1)

        def forward(self, x):
            return torch.sigmoid(self.up(torch.relu(self.down(x))) + x)

    export("torchscript-skip", Skip().eval(), gray, False)

    # Slopes that are learned, one for each map, and one for all values of a list.
    both("slopes", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.PReLU(4), nn.Conv2d(4, 4, 3, padding=1),
                      nn.SELU(), nn.Flatten(), nn.Linear(64, 4)),
        nn.Sequential(nn.Linear(4, 64), nn.PReLU(), nn.SELU(), nn.Unflatten(1, (4, 4, 4)),
                      nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Sigmoid())), gray)

    # Before opset 17 and 20 normalisations and GELU are written in pieces.
    both("pieces", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.LayerNorm([4, 4, 4]), nn.GELU(), nn.Flatten(),
                      nn.Linear(64, 6), nn.LayerNorm(6, eps=1e-3), nn.GELU(approximate="tanh"),
                      nn.Linear(6, 4)),
        nn.Sequential(nn.Linear(4, 64), nn.LayerNorm(64, elementwise_affine=False), nn.SiLU(),
                      nn.Unflatten(1, (4, 4, 4)), nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.GELU(),
                      nn.Sigmoid())), gray, kinds=["torchscript"], opset_version=14)

    # Windows with holes.
    both("holes", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.MaxPool2d(2, 1, dilation=2), nn.Flatten(),
                      nn.Linear(16, 4)),
        nn.Sequential(nn.Linear(4, 64), nn.Unflatten(1, (1, 8, 8)))), gray, kinds=["torchscript"])

    # Activations that are another one in another unit: values held between two numbers, CELU.
    both("units", lambda: Halves(
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.Hardtanh(-0.4, 0.3), nn.Conv2d(4, 4, 1),
                      nn.CELU(0.3), nn.Flatten(), nn.Linear(64, 4), nn.CELU()),
        nn.Sequential(nn.Linear(4, 64), nn.ReLU6(), nn.Unflatten(1, (4, 4, 4)),
                      nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Hardtanh(0.1, 0.9))), gray)

    class HeldFromOneSide(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(64, 4))
            self.decoder = nn.Sequential(nn.Linear(4, 64), nn.Unflatten(1, (1, 8, 8)))

        def forward(self, x):
            code = self.encoder(x)
            return self.decoder(code.clamp(max=0.1)).clamp(min=-0.05), code

    both("one-side", HeldFromOneSide, gray)

    # What looks like a layer, and is none: a gate on other numbers than it lets through, and a mean
    # and a variance with the ε outside of the root.
    class Gate(nn.Module):
        def forward(self, x):
            return x * torch.sigmoid(1.702 * x)

    class OutsideTheRoot(nn.Module):
        def forward(self, x):
            mean = x.mean(1, keepdim=True)
            variance = (x - mean).pow(2).mean(1, keepdim=True)
            return (x - mean) / (variance.sqrt() + 1e-3)

    for name, layer in [("gate", Gate()), ("outside-the-root", OutsideTheRoot())]:
        model = Halves(
            nn.Sequential(nn.Flatten(), nn.Linear(64, 16), layer, nn.Linear(16, 4)),
            nn.Sequential(nn.Linear(4, 64), nn.Unflatten(1, (1, 8, 8))))
        export(f"torchscript-{name}", model.eval(), gray, False, ["output", "code"])

    # What a training leaves behind: DataParallel's and compile's prefixes, counters, half precision.
    torch.manual_seed(5)
    model = settle(nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(),
                      nn.Linear(64, 3)),
        nn.Sequential(nn.Linear(3, 64), nn.Sigmoid(), nn.Unflatten(1, (1, 8, 8)))))
    state = {name: value.clone().contiguous() for name, value in model.state_dict().items()}

    def renamed(prefix, value=lambda tensor: tensor):
        return {
            prefix + ("encoder." if name.startswith("0.") else "decoder.") + name[2:]: value(tensor)
            for name, tensor in state.items()}

    from safetensors.torch import save_file

    save_file(renamed("module._orig_mod."), FOLDER / "state-prefixed.safetensors")
    half = renamed("", lambda t: t.to(torch.bfloat16) if t.is_floating_point() else t)
    save_file(half, FOLDER / "state-bf16.safetensors")
    # Names of one's own: only order and shape tell.
    own = {name.replace("0.", "down.", 1) if name.startswith("0.") else "up." + name[2:]: t
           for name, t in state.items()}
    save_file(own, FOLDER / "state-own-names.safetensors")
    with torch.no_grad():
        code = model[0](torch.from_numpy(gray))
        VALUES["state.images"], VALUES["state.code"] = gray, code.numpy()
        VALUES["state.output"] = model[1](code).numpy()

    # Operators as exporters of 2019 and 2020 wrote them: with what are inputs today as attributes,
    # and, up to version 3 of the file's format, with all weights among the inputs.
    class Old(nn.Module):
        def __init__(self, **upsampling):
            super().__init__()
            self.encoder = nn.Sequential(
                nn.ReflectionPad2d(1), nn.Conv2d(1, 4, 3, 2), nn.ReLU6(), nn.BatchNorm2d(4),
                nn.ReplicationPad2d((1, 0, 1, 0)), nn.Conv2d(4, 4, 2), nn.ZeroPad2d((0, 1, 0, 1)),
                nn.Conv2d(4, 4, 2), nn.Hardtanh(-0.4, 0.3), nn.Dropout(0.2))
            self.code = nn.Linear(64, 4)
            self.decoder = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16))
            self.up = nn.Sequential(
                nn.Upsample(scale_factor=2), nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4),
                nn.LeakyReLU(0.2), nn.Upsample(scale_factor=2, **upsampling),
                nn.Conv2d(4, 1, 3, padding=1), nn.Sigmoid())

        def forward(self, x):
            x = self.encoder(x)
            code = self.code(x.view(x.size(0), -1))
            return self.up(self.decoder(code).view(-1, 4, 2, 2)), code

    for opset, upsampling in [
            (9, {}), (10, {}), (11, {"mode": "bilinear"}),
            (12, {"mode": "bilinear", "align_corners": True})]:
        torch.manual_seed(opset)
        both(f"opset{opset}", lambda: Old(**upsampling), gray, kinds=["torchscript"],
             opset_version=opset, keep_initializers_as_inputs=opset % 2 == 1)


# --- Keras and tf2onnx --------------------------------------------------------------------------


def keras(backend):
    os.environ["KERAS_BACKEND"] = backend
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras
    from keras import layers

    keras.utils.set_random_seed(11)
    gray, color = images(1, 8, 8), images(3, 8, 8)

    def export(name, model):
        model(numpy.zeros((1, *model.input_shape[1:]), "f"))
        model.export(FOLDER / f"{name}.onnx", format="onnx", verbose=False)

    def settle(model):
        """Biases and statistics that are not 0 and 1."""
        for weight in model.weights:
            if weight.path.endswith(("gamma", "moving_variance")):
                weight.assign(random.uniform(0.5, 1.5, weight.shape))
            elif weight.path.endswith(("bias", "beta", "moving_mean")):
                weight.assign(random.normal(0, 0.3, weight.shape))
        return model

    def conv(name):
        encoder = keras.Sequential([
            layers.Input((8, 8, 3)), layers.Conv2D(4, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2D(6, 3, strides=2, padding="same"), layers.BatchNormalization(),
            layers.ReLU(), layers.Flatten(), layers.Dense(5, name="code")])
        decoder = keras.Sequential([
            layers.Input((5,)), layers.Dense(24, activation="relu"), layers.Reshape((2, 2, 6)),
            layers.Conv2DTranspose(4, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2DTranspose(3, 3, strides=2, padding="same", activation="sigmoid")])
        image = keras.Input((8, 8, 3))
        code = encoder(image)
        return settle(keras.Model(image, [decoder(code), code], name=name))

    export(f"keras-{backend}-conv", conv("conv"))
    keep(f"keras-{backend}-conv", color, (8, 8, 3), code=1, last=True)
    if backend != "tensorflow":
        return

    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 4, strides=2, padding="same", activation="tanh")(image)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    code = layers.Dense(4)(x)
    x = layers.Dense(16)(code)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.Reshape((2, 2, 4))(x)
    x = layers.UpSampling2D(2)(x)
    x = layers.Conv2D(4, 2, padding="same", activation="softplus")(x)
    x = layers.BatchNormalization()(x)
    x = layers.UpSampling2D((2, 2))(x)
    x = layers.Conv2D(3, 3, padding="same", activation="sigmoid")(x)
    export("keras-pooling", settle(keras.Model(image, [x, code])))
    keep("keras-pooling", color, (8, 8, 3), code=1, last=True)

    def halves(name, encoder, decoder, x):
        export(f"{name}-encoder", settle(encoder))
        export(f"{name}-decoder", settle(decoder))
        keep_halves(name, x, encoder.input_shape[1:], last=True)

    halves(
        "keras-halves",
        keras.Sequential([
            layers.Input((8, 8, 3)), layers.Conv2D(4, 3, strides=2, padding="same"),
            layers.ReLU(), layers.Conv2D(2, 5, strides=2, padding="same")]),
        keras.Sequential([
            layers.Input((2, 2, 2)), layers.Conv2DTranspose(4, 4, strides=2, padding="same"),
            layers.ReLU(), layers.Conv2DTranspose(3, 5, strides=2, padding="same"),
            layers.Activation("sigmoid")]), color)

    image = keras.Input((8, 8, 1))
    hidden = layers.Dense(16, activation="relu")(layers.Flatten()(image))
    mean = layers.Dense(3, name="mean")(hidden)
    log_variance = layers.Dense(3, name="log_variance")(hidden)
    halves(
        "keras-vae", keras.Model(image, [mean, log_variance]),
        keras.Sequential([
            layers.Input((3,)), layers.Dense(64, activation="sigmoid"), layers.Reshape((8, 8, 1))]),
        gray)

    pixels = keras.Input((64,))
    code = layers.Dense(3, activation="relu")(layers.Dense(12, activation="relu")(pixels))
    x = layers.Dense(64, activation="sigmoid")(layers.Dense(12, activation="relu")(code))
    export("keras-mlp", settle(keras.Model(pixels, [x, code])))
    keep("keras-mlp", gray, (64,), code=1)

    # Lists of pixels behind colour-last maps, a pool over whole maps, and pixels of 0 to 255.
    image = keras.Input((8, 8, 3))
    x = layers.Rescaling(2.0, offset=-1.0)(image)
    x = layers.Conv2D(6, 3, strides=2)(x)
    x = layers.AveragePooling2D(3)(x)
    code = layers.Dense(4)(layers.GlobalAveragePooling2D()(x))
    x = layers.Reshape((8, 8, 3))(layers.Dense(192, activation="sigmoid")(code))
    export("keras-global", settle(keras.Model(image, [x, code])))
    keep("keras-global", color, (8, 8, 3), code=1, last=True)

    series = images(1, 1, 16)
    image = keras.Input((16, 1))
    x = layers.Conv1D(3, 3, strides=2, padding="same", activation="relu")(image)
    code = layers.Dense(3)(layers.Flatten()(x))
    x = layers.Reshape((8, 3))(layers.Dense(24, activation="relu")(code))
    x = layers.Conv1DTranspose(1, 4, strides=2, padding="same", activation="sigmoid")(x)
    export("keras-series", settle(keras.Model(image, [x, code])))
    keep("keras-series", series, (16, 1), code=1)

    # Layers that came later.
    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, strides=2, padding="same", activation="elu")(image)
    x = layers.Conv2D(4, 3, padding="valid", activation="silu")(x)
    code = layers.Dense(4, activation="tanh")(layers.Flatten()(x))
    x = layers.Reshape((4, 4, 4))(layers.Dense(64, activation="relu")(code))
    x = layers.UpSampling2D(3, interpolation="bilinear")(x)
    x = layers.Cropping2D(((1, 2), (2, 1)))(x)
    x = layers.Conv2D(3, 2, activation="hard_sigmoid")(x)
    export("keras-later", settle(keras.Model(image, [x, code])))
    keep("keras-later", color, (8, 8, 3), code=1, last=True)

    # Normalisations and activations that become many nodes.
    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, strides=2, padding="same")(image)
    # tf2onnx does not know the error function by which TensorFlow computes the exact GELU.
    x = layers.Activation(lambda x: keras.activations.gelu(x, approximate=True))(
        layers.LayerNormalization()(x))
    x = layers.Conv2D(4, 3, padding="same")(x)
    x = layers.PReLU(alpha_initializer="random_uniform", shared_axes=[1, 2])(x)
    x = layers.LayerNormalization(epsilon=1e-5)(layers.Dense(8)(layers.Flatten()(x)))
    code = layers.Dense(4, activation="selu")(x)
    x = layers.Reshape((4, 4, 4))(layers.Dense(64, activation="silu")(code))
    x = layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="sigmoid")(x)
    export("keras-pieces", settle(keras.Model(image, [x, code])))
    keep("keras-pieces", color, (8, 8, 3), code=1, last=True)

    tensorflow(color)


def tensorflow(color):
    import tensorflow as tf
    import tf2onnx

    def weight(*shape):
        return random.normal(0, 0.3, shape).astype("f")

    down, up = weight(3, 3, 3, 4), weight(3, 3, 3, 4)
    narrow, bias, wide = weight(64, 5), weight(5), weight(5, 64)

    def network(image):
        x = tf.nn.relu(tf.nn.conv2d(image, down, 2, "SAME"))
        code = tf.matmul(tf.reshape(x, [-1, 64]), narrow) + bias
        x = tf.reshape(tf.nn.leaky_relu(tf.matmul(code, wide)), [-1, 4, 4, 4])
        x = tf.nn.conv2d_transpose(x, up, [tf.shape(x)[0], 8, 8, 3], 2, "SAME")
        return tf.sigmoid(x), code

    for opset in [9, 13, 18]:
        signature = [tf.TensorSpec([None, 8, 8, 3], tf.float32, name="image")]
        tf2onnx.convert.from_function(
            tf.function(network), signature, opset=opset,
            output_path=str(FOLDER / f"tf2onnx-opset{opset}.onnx"))
        keep(f"tf2onnx-opset{opset}", color, (8, 8, 3), code=1, last=True)

    # Maps that are channel-first on the outside.
    tf2onnx.convert.from_function(
        tf.function(lambda image: network(image)[0]), signature, opset=17,
        inputs_as_nchw=["image:0"],
        output_path=str(FOLDER / "tf2onnx-nchw.onnx"))
    result = outputs(FOLDER / "tf2onnx-nchw.onnx", color)[0].transpose(0, 3, 1, 2)
    VALUES["tf2onnx-nchw.images"] = color
    VALUES["tf2onnx-nchw.output"] = numpy.ascontiguousarray(result)

    # Maps that become blocks of cells, which TensorFlow takes from them in another order.
    shuffled = weight(3, 3, 4, 12)

    def blocks(image):
        x = tf.nn.relu(tf.nn.conv2d(image, down, 2, "SAME"))
        code = tf.matmul(tf.reshape(x, [-1, 64]), narrow) + bias
        x = tf.reshape(tf.matmul(code, wide), [-1, 4, 4, 4])
        x = tf.nn.relu(tf.nn.conv2d(x, shuffled, 1, "SAME"))
        return tf.sigmoid(tf.nn.depth_to_space(x, 2)), code

    tf2onnx.convert.from_function(
        tf.function(blocks), signature, opset=17,
        output_path=str(FOLDER / "tf2onnx-blocks.onnx"))
    keep("tf2onnx-blocks", color, (8, 8, 3), code=1, last=True)


def shorten(path):
    """What tells where in whose program a node was made is no part of the network."""
    model = onnx.load(path, load_external_data=False)
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del model.metadata_props[:], model.graph.metadata_props[:], model.graph.value_info[:]
    model.doc_string = model.graph.doc_string = ""
    for value in [*model.graph.input, *model.graph.output, *model.graph.initializer]:
        value.doc_string = ""
        del value.metadata_props[:]
    path.write_bytes(model.SerializeToString())


def make():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        if old.suffix in [".onnx", ".data", ".safetensors"]:
            old.unlink()
    # Keras takes its backend once in a process.
    for part in ["pytorch", "tensorflow", "torch", "jax"]:
        subprocess.run([sys.executable, __file__, str(FOLDER), "--part", part], check=True)
    values = {}
    for path in sorted(FOLDER.glob("values-*.safetensors")):
        values.update(safetensors.numpy.load_file(path))
        path.unlink()
    safetensors.numpy.save_file(values, FOLDER / "values.safetensors")
    for path in FOLDER.glob("*.onnx"):
        shorten(path)
    sizes = sorted((path.stat().st_size, path.name) for path in FOLDER.iterdir())
    print(f"{len(list(FOLDER.glob('*.onnx')))} networks, {sum(s for s, _ in sizes)} bytes in all")
    print("largest:", *sizes[-3:])


def main():
    global FOLDER, random
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=FOLDER)
    parser.add_argument("--part", help="one of the processes that the whole is made of")
    arguments = parser.parse_args()
    FOLDER = arguments.folder.absolute()
    if arguments.part is None:
        make()
        return
    random = numpy.random.default_rng(len(arguments.part))
    pytorch() if arguments.part == "pytorch" else keras(arguments.part)
    safetensors.numpy.save_file(VALUES, FOLDER / f"values-{arguments.part}.safetensors")


if __name__ == "__main__":
    main()
