"""Runs what README says of networks that were trained with PyTorch and Keras, and imports the result.

    python Scripts/check_readme_import.py AEVIZ [pytorch] [keras]

Takes the blocks of Python under "A network that was trained elsewhere" as they stand there, gives
them the encoder and the decoder that they speak of, and runs each in a folder of its own. The file
that it writes is imported with `aeviz import`, as README says; the reconstructions in the run have
to be those of the framework. Needs torch with onnxscript, and keras with tensorflow-cpu and tf2onnx;
both with numpy and safetensors; versions as in make_fixtures_onnx.py. Exit code 1 when a
reconstruction differs by more than 1e-5.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST = 10  # lines, that is: more nobody copies


def blocks():
    """The blocks of README by the framework that they are for."""
    text = (ROOT / "README.md").read_text()
    section = text.split("## A network that was trained elsewhere", 1)[1].split("\n## ", 1)[0]
    found = {}
    for code in re.findall(r"```python\n(.*?)```", section, re.S):
        found["pytorch" if "torch" in code else "keras"] = code
    return found


def pytorch(code):
    import torch

    torch.manual_seed(1)
    nn = torch.nn
    encoder = nn.Sequential(
        nn.Conv2d(1, 4, 3, 2, 1), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 14 * 14, 8))
    decoder = nn.Sequential(
        nn.Linear(8, 4 * 14 * 14), nn.ReLU(), nn.Unflatten(1, (4, 14, 14)),
        nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Sigmoid())
    exec(code, {"torch": torch, "encoder": encoder, "decoder": decoder})

    def rebuilt(images):
        with torch.no_grad():
            return decoder(encoder(torch.from_numpy(images))).numpy()

    return rebuilt, []


def keras(code):
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras
    import numpy
    from keras import layers

    keras.utils.set_random_seed(1)
    encoder = keras.Sequential([
        layers.Input((28, 28, 1)), layers.Conv2D(4, 3, strides=2, padding="same", activation="relu"),
        layers.Flatten(), layers.Dense(8)])
    decoder = keras.Sequential([
        layers.Input((8,)), layers.Dense(4 * 14 * 14, activation="relu"),
        layers.Reshape((14, 14, 4)),
        layers.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid")])
    # The training that the comment speaks of, where it stands.
    said = "# model.fit(…, callbacks=[logger])"
    assert said in code, "README no longer says how the losses are kept"
    fit = ("; model.compile(loss=['mse', None])"
           "; model.fit(x, [x, x], epochs=2, verbose=0, validation_split=0.5, callbacks=[logger])")
    x = numpy.random.default_rng(1).random((64, 28, 28, 1), dtype="float32")
    exec(code.replace(said, fit), {
        "keras": keras, "numpy": numpy, "encoder": encoder, "decoder": decoder, "x": x})

    def rebuilt(images):
        last = images.transpose(0, 2, 3, 1)
        return decoder.predict(encoder.predict(last, verbose=0), verbose=0).transpose(0, 3, 1, 2)

    return rebuilt, ["--history", "losses.csv"]


def check(name, code, aeviz):
    import numpy
    from safetensors.numpy import load_file

    assert len(code.strip().splitlines()) <= LONGEST, f"{name}: more than {LONGEST} lines"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        rebuilt, options = {"pytorch": pytorch, "keras": keras}[name](code)
        subprocess.run(
            [aeviz, "import", "model.onnx", "--data", "fashion", *options, "-o", "run"], check=True,
            stdout=subprocess.DEVNULL)
        run = json.loads(pathlib.Path("run/run.json").read_text())
        tensors = load_file(pathlib.Path("run") / run["tensors"]["file"])
        difference = float(numpy.abs(
            rebuilt(tensors["samples.input"]) - tensors["samples.reconstruction"]).max())
        epochs = len(run.get("training", {}).get("history", []))
        os.chdir(ROOT)
    print(f"{name}: {len(code.strip().splitlines())} lines, code of {run['model']['latent_size']} "
          f"values, {epochs} epochs known, greatest difference {difference:.1g}")
    return difference


def main():
    aeviz = str(pathlib.Path(sys.argv[1]).resolve())
    found = blocks()
    wanted = sys.argv[2:] or list(found)
    return 1 if max(check(name, found[name], aeviz) for name in wanted) > 1e-5 else 0


if __name__ == "__main__":
    sys.exit(main())
