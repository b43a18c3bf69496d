"""The report of a run as one would draw it with matplotlib: the figures of `aeviz report`, a page each.

python Benchmarks/matplotlib_report.py RUN.json OUT.pdf

It is written as matplotlib's own examples are, where every framed image is an axes, and otherwise to be
quick: tensors are read with NumPy, points are rasterised, the hundreds of kernels of a layer are one
picture, lines are one collection, and nothing is laid out twice (no tight_layout).
"""

import json
import pathlib
import sys

import matplotlib

matplotlib.use("pdf")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.backends.backend_pdf import PdfPages  # noqa: E402
from matplotlib.collections import LineCollection  # noqa: E402
from matplotlib.patches import Polygon, Rectangle  # noqa: E402

DTYPES = {"F32": np.float32, "I64": np.int64, "I32": np.int32, "F64": np.float64, "U8": np.uint8}


def read(path):
    """run.json and its tensors."""
    path = pathlib.Path(path)
    run = json.loads(path.read_text())
    data = np.memmap(path.parent / run["tensors"]["file"], mode="r")
    length = int.from_bytes(bytes(data[:8]), "little")
    header = json.loads(bytes(data[8:8 + length]))
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = (8 + length + o for o in entry["data_offsets"])
        tensors[name] = np.asarray(data[first:last]).view(DTYPES[entry["dtype"]]).reshape(
            entry["shape"])
    return run, tensors


def page(pdf, title, caption):
    figure = plt.figure(figsize=(13.333, 7.5))
    figure.text(0.04, 0.93, title, fontsize=28, weight="bold")
    figure.text(0.04, 0.06, caption, fontsize=18, wrap=True)
    return figure


def finish(pdf, figure):
    pdf.savefig(figure)
    plt.close(figure)


def table(pdf, title, rows):
    figure = page(pdf, title, "")
    for index, (name, value) in enumerate(rows):
        y = 0.85 - 0.055 * index
        figure.text(0.04, y, name, fontsize=18, color="gray")
        figure.text(0.24, y, str(value)[:90], fontsize=18)
    return figure


