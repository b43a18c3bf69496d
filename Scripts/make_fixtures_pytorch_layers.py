"""Writes Tests/AECoreTests/Fixtures/pytorch-layers.safetensors: what PyTorch computes for the layers that
make_fixtures_pytorch.py does not have, and the losses of a training with all of them.

Run in an environment with torch and safetensors:  python Scripts/make_fixtures_pytorch_layers.py
The file's metadata names the versions used. Every case has its layer as `run.json` writes it, in the metadata
under the case's name, and in the file its input, its output and the gradients of both; `in_training` names the
case that is computed as in training.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file

nn = torch.nn


class OverChannels(nn.LayerNorm):
    """Over the maps at each cell, as Keras has it, whose channels come last."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class HardSigmoid(nn.Module):
    """ONNX's, whose slope and offset can be chosen."""

    def forward(self, x):
        return (0.2 * x + 0.5).clamp(0, 1)


class Crop(nn.Module):
    def forward(self, x):
        return x[:, :, 1:-2, 3:]


def resize(**options):
    return nn.Upsample(mode="bilinear", **options)


def sides(left, right, top, bottom):
    """PyTorch's order of the four numbers, and ours."""
    return (left, right, top, bottom), [[top, bottom], [left, right]]


def cases():
    """The layer here, the layer there, the shape of the input."""
    maps = (2, 3, 4)
    yield {"type": "elu", "alpha": 0.7}, nn.ELU(0.7), maps
    yield {"type": "gelu", "approximate": "none"}, nn.GELU(), maps
    yield {"type": "gelu", "approximate": "tanh"}, nn.GELU("tanh"), maps
    yield {"type": "silu"}, nn.SiLU(), maps
    yield {"type": "hard_sigmoid"}, nn.Hardsigmoid(), maps
    yield {"type": "hard_sigmoid", "slope": 0.2, "offset": 0.5}, HardSigmoid(), maps
    yield {"type": "layer_norm", "shape": [7]}, nn.LayerNorm(7), (7,)
    yield {"type": "layer_norm", "shape": [3, 2, 4]}, nn.LayerNorm((3, 2, 4)), (3, 2, 4)
    yield {"type": "layer_norm", "shape": [4], "epsilon": 0.1}, nn.LayerNorm(4, 0.1), (3, 2, 4)
    yield {"type": "layer_norm", "channels": 5}, OverChannels(5), (5, 2, 3)
    yield {"type": "group_norm", "groups": 2, "channels": 6}, nn.GroupNorm(2, 6), (6, 3, 2)
    yield {"type": "group_norm", "groups": 3, "channels": 6}, nn.GroupNorm(3, 6), (6,)
    for training in (True, False):
        layer = nn.BatchNorm1d(3)
        nn.init.normal_(layer.running_mean)
        nn.init.uniform_(layer.running_var, 0.5, 2)
        yield {"type": "batch_norm1d", "channels": 3}, layer.train(training), (3,)
    for aligned in (False, True):
        common = {"type": "upsample", "mode": "bilinear", "align_corners": aligned}
        yield (common | {"scale": [2, 3]}, resize(scale_factor=(2, 3), align_corners=aligned), (2, 3, 4))
        # The scale is used as it is given, where it does not divide the size.
        yield (common | {"scale": [1.7, 0.6]}, resize(scale_factor=(1.7, 0.6), align_corners=aligned), (2, 4, 5))
        yield (common | {"size": [7, 3]}, resize(size=(7, 3), align_corners=aligned), (2, 3, 5))
        yield (common | {"size": [1, 1]}, resize(size=(1, 1), align_corners=aligned), (1, 4, 3))
    yield {"type": "pixel_shuffle", "factor": 2}, nn.PixelShuffle(2), (8, 2, 3)
    for kind, layer in (
            ("zero", nn.ZeroPad2d), ("reflection", nn.ReflectionPad2d), ("replication", nn.ReplicationPad2d)):
        theirs, ours = sides(0, 3, 2, 1)
        yield {"type": f"{kind}_pad2d", "padding": ours}, layer(theirs), (2, 3, 4)
    yield {"type": "replication_pad2d", "padding": [5, 2]}, nn.ReplicationPad2d((2, 2, 5, 5)), (2, 2, 1)
    yield {"type": "cropping2d", "cropping": [[1, 2], [3, 0]]}, Crop(), (2, 5, 6)
    yield {"type": "selu"}, nn.SELU(), maps
    yield {"type": "prelu", "channels": 1}, nn.PReLU(), maps
    yield {"type": "prelu", "channels": 2}, nn.PReLU(2), maps
    yield {"type": "prelu", "channels": 3}, nn.PReLU(3), (3,)


