"""The small trained runs whose pictures the tests hold: Tests/VisualTests/Fixtures/runs.

Four networks on the embedded digits, trained by aeviz itself with a fixed seed and date: `conv` is
a preset, the others are small networks of their own, so that the files stay small. `held` has never
seen a 3 and upsamples where `conv` transposes, so that it is also the twin of `conv`.

Made with aeviz 0.1.0 on x86-64 and Python 3.11:
    python3 Scripts/make_fixtures_runs.py .build/release/aeviz
Another processor or version may round other last digits: made again, the snapshots are recorded
again, too.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests/VisualTests/Fixtures/runs"
DATE = "1700000000"


def convolution(type, into, out, stride=2):
    return {
        "type": type, "in_channels": into, "out_channels": out, "kernel": [3, 3],
        "stride": [stride, stride], "padding": [1, 1], "bias": True,
    } | ({"output_padding": [1, 1]} if type == "conv_transpose2d" else {})


def dense(into, out):
    return {"type": "dense", "in_features": into, "out_features": out, "bias": True}


RELU, SIGMOID, FLATTEN = {"type": "relu"}, {"type": "sigmoid"}, {"type": "flatten"}
UPSAMPLE = {"type": "upsample", "scale": [2, 2]}


def reshape(*shape):
    return {"type": "reshape", "shape": list(shape)}


def small_encoder(code):
    return [
        convolution("conv2d", 1, 4), RELU, convolution("conv2d", 4, 8), RELU, FLATTEN,
        dense(32, code),
    ]


NETWORKS = {
    "vae": {
        "name": "small-vae",
        "encoder": small_encoder(4) + [{"type": "gaussian_sampling"}],
        "decoder": [
            dense(2, 32), RELU, reshape(8, 2, 2), convolution("conv_transpose2d", 8, 4), RELU,
            convolution("conv_transpose2d", 4, 1), SIGMOID,
        ],
    },
    "noise": {
        "name": "small-dense",
        "encoder": [FLATTEN, dense(64, 24), RELU, dense(24, 4)],
        "decoder": [dense(4, 24), RELU, dense(24, 64), SIGMOID, reshape(1, 8, 8)],
    },
    "held": {
        "name": "small-upsample",
        "encoder": small_encoder(3),
        "decoder": [
            dense(3, 32), RELU, reshape(8, 2, 2), UPSAMPLE, convolution("conv2d", 8, 4, 1), RELU,
            UPSAMPLE, convolution("conv2d", 4, 1, 1), SIGMOID,
        ],
    },
}

OPTIONS = {
    "conv": ["--preset", "conv", "--latent", "8", "--epochs", "30", "--learning-rate",
             "0.003"],
    "vae": ["--loss", "bce", "--epochs", "60", "--beta-warmup", "20", "--optimizer", "adamw",
            "--schedule", "cosine", "--learning-rate", "0.005"],
    "noise": ["--noise", "gaussian:0.3", "--epochs", "40", "--learning-rate", "0.005"],
    "held": ["--hold-out-class", "3", "--epochs", "60", "--patience", "5", "--learning-rate",
             "0.005"],
}


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        for name, options in OPTIONS.items():
            command = [program, "train", "--data", "digits", "--seed", "1", "--quiet", *options]
            if name in NETWORKS:
                file = pathlib.Path(temporary) / f"{NETWORKS[name]['name']}.json"
                file.write_text(json.dumps(NETWORKS[name]))
                command += ["--architecture", file.name]
            subprocess.run(
                command + ["-o", str(FOLDER / name)], cwd=temporary, check=True,
                stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": DATE})
            shutil.rmtree(FOLDER / name / "checkpoints", ignore_errors=True)
            (FOLDER / name / ".aeviz.lock").unlink(missing_ok=True)


main()
