"""Writes Tests/AECoreTests/Fixtures/skimage.json: filtered images, PSNR and SSIM as Python has them.

Run in an environment with scikit-image:  python Scripts/make_fixtures_skimage.py
Medians come from scipy.ndimage.median_filter, Gaussians from scipy.ndimage.gaussian_filter (both with
mode "reflect", the Gaussian truncated at 4 sigma), PSNR and SSIM from skimage.metrics with data_range 1
and the default window of 7. `versions` names the tools. Images are (C, H, W) with values in [0, 1].
"""

import json
import pathlib

import numpy
import scipy
import skimage
from scipy import ndimage
from skimage import metrics

SHAPES = [(1, 8, 8), (3, 9, 12), (1, 7, 20), (1, 5, 3), (1, 1, 1), (1, 1, 6)]
SIZES = [1, 3, 5, 7]
SIGMAS = [0.5, 0.75, 1.0, 1.5, 3.0]


def numbers(array):
    return [float(f"{value:.9g}") for value in numpy.asarray(array, dtype=numpy.float64).ravel()]


def case(shape, generator):
    rows, columns = numpy.mgrid[0 : shape[1], 0 : shape[2]]
    smooth = 0.5 + 0.4 * numpy.sin(rows / 2.5) * numpy.cos(columns / 3.5)
    clean = numpy.stack([numpy.roll(smooth, c, axis=1) for c in range(shape[0])]).astype(numpy.float32)
    noisy = numpy.clip(clean + generator.normal(0, 0.2, shape), 0, 1).astype(numpy.float32)
    wide = noisy.astype(numpy.float64)
    result = {
        "shape": list(shape),
        "clean": numbers(clean),
        "noisy": numbers(noisy),
        "median": {
            str(size): numbers(
                [ndimage.median_filter(plane, size=size, mode="reflect") for plane in wide])
            for size in SIZES
        },
        "gaussian": {
            str(sigma): numbers(
                [ndimage.gaussian_filter(plane, sigma, mode="reflect", truncate=4.0)
                 for plane in wide])
            for sigma in SIGMAS
        },
        "psnr": metrics.peak_signal_noise_ratio(
            clean.astype(numpy.float64), wide, data_range=1),
        "ssim": None,
    }
    if min(shape[1:]) >= 7:
        result["ssim"] = metrics.structural_similarity(
            clean.astype(numpy.float64), wide, data_range=1, channel_axis=0)
    return result


def main():
    generator = numpy.random.default_rng(5)
    versions = {"scikit-image": skimage.__version__, "scipy": scipy.__version__,
                "numpy": numpy.__version__}
    cases = [case(shape, generator) for shape in SHAPES]
    target = pathlib.Path(__file__).parent.parent / "Tests/AECoreTests/Fixtures/skimage.json"
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    target.write_text(f'{{"versions":{json.dumps(versions)},"cases":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