def run(tensors, name, layer, shape):
    x = (3 * torch.randn(4, *shape)).requires_grad_(True)
    for parameter in layer.parameters():
        nn.init.normal_(parameter)
    for key, value in layer.named_buffers():
        if key.startswith("running"):
            tensors[f"{name}.{key}"] = value.clone()
    y = layer(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    tensors[f"{name}.x"], tensors[f"{name}.y"] = x.detach(), y.detach()
    tensors[f"{name}.dy"], tensors[f"{name}.dx"] = dy, x.grad
    for key, parameter in layer.named_parameters():
        tensors[f"{name}.{key}"] = parameter.detach()
        tensors[f"{name}.d{key}"] = parameter.grad


# A network with a layer of each kind, for 1 x 8 x 8 images; its code is 2 x 4 x 4.
ENCODER = [
    ({"type": "reflection_pad2d", "padding": [[1, 1], [1, 1]]}, nn.ReflectionPad2d(1)),
    ({"type": "conv2d", "in_channels": 1, "out_channels": 6, "kernel": [3, 3]}, nn.Conv2d(1, 6, 3)),
    ({"type": "group_norm", "groups": 3, "channels": 6}, nn.GroupNorm(3, 6)),
    ({"type": "silu"}, nn.SiLU()),
    ({"type": "avg_pool2d", "kernel": [2, 2]}, nn.AvgPool2d(2)),
    ({"type": "layer_norm", "shape": [6, 4, 4]}, nn.LayerNorm((6, 4, 4))),
    ({"type": "conv2d", "in_channels": 6, "out_channels": 8, "kernel": [1, 1]}, nn.Conv2d(6, 8, 1)),
    ({"type": "gelu"}, nn.GELU()),
    ({"type": "conv2d", "in_channels": 8, "out_channels": 2, "kernel": [3, 3], "padding": [1, 1]},
     nn.Conv2d(8, 2, 3, padding=1)),
]
DECODER = [
    ({"type": "upsample", "mode": "bilinear", "scale": [1.5, 1.5]}, resize(scale_factor=1.5)),
    ({"type": "conv2d", "in_channels": 2, "out_channels": 4, "kernel": [3, 3], "padding": [1, 1]},
     nn.Conv2d(2, 4, 3, padding=1)),
    ({"type": "elu"}, nn.ELU()),
    ({"type": "cropping2d", "cropping": [[1, 1], [1, 1]]}, None),
    ({"type": "flatten"}, nn.Flatten()),
    ({"type": "batch_norm1d", "channels": 64}, nn.BatchNorm1d(64)),
    ({"type": "reshape", "shape": [4, 4, 4]}, nn.Unflatten(1, (4, 4, 4))),
    ({"type": "conv2d", "in_channels": 4, "out_channels": 4, "kernel": [1, 1]}, nn.Conv2d(4, 4, 1)),
    ({"type": "gelu", "approximate": "tanh"}, nn.GELU("tanh")),
    ({"type": "pixel_shuffle", "factor": 2}, nn.PixelShuffle(2)),
    ({"type": "replication_pad2d", "padding": [[1, 0], [0, 1]]}, nn.ReplicationPad2d((0, 1, 1, 0))),
    ({"type": "conv2d", "in_channels": 1, "out_channels": 1, "kernel": [2, 2]}, nn.Conv2d(1, 1, 2)),
    ({"type": "hard_sigmoid"}, nn.Hardsigmoid()),
]


class Middle(nn.Module):
    def forward(self, x):
        return x[:, :, 1:-1, 1:-1]


def training(tensors, metadata):
    """The losses of 100 steps on one batch of 24 images, from weights that are written, too."""
    torch.manual_seed(2)
    halves = {}
    for half, layers in (("encoder", ENCODER), ("decoder", DECODER)):
        halves[half] = nn.Sequential(*(Middle() if layer is None else layer for _, layer in layers))
        for layer in halves[half]:
            if hasattr(layer, "reset_parameters"):
                layer.reset_parameters()
        for key, value in halves[half].state_dict().items():
            if not key.endswith("num_batches_tracked"):
                tensors[f"training.{half}.{key}"] = value.clone()
    pixels = torch.randint(0, 60, (24, 1, 8, 8))
    for image in pixels:
        top, left = torch.randint(0, 5, (2,)).tolist()
        image[0, top:top + 4, left:left + 4] += 180
    tensors["training.pixels"] = pixels.float()
    images = pixels.float() / 255
    optimizer = torch.optim.Adam([p for half in halves.values() for p in half.parameters()], lr=0.003)
    losses = []
    for _ in range(100):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(halves["decoder"](halves["encoder"](images)), images)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    tensors["training.losses"] = torch.tensor(losses)
    tensors["training.after.decoder.5.running_var"] = halves["decoder"][5].running_var.clone()
    metadata["training"] = json.dumps({
        "name": "every layer", "latent_size": 32,
        "encoder": [spec for spec, _ in ENCODER], "decoder": [spec for spec, _ in DECODER]})


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    tensors, metadata = {}, {
        "script": "Scripts/make_fixtures_pytorch_layers.py",
        "torch": torch.__version__, "python": sys.version.split()[0]}
    for number, (spec, layer, shape) in enumerate(cases()):
        name = f"case.{number}"
        metadata[name] = json.dumps(spec)
        if isinstance(layer, nn.BatchNorm1d) and layer.training:
            metadata["in_training"] = name
        run(tensors, name, layer, shape)
    training(tensors, metadata)
    tensors = {name: value.contiguous().float() for name, value in tensors.items()}
    folder = pathlib.Path(__file__).parent.parent / "Tests/AECoreTests/Fixtures"
    save_file(tensors, folder / "pytorch-layers.safetensors", metadata=metadata)


main()
