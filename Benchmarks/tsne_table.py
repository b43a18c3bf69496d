"""t-SNE by aeviz and by scikit-learn, in turn, on the codes of one network; called by tsne.sh.

aeviz's time is that of a whole `aeviz evaluate --only latent_space`: reading the run and the images,
encoding them, both maps' trustworthiness and writing the run come on top of t-SNE. scikit-learn's is
that of `TSNE(n_jobs=-1).fit_transform` alone. The trustworthiness of both maps is scikit-learn's, with
5 neighbours, and aeviz's own number stands beside it. Processor time, over all threads, stands in
brackets: it tells more when the machine does other things as well.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

import numpy as np
from safetensors.numpy import load_file
from sklearn.manifold import TSNE, trustworthiness

FULL = pathlib.Path("/usr/share/datasets/fashion-mnist")


def run(*command):
    def used():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime
    start, before = time.perf_counter(), used()
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.perf_counter() - start, used() - before


def measure(aeviz, target, data):
    run(aeviz, "train", "--data", data, "--limit", 6000, "--preset", "conv", "--epochs", 1,
        "-o", target, "--overwrite")
    seconds, processor = run(aeviz, "evaluate", target / "run.json", "--data", data, "--only", "latent_space")
    document = json.loads((target / "run.json").read_text())
    tensors = load_file(target / document["tensors"]["file"])
    section = document["evaluation"]["latent_space"]
    codes = tensors["latents.test"]
    ours = tensors["evaluation.latent_space.tsne"]
    codes = codes[tensors["evaluation.latent_space.tsne_index"].astype(int)]
    start, before = time.perf_counter(), time.process_time()
    theirs = TSNE(random_state=0, n_jobs=-1).fit_transform(codes)
    other, other_processor = time.perf_counter() - start, time.process_time() - before
    codes = codes.astype(float)
    trust = [trustworthiness(codes, m.astype(float)) for m in (ours, theirs)]
    print(f"{len(codes):7}  {seconds:6.2f} s ({processor:6.2f})  {other:6.2f} s ({other_processor:6.2f})"
          f"  {other / seconds:5.1f} x ({other_processor / processor:4.1f})  {trust[0]:.4f} ({section['trustworthiness']['tsne']:.4f})  {trust[1]:12.4f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("aeviz")
    parser.add_argument("--data", default=f"fashion,{FULL}",
                        help="data sets, separated by commas; their test images are the points")
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} processors; t-SNE of codes of 16 values")
    print(" points  aeviz              scikit-learn       ratio           trust aeviz (its own)"
          "  scikit-learn")
    with tempfile.TemporaryDirectory() as folder:
        for index, data in enumerate(arguments.data.split(",")):
            measure(arguments.aeviz, pathlib.Path(folder) / str(index), data)