def mosaic(images, columns, gap=1):
    """Images of one size as one picture with gaps."""
    n, h, w = images.shape
    rows = -(-n // columns)
    out = np.full((rows * (h + gap) - gap, columns * (w + gap) - gap), np.nan, images.dtype)
    for i, image in enumerate(images):
        y, x = (i // columns) * (h + gap), (i % columns) * (w + gap)
        out[y:y + h, x:x + w] = image
    return out


def framed(figure, rows, box, color="gray", **style):
    """Rows of images in the box (left, bottom, right, top), each image with a frame of its own."""
    left, bottom, right, top = box
    grid = figure.add_gridspec(
        len(rows), max(map(len, rows)), left=left, right=right, bottom=bottom, top=top,
        wspace=0.06, hspace=0.06)
    last = None
    for y, row in enumerate(rows):
        for x, image in enumerate(row):
            axes = figure.add_subplot(grid[y, x])
            last = axes.imshow(image, interpolation="nearest", **style)
            axes.set_xticks([])
            axes.set_yticks([])
            for spine in axes.spines.values():
                spine.set_color(color)
    return last


def conv_layers(run):
    for half in ("encoder", "decoder"):
        for index, layer in enumerate(run["model"][half]):
            if layer["type"].startswith("conv"):
                yield f"{half}.{index}", half, index, layer


def title_page(pdf, run, tensors):
    model, data, training = run["model"], run["dataset"], run["training"]
    figure = table(pdf, f"An autoencoder of {data['name']} images", [
        ("Data", f"{data['train_count']:,} training and {data['test_count']:,} test images"),
        ("Source", data.get("source")), ("Licence", data.get("license")),
        ("Image", data["image_shape"]), ("Model", model["name"]),
        ("Code", model["latent_size"]), ("Loss", training["loss"]["definition"]),
        ("Optimiser", training["optimizer"]["name"]),
        ("Training", f"{training['epochs']} epochs, seed {training['seed']}")])
    framed(figure, [tensors["samples.input"][:8, 0], tensors["samples.reconstruction"][:8, 0]],
           (0.04, 0.12, 0.96, 0.32), cmap="gray", vmin=0, vmax=1)
    finish(pdf, figure)


def architecture(pdf, run, tensors):
    figure = page(pdf, "Architecture", "Each block is a stage; its height is its number of values.")
    axes = figure.add_axes([0.04, 0.15, 0.92, 0.7])
    stages = [("input", tensors["samples.input"].shape[1:])]
    for half in ("encoder", "decoder"):
        for index, layer in enumerate(run["model"][half]):
            name = f"activations.{half}.{index}"
            if name in tensors:
                stages.append((f"{half}.{index}\n{layer['type']}", tensors[name].shape[1:]))
    heights = [np.log2(1 + np.prod(shape)) for _, shape in stages]
    for x, ((name, shape), height) in enumerate(zip(stages, heights)):
        following = heights[min(x + 1, len(heights) - 1)]
        axes.add_patch(Polygon([(x, -height), (x + 0.9, -following), (x + 0.9, following),
                                (x, height)], facecolor="#1769AA"))
        axes.text(x + 0.45, 0, name, rotation=90, ha="center", va="center", color="white",
                  fontsize=12)
        axes.text(x + 0.45, -11.5, "×".join(map(str, shape)), ha="center", fontsize=11)
    axes.set_xlim(-0.2, len(stages))
    axes.set_ylim(-12, 12)
    axes.axis("off")
    finish(pdf, figure)


def loss(pdf, run):
    history = run["training"]["history"]
    figure = page(pdf, "Loss per epoch", run["training"]["loss"]["definition"])
    axes = figure.add_axes([0.1, 0.2, 0.8, 0.65])
    epochs = [h["epoch"] for h in history]
    axes.plot(epochs, [h["train_loss"] for h in history], "o-", label="train")
    axes.plot(epochs, [h["test_loss"] for h in history], "o-", label="test")
    for baseline in run["evaluation"]["baselines"]:
        axes.axhline(baseline["mse"], ls="--", color="gray", label=baseline["name"])
    axes.set_xlabel("epoch", fontsize=18)
    axes.tick_params(labelsize=18)
    axes.legend(fontsize=18)
    axes.grid()
    finish(pdf, figure)


def reconstructions(pdf, inputs, outputs, title):
    figure = page(pdf, title, "Error = output − input on one scale.")
    count = len(inputs)
    error = outputs[:, 0] - inputs[:, 0]
    limit = np.abs(error).max()
    for row, (images, style) in enumerate([
            (inputs[:, 0], {"cmap": "gray", "vmin": 0, "vmax": 1}),
            (outputs[:, 0], {"cmap": "gray", "vmin": 0, "vmax": 1}),
            (error, {"cmap": "coolwarm", "vmin": -limit, "vmax": limit})]):
        picture = framed(figure, [images], (0.04, 0.66 - 0.2 * row, 0.9, 0.85 - 0.2 * row), **style)
    figure.colorbar(picture, cax=figure.add_axes([0.92, 0.26, 0.015, 0.19]))
    for i, value in enumerate((error ** 2).mean((1, 2))):
        figure.text(0.04 + 0.86 * (i + 0.5) / count, 0.2, f"{value:.3f}", fontsize=12, ha="center")
    finish(pdf, figure)


def class_errors(pdf, run):
    parts = run["evaluation"]["per_class"]
    figure = page(pdf, "Error of each class", "The box spans the middle half of the images.")
    axes = figure.add_axes([0.2, 0.15, 0.7, 0.7])
    for y, part in enumerate(parts):
        quartiles = part.get("mse_quartiles")
        if quartiles:
            axes.barh(y, quartiles[2] - quartiles[0], left=quartiles[0], color="#bcd")
        axes.plot(part["mse"], y, "o", color="k")
    axes.set_yticks(range(len(parts)), [run["dataset"]["class_names"][p["label"]] for p in parts])
    axes.tick_params(labelsize=18)
    finish(pdf, figure)


def latent(pdf, run, tensors):
    codes, labels = tensors["latents.test"], tensors["latents.label"].astype(int)
    centred = codes - codes.mean(0)
    _, _, axes_of = np.linalg.svd(centred, full_matrices=False)
    points = centred @ axes_of[:2].T
    figure = page(pdf, "The codes of the test images", "PCA of the codes, coloured by class.")
    axes = figure.add_axes([0.06, 0.15, 0.7, 0.75])
    names = run["dataset"]["class_names"]
    for label in np.unique(labels):
        chosen = points[labels == label]
        axes.scatter(chosen[:, 0], chosen[:, 1], s=6, alpha=0.6, rasterized=True, label=names[label])
        middle = np.median(chosen, 0)
        axes.text(middle[0], middle[1], names[label], fontsize=18, weight="bold")
    axes.set_aspect("equal")
    axes.legend(fontsize=18, loc="center left", bbox_to_anchor=(1, 0.5))
    finish(pdf, figure)


def filters(pdf, run, tensors):
    figure = page(pdf, "Filters: the weights that were learned", "Warm adds, blue takes away.")
    banks = [(name, tensors[f"{name}.weight"]) for name, *_ in conv_layers(run)]
    for x, (name, weight) in enumerate(banks):
        pictures = weight.reshape(-1, *weight.shape[2:])
        limit = np.abs(pictures).max()
        axes = figure.add_axes([0.04 + 0.24 * x, 0.2, 0.2, 0.6])
        columns = weight.shape[1] if weight.shape[1] > 1 else 4
        axes.imshow(mosaic(pictures, columns), cmap="coolwarm", vmin=-limit, vmax=limit)
        axes.set_title(name, fontsize=20)
        axes.axis("off")
        figure.text(0.04 + 0.24 * x, 0.15, f"±{limit:.2g}", fontsize=18)
    finish(pdf, figure)


def reach(pdf, run, tensors, half):
    title = "What one cell sees" if half == "encoder" else "What one cell reaches"
    figure = page(pdf, title, "The frame grows from layer to layer.")
    image = tensors["samples.input"][0, 0]
    layers = [(n, i, layer) for n, h, i, layer in conv_layers(run) if h == half]
    size, jump = 1, 1
    for x, (name, _, layer) in enumerate(layers):
        size += (layer["kernel"][0] - 1) * jump
        jump *= layer["stride"][0]
        axes = figure.add_axes([0.06 + 0.45 * x, 0.2, 0.4, 0.6])
        axes.imshow(image, cmap="gray")
        low = image.shape[0] / 2 - size / 2
        axes.add_patch(Rectangle((low, low), size, size, fill=False, ec="orange", lw=4))
        axes.set_title(f"{name}: {size} × {size}", fontsize=20)
        axes.axis("off")
    finish(pdf, figure)


def manifold(pdf, run, tensors):
    axes = run["evaluation"]["manifold"]["axes"]
    pictures = tensors["evaluation.manifold.images"][:, 0]
    columns = len(axes[0]["values"])
    figure = page(pdf, "What one value of the code changes", "Each row changes one value of a code.")
    shown = axes[:4]
    for y, axis in enumerate(shown):
        top = 0.85 - 0.17 * y
        row = pictures[y * columns:(y + 1) * columns]
        framed(figure, [row], (0.25, top - 0.12, 0.96, top), cmap="gray", vmin=0, vmax=1)
        figure.text(0.14, top - 0.05, f"value {axis['dimension']}", fontsize=14, weight="bold")
        for x, value in enumerate(axis["values"]):
            figure.text(0.25 + 0.71 * (x + 0.5) / columns, top - 0.15, f"{value:.2g}", fontsize=12,
                        ha="center")
    framed(figure, [tensors["evaluation.manifold.base"][:1, 0]], (0.04, 0.45, 0.12, 0.6),
           cmap="gray", vmin=0, vmax=1)
    finish(pdf, figure)


def interpolation(pdf, run, tensors):
    shares = run["evaluation"]["interpolation"]["t"]
    figure = page(pdf, "From image to image: by code and by pixels", "Codes above, pixels below.")
    kept = range(0, len(shares), 2)
    framed(figure, [tensors[f"evaluation.interpolation.{name}"][kept, 0]
                    for name in ("decoded", "blended")],
           (0.1, 0.25, 0.96, 0.86), cmap="gray", vmin=0, vmax=1)
    for x, index in enumerate(kept):
        figure.text(0.1 + 0.86 * (x + 0.5) / len(kept), 0.2, f"{shares[index]:.1f}", fontsize=16)
    finish(pdf, figure)


def checkerboard(pdf, run, tensors):
    """An image enlarged in three ways with all weights alike, and what the decoder gives."""
    figure = page(pdf, "Checkerboard: uneven overlap draws a grid", "1, 2 or 4 ways make a grid.")
    image = tensors["evaluation.checkerboard.real"][0]
    small = image.reshape(image.shape[0] // 2, 2, -1, 2).mean((1, 3))
    spread = np.zeros_like(image)
    spread[::2, ::2] = small
    pad = np.pad(spread, 2)
    h, w = image.shape
    sums = {size: sum(pad[y:y + h, x:x + w] for y in range(size) for x in range(size))
            for size in (3, 4)}
    wide = np.pad(np.kron(small, np.ones((2, 2))), 1)
    panels = [("kernel 3", sums[3], 3), ("kernel 4", sums[4], 4),
              ("resize", sum(wide[y:y + h, x:x + w] for y in range(3) for x in range(3)), 3),
              ("trained", tensors["evaluation.checkerboard.trained"][0], 3)]
    for x, (name, picture, kernel) in enumerate(panels):
        left = 0.04 + 0.235 * x
        axes = figure.add_axes([left, 0.65, 0.19, 0.2])
        for unit in range(4):
            axes.add_patch(Rectangle((2 * unit + 0.6, 2), 0.8, 0.6, fc="#0B8074"))
            axes.add_patch(Polygon([(2 * unit + 0.6, 2), (2 * unit + 1.4, 2),
                                    (2 * unit + kernel - 1, 0.8), (2 * unit - 1, 0.8)],
                                   fc="#1769AA", alpha=0.3))
        for cell in range(8):
            axes.add_patch(Rectangle((cell, 0.2), 0.9, 0.6, fc="#1769AA"))
            axes.text(cell + 0.45, -0.5, str(1 + cell % 2), ha="center", fontsize=12)
        axes.set_xlim(-1, 9)
        axes.set_ylim(-1, 3)
        axes.axis("off")
        figure.text(left, 0.87, name, fontsize=14, weight="bold")
        framed(figure, [[picture]], (left, 0.22, left + 0.19, 0.62), cmap="gray")
        figure.text(left, 0.17, "grid" if x == 0 else "no grid", fontsize=14, weight="bold")
    finish(pdf, figure)


def spectra(pdf, run, tensors):
    figure = page(pdf, "Spectra: where a pattern would show", "Framed: what repeats every 2 pixels.")
    names = ("untrained", "trained", "real")
    overlap = np.add.outer(np.arange(28) % 2, np.arange(28) % 2)
    framed(figure, [[overlap]], (0.04, 0.3, 0.26, 0.8), cmap="Blues")
    for x, name in enumerate(names):
        left = 0.27 + 0.235 * x
        values = tensors[f"evaluation.checkerboard.spectrum_{name}"]
        picture = framed(figure, [[np.log10(np.maximum(values, 1e-5))]],
                         (left, 0.3, left + 0.22, 0.8), cmap="viridis", vmin=-5, vmax=0)
        axes = figure.axes[-1]
        for y, z in ((0, 0), (0, 14), (14, 0)):
            axes.add_patch(Rectangle((y - 0.5, z - 0.5), 1, 1, fill=False, ec="#F06EA9"))
        figure.text(left, 0.84, name, fontsize=16, weight="bold")
        share = run["evaluation"]["checkerboard"][name]
        figure.text(left, 0.26, f"{share:.2%} repeats", fontsize=16, weight="bold")
    figure.colorbar(picture, cax=figure.add_axes([0.4, 0.2, 0.3, 0.02]), orientation="horizontal")
    finish(pdf, figure)


def feature_maps(pdf, run, tensors, half):
    stages = [(f"{half}.{i}", tensors[f"activations.{half}.{i}"][0])
              for i in range(len(run["model"][half])) if f"activations.{half}.{i}" in tensors]
    figure = page(pdf, f"Feature maps of the {half}", "One test image, every map.")
    for x, (name, maps) in enumerate(stages):
        if maps.ndim == 1:
            maps = maps[None, :, None]
        left, columns = 0.04 + 0.92 / len(stages) * x, max(1, round(len(maps) ** 0.5))
        rows = [maps[i:i + columns] for i in range(0, len(maps), columns)]
        framed(figure, rows, (left, 0.15, left + 0.85 / len(stages), 0.75), cmap="viridis",
               vmin=maps.min(), vmax=maps.max(), aspect="auto" if maps.shape[0] == 1 else "equal")
        figure.text(left, 0.77, f"{name}\n{maps.min():.2g} … {maps.max():.2g}", fontsize=14)
    finish(pdf, figure)


def images(pdf, title, rows):
    """Rows of images, each with its name."""
    figure = page(pdf, title, "")
    for index, (name, pictures) in enumerate(rows):
        height = 0.75 / len(rows)
        top = 0.85 - height * index
        framed(figure, [pictures[:, 0]], (0.16, top - height * 0.95, 0.96, top), cmap="gray",
               vmin=0, vmax=1)
        figure.text(0.04, 0.85 - height * (index + 0.5), name, fontsize=18)
    finish(pdf, figure)


def classification(pdf, run, tensors):
    section = run["evaluation"]["classification"]
    figure = page(pdf, "Classes from the code", "A classifier on the code, on PCA's, on the pixels.")
    axes = figure.add_axes([0.3, 0.15, 0.6, 0.7])
    names = [f"{r['features']}, {r['classifier']}" for r in section["results"]]
    axes.barh(names, [r["accuracy"] for r in section["results"]])
    for y, result in enumerate(section["results"]):
        axes.text(result["accuracy"], y, f"{result['accuracy']:.1%}", fontsize=18, va="center")
    axes.axvline(section["chance"], ls="--", color="gray")
    axes.tick_params(labelsize=18)
    finish(pdf, figure)

    counts = tensors["evaluation.classification.confusion"]
    figure = page(pdf, "Which classes are taken for which", "Rows are classes, columns answers.")
    axes = figure.add_axes([0.2, 0.15, 0.6, 0.75])
    axes.imshow(counts, cmap="viridis")
    for y, row in enumerate(counts):
        for x, count in enumerate(row):
            if count:
                axes.text(x, y, int(count), ha="center", va="center", color="w", fontsize=12)
    classes = [run["dataset"]["class_names"][label] for label in section["labels"]]
    axes.set_yticks(range(len(classes)), classes, fontsize=18)
    finish(pdf, figure)


def anomalies(pdf, run, tensors):
    figure = page(pdf, "The strangest test images", "The largest errors beside all errors.")
    framed(figure, [tensors[f"evaluation.anomalies.{n}"][:, 0] for n in ("input", "output")],
           (0.04, 0.5, 0.96, 0.86), cmap="gray", vmin=0, vmax=1)
    axes = figure.add_axes([0.06, 0.15, 0.9, 0.3])
    axes.hist(tensors["evaluation.anomalies.scores"][0], 80)
    axes.tick_params(labelsize=18)
    finish(pdf, figure)


def connectivity(pdf, run, tensors, name, half, index, layer):
    figure = page(pdf, f"{name}: what is joined with what", "Each line is a weight.")
    axes = figure.add_axes([0.04, 0.15, 0.92, 0.7])
    kernel, stride, padding = layer["kernel"][0], layer["stride"][0], layer["padding"][0]
    large = 8
    small = (large + 2 * padding - kernel) // stride + 1
    weight = np.abs(tensors[f"{name}.weight"][0, 0])
    lines, widths = [], []
    for channel in range(2):
        for y in range(large):
            for x in range(large):
                axes.add_patch(Rectangle((x + 10 * channel, y), 1, 1, fc="#1769AA", alpha=0.4))
        for y in range(small):
            for x in range(small):
                axes.add_patch(
                    Rectangle((2 * x + 10 * channel, 12 + y), 1, 1, fc="#0B8074", alpha=0.4))
                for ky in range(kernel):
                    for kx in range(kernel):
                        u, v = x * stride - padding + kx, y * stride - padding + ky
                        if 0 <= u < large and 0 <= v < large:
                            lines.append([(u + 0.5 + 10 * channel, v + 0.5),
                                          (2 * x + 0.5 + 10 * channel, 12.5 + y)])
                            widths.append(0.3 + 2 * weight[ky, kx])
    axes.add_collection(LineCollection(lines, linewidths=widths, colors="#C77700"))
    axes.set_xlim(-1, 21)
    axes.set_ylim(18, -1)
    axes.axis("off")
    finish(pdf, figure)


def main():
    run, tensors = read(sys.argv[1])
    with PdfPages(sys.argv[2], metadata={"CreationDate": None}) as pdf:
        title_page(pdf, run, tensors)
        architecture(pdf, run, tensors)
        loss(pdf, run)
        if "evaluation.reconstructions.input" in tensors:
            inputs = tensors["evaluation.reconstructions.input"]
            outputs = tensors["evaluation.reconstructions.output"]
            reconstructions(pdf, inputs, outputs, "Best, median and worst reconstructions")
        else:
            reconstructions(pdf, tensors["samples.input"], tensors["samples.reconstruction"],
                            "Reconstructions of test images")
        class_errors(pdf, run)
        latent(pdf, run, tensors)
        if "evaluation.manifold.base" in tensors:
            manifold(pdf, run, tensors)
        if "evaluation.interpolation.decoded" in tensors:
            interpolation(pdf, run, tensors)
        filters(pdf, run, tensors)
        reach(pdf, run, tensors, "encoder")
        reach(pdf, run, tensors, "decoder")
        feature_maps(pdf, run, tensors, "encoder")
        feature_maps(pdf, run, tensors, "decoder")
        if "evaluation.checkerboard.real" in tensors:
            checkerboard(pdf, run, tensors)
        for layer in conv_layers(run):
            connectivity(pdf, run, tensors, *layer)
        if "evaluation.denoising.clean" in tensors:
            images(pdf, "Denoising", [
                (name, tensors[f"evaluation.denoising.{name}"])
                for name in ("clean", "corrupted", "autoencoder", "median", "gaussian")])
        if "classification" in run["evaluation"]:
            classification(pdf, run, tensors)
        generated = [m["name"] for m in run["evaluation"].get("generation", {}).get("methods", [])]
        if generated:
            images(pdf, "Generated images, and the training images nearest to them", [
                (name + kind, tensors[f"evaluation.generation.{name}{kind}"])
                for name in generated for kind in ("", "_nearest")])
        if "evaluation.anomalies.scores" in tensors:
            anomalies(pdf, run, tensors)
        finish(pdf, table(pdf, "Verdict", [
            (b["name"], f"MSE {b['mse']:.4f}") for b in run["evaluation"]["baselines"]]))
        if "evaluation.checkerboard.real" in tensors:
            spectra(pdf, run, tensors)
        finish(pdf, table(pdf, "Appendix", [
            ("Written", run["created"]), ("Images", run["dataset"]["sha256"]),
            ("Tensors", run["tensors"]["sha256"]), ("Seed", run["training"]["seed"])]))


main()
