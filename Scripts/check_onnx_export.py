"""Holds exported networks against their runs with onnxruntime.

    aeviz export RUN/run.json -o RUN/model.onnx
    python Scripts/check_onnx_export.py RUN…

Each RUN/model.onnx is given the run's samples; what comes out is compared with the samples'
reconstructions and codes. Needs onnxruntime, numpy and safetensors; was last run with 1.32.0, 2.4.6
and 0.8.0. Exit code 1 when a difference is greater than 1e-5, relative where values are large.
"""

import json
import pathlib
import sys

import numpy
import onnxruntime
import safetensors.numpy


def difference(a, b):
    return float((numpy.abs(a - b) / numpy.maximum(1, numpy.abs(b))).max())


def main():
    worst = 0.0
    for folder in map(pathlib.Path, sys.argv[1:]):
        run = json.loads((folder / "run.json").read_text())
        tensors = safetensors.numpy.load_file(folder / run["tensors"]["file"])
        given = tensors.get("samples.corrupted", tensors["samples.input"])
        session = onnxruntime.InferenceSession(
            folder / "model.onnx", providers=["CPUExecutionProvider"])
        output, code = session.run(None, {"image": given})[:2]
        last = len(run["model"]["encoder"]) - 1
        found = difference(output, tensors["samples.reconstruction"])
        found = max(found, difference(code, tensors[f"activations.encoder.{last}"].reshape(code.shape)))
        print(f"{found:.1e}  {folder}")
        worst = max(worst, found)
    return 1 if worst > 1e-5 else 0


if __name__ == "__main__":
    sys.exit(main())
