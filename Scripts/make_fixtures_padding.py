"""Writes Tests/AECoreTests/Fixtures/padding.safetensors: what PyTorch and Keras compute for layers whose
padding is not the same on all sides.

Run in an environment with torch, keras, tensorflow and safetensors:
  python Scripts/make_fixtures_padding.py
The file's metadata names the versions used. PyTorch has padding of its own on each side by F.pad before
a layer without any, and by cutting off what a transposed one gives. A PyTorch case is
`torch.<kind>.<number>`; its `.geometry` is kernel, stride (height, width each), top, bottom, left, right,
dilation, output padding, groups. A Keras case is `keras.<kind>.<number>`; its `.geometry` is kernel, stride,
dilation, and 1 for `same`, 0 for `valid`. Keras's arrays are written in PyTorch's order.
"""

import os
import pathlib
import sys

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="3")

import keras
import numpy
import tensorflow
import torch
from safetensors.torch import save_file
from torch.nn import functional

# kernel, stride, (top, bottom, left, right), dilation, output_padding, groups, in, out, height, width
CONVOLUTIONS = [
    ((3, 3), (2, 2), (0, 1, 0, 1), (1, 1), (0, 0), 1, 2, 3, 6, 8),
    ((4, 4), (2, 2), (1, 2, 2, 1), (1, 1), (1, 0), 1, 1, 2, 7, 7),
    ((2, 3), (3, 1), (2, 0, 0, 3), (1, 2), (2, 1), 2, 4, 2, 5, 6),
    ((3, 2), (1, 2), (3, 1, 0, 2), (2, 1), (1, 1), 1, 3, 2, 4, 5),
]

# kernel, stride, (top, bottom, left, right), height, width
POOLINGS = [
    ((2, 2), (2, 2), (0, 1, 0, 1), 5, 7),
    ((3, 3), (2, 2), (0, 1, 1, 0), 6, 6),
    ((3, 4), (1, 2), (2, 0, 1, 3), 5, 6),
]

# kernel, stride, dilation, padding, in, out, height, width
KERAS_CONVOLUTIONS = [
    ((3, 3), (2, 2), (1, 1), "same", 1, 2, 8, 7),
    ((4, 4), (2, 2), (1, 1), "same", 2, 1, 7, 8),
    ((2, 4), (1, 1), (1, 1), "same", 1, 2, 5, 6),
    ((2, 2), (3, 3), (1, 1), "same", 1, 2, 7, 9),
    ((3, 2), (1, 1), (2, 3), "same", 1, 1, 6, 7),
    ((3, 3), (2, 2), (1, 1), "valid", 1, 2, 8, 7),
]

KERAS_TRANSPOSED = [
    ((3, 3), (2, 2), (1, 1), "same", 2, 1, 3, 4),
    ((4, 4), (2, 2), (1, 1), "same", 1, 2, 4, 3),
    ((2, 5), (1, 2), (1, 1), "same", 1, 1, 3, 3),
    ((2, 1), (3, 3), (1, 1), "same", 1, 2, 3, 2),
    ((2, 3), (3, 2), (1, 1), "valid", 1, 2, 2, 3),
]

KERAS_POOLINGS = [
    ((2, 2), (2, 2), "same", 5, 7),
    ((3, 3), (2, 2), "same", 6, 7),
    ((4, 2), (1, 1), "same", 4, 5),
]


