#!/usr/bin/env python3
"""Makes Tests/AECoreTests/Fixtures/python.safetensors: every element type that aeviz reads, as the
reference implementation writes it.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install safetensors==0.8.0 numpy==2.4.6
    /tmp/venv/bin/python Scripts/make_fixtures_safetensors.py

Last run with Python 3.11.7, numpy 2.4.6 and safetensors 0.8.0. SafetensorsTests.swift holds the
same values. bfloat16, which numpy lacks, is given as bits.
"""

from pathlib import Path

import numpy as np
from safetensors import TensorSpec, serialize_file

TARGET = Path(__file__).resolve().parent.parent / "Tests/AECoreTests/Fixtures/python.safetensors"


# 6.1e-5 is the smallest normal half, 5.96e-8 the smallest of all.
HALVES = np.array([0, -0.0, 1, -2.5, 65504, 2.0**-14, 2.0**-24, np.inf, -np.inf, np.nan], "float16")

TENSORS = {
    "f32": np.array([[0, 1.5, -2], [np.inf, 3.4028235e38, 1e-45]], "float32"),
    "f64": np.array([[0.1], [1e300]], "float64"),
    "f16": HALVES,
    "bf16": np.array([0x3F80, 0xC040, 0x7F80], "uint16"),
    "i64": np.array([0, -1, 1 << 40], "int64"),
    "i32": np.array([7, -(1 << 31)], "int32"),
    "u8": np.array([0, 255], "uint8"),
    "bool": np.array([True, False, True]),
    "größe.β": np.arange(24, dtype="float32").reshape(2, 3, 4),
    "scalar": np.array(42, "float32"),
    "empty": np.zeros((0, 3), "float32"),
}


def spec(name, array):
    # The caller keeps the arrays alive: only their address is handed over.
    dtype = "bfloat16" if name == "bf16" else str(array.dtype)
    return TensorSpec(
        dtype=dtype, shape=list(array.shape), data_ptr=array.ctypes.data, data_len=array.nbytes)


if __name__ == "__main__":
    specs = {name: spec(name, array) for name, array in TENSORS.items()}
    serialize_file(specs, str(TARGET), {"made_by": "make_fixtures_safetensors.py"})
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
