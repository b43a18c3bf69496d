"""Holds an exported PyTorch module against the run that it came from.

    aeviz export RUN.json -o weights.safetensors > network.py
    python3 Scripts/check_pytorch_module.py RUN.json network.py weights.safetensors

Loads the weights, sends the run's sample images through the module and compares what comes out with
the run's reconstructions. Needs torch and safetensors (made with torch 2.15 and safetensors 0.8).
Prints the greatest difference; exit code 1 when it is above 1e-5.
"""
import importlib.util
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file

run_file, module_file, weights_file = map(pathlib.Path, sys.argv[1:])
run = json.loads(run_file.read_text())
tensors = load_file(run_file.parent / run["tensors"]["file"])
specification = importlib.util.spec_from_file_location("network", module_file)
module = importlib.util.module_from_spec(specification)
specification.loader.exec_module(module)

model = module.load(weights_file)
seen = tensors.get("samples.corrupted", tensors["samples.input"])
with torch.no_grad():
    difference = (model(seen) - tensors["samples.reconstruction"]).abs().max().item()
print(f"{run['model']['name']}: greatest difference {difference:.2g}")
sys.exit(difference > 1e-5)