def run(tensors, name, x, forward, parameters=()):
    x.requires_grad_(True)
    y = forward(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    tensors[f"{name}.x"], tensors[f"{name}.y"] = x.detach(), y.detach()
    tensors[f"{name}.dy"], tensors[f"{name}.dx"] = dy, x.grad
    for key, parameter in parameters:
        tensors[f"{name}.{key}"] = parameter.detach()
        tensors[f"{name}.d{key}"] = parameter.grad


def pytorch(tensors):
    for number, case in enumerate(CONVOLUTIONS):
        kernel, stride, (top, bottom, left, right), dilation, extra, groups, inputs, outputs, h, w = case
        torch.manual_seed(number)
        common = dict(stride=stride, dilation=dilation, groups=groups)
        geometry = torch.tensor(
            [*kernel, *stride, top, bottom, left, right, *dilation, *extra, groups], dtype=torch.float32)
        layer = torch.nn.Conv2d(inputs, outputs, kernel, **common)
        name = f"torch.conv2d.{number}"
        run(tensors, name, torch.randn(2, inputs, h, w),
            lambda x: layer(functional.pad(x, (left, right, top, bottom))), layer.named_parameters())
        tensors[f"{name}.geometry"] = geometry
        back = torch.nn.ConvTranspose2d(inputs, outputs, kernel, output_padding=extra, **common)
        name = f"torch.conv_transpose2d.{number}"

        def cut(x):
            y = back(x)
            return y[:, :, top:y.shape[2] - bottom, left:y.shape[3] - right]

        run(tensors, name, torch.randn(2, inputs, h, w), cut, back.named_parameters())
        tensors[f"{name}.geometry"] = geometry.clone()
    for number, (kernel, stride, (top, bottom, left, right), h, w) in enumerate(POOLINGS):
        sides = (left, right, top, bottom)
        # Whole numbers: several cells of a window are often equally great.
        run(tensors, f"torch.max_pool2d.{number}", torch.randint(-3, 4, (2, 2, h, w)).float(),
            lambda x: functional.max_pool2d(
                functional.pad(x, sides, value=-torch.inf), kernel, stride))
        run(tensors, f"torch.avg_pool2d.{number}", torch.randn(2, 2, h, w),
            lambda x: functional.avg_pool2d(functional.pad(x, sides), kernel, stride))
        for kind in ("max", "avg"):
            tensors[f"torch.{kind}_pool2d.{number}.geometry"] = torch.tensor(
                [*kernel, *stride, top, bottom, left, right], dtype=torch.float32)
    # What PyTorch itself calls `same`: for stride 1 only.
    torch.manual_seed(9)
    layer = torch.nn.Conv2d(1, 2, (4, 3), padding="same", dilation=(1, 2))
    run(tensors, "torch.same.0", torch.randn(2, 1, 5, 6), layer, layer.named_parameters())


def channels_first(array):
    return torch.from_numpy(numpy.moveaxis(numpy.asarray(array), -1, 1).copy())


def keras_layer(tensors, name, layer, shape, weights):
    x = tensorflow.constant(numpy.random.randn(2, *shape).astype("float32"))
    layer.build(x.shape)
    for variable in layer.trainable_weights:
        variable.assign(numpy.random.randn(*variable.shape).astype("float32"))
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        y = layer(x)
        dy = tensorflow.constant(numpy.random.randn(*y.shape).astype("float32"))
        value = tensorflow.reduce_sum(y * dy)
    parameters = [v.value for v in layer.trainable_weights]
    dx, *gradients = tape.gradient(value, [x, *parameters])
    for key, array in (("x", x), ("y", y), ("dy", dy), ("dx", dx)):
        tensors[f"{name}.{key}"] = channels_first(array)
    for key, order, value, gradient in zip(("weight", "bias"), (weights, (0,)), parameters, gradients):
        tensors[f"{name}.{key}"] = torch.from_numpy(numpy.transpose(numpy.asarray(value), order).copy())
        tensors[f"{name}.d{key}"] = torch.from_numpy(
            numpy.transpose(numpy.asarray(gradient), order).copy())


def keras_cases(tensors):
    numpy.random.seed(1)
    # Keras has (KH, KW, in, out), of a transposed layer (KH, KW, out, in); PyTorch (out, in, KH, KW) and
    # (in, out, KH, KW).
    for kind, cases, make in (
            ("conv2d", KERAS_CONVOLUTIONS, keras.layers.Conv2D),
            ("conv_transpose2d", KERAS_TRANSPOSED, keras.layers.Conv2DTranspose)):
        for number, (kernel, stride, dilation, padding, inputs, outputs, h, w) in enumerate(cases):
            layer = make(
                outputs, kernel, strides=stride, dilation_rate=dilation, padding=padding,
                data_format="channels_last")
            name = f"keras.{kind}.{number}"
            keras_layer(tensors, name, layer, (h, w, inputs), (3, 2, 0, 1))
            tensors[f"{name}.geometry"] = torch.tensor(
                [*kernel, *stride, *dilation, padding == "same"], dtype=torch.float32)
    for number, (kernel, stride, padding, h, w) in enumerate(KERAS_POOLINGS):
        for kind, make in (
                ("max_pool2d", keras.layers.MaxPooling2D), ("avg_pool2d", keras.layers.AveragePooling2D)):
            name = f"keras.{kind}.{number}"
            layer = make(kernel, strides=stride, padding=padding, data_format="channels_last")
            keras_layer(tensors, name, layer, (h, w, 2), None)
            tensors[f"{name}.geometry"] = torch.tensor(
                [*kernel, *stride, 1, 1, padding == "same"], dtype=torch.float32)


def main():
    torch.set_num_threads(1)
    tensors = {}
    pytorch(tensors)
    keras_cases(tensors)
    tensors = {name: value.contiguous().float() for name, value in tensors.items()}
    folder = pathlib.Path(__file__).parent.parent / "Tests/AECoreTests/Fixtures"
    save_file(tensors, folder / "padding.safetensors", metadata={
        "script": "Scripts/make_fixtures_padding.py", "torch": torch.__version__,
        "keras": keras.__version__, "tensorflow": tensorflow.__version__,
        "python": sys.version.split()[0]})


main()
