"""What `aeviz evaluate` measures, by scikit-learn, scikit-image and SciPy; called by evaluation.sh.

    python Benchmarks/evaluation.py RUN.json FOLDER   # prints seconds of each part as JSON

The network itself is not computed here: the codes and the reconstructions of the test images stand in
the run or are made by PCA, which has as many values. So decoding, encoding and reading are on aeviz's
side of the comparison only, as are the pictures that it keeps. Settings are those of aeviz's steps:
6,000 images to learn classes from, four penalties and 40 steps each, 5 neighbours, 1,000 noisy images,
11 filters tried on 300, 200 images drawn by each of two methods, t-SNE of at most 10,000 codes.
"""

import gzip
import json
import pathlib
import sys
import time

import numpy as np
from safetensors.numpy import load_file
from scipy.ndimage import gaussian_filter, median_filter
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import TSNE, trustworthiness
from sklearn.metrics import confusion_matrix, pairwise_distances_argmin_min
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

LATENT = 16


def idx(folder, name, header):
    path = next(p for p in pathlib.Path(folder).iterdir() if p.name.startswith(name))
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return np.frombuffer(data, np.uint8, offset=header)


def read(folder):
    """Images in [0, 1] as rows, and labels: of training and test."""
    sets = []
    for part in ("train", "t10k"):
        images = idx(folder, f"{part}-images", 16).reshape(-1, 784)
        sets.append((images.astype(np.float32) / 255, idx(folder, f"{part}-labels", 8).astype(int)))
    return sets


def similarity(a, b):
    """The mean over pairs of images, as rows."""
    return np.mean([structural_similarity(x.reshape(28, 28), y.reshape(28, 28), data_range=1.0)
                    for x, y in zip(a, b)])


def errors(train, test, reconstructions):
    mse = ((reconstructions - test[0]) ** 2).mean(axis=1)
    quartiles = [np.percentile(mse[test[1] == label], [25, 50, 75]) for label in np.unique(test[1])]
    pca = PCA(LATENT).fit(train[0])
    restored = pca.inverse_transform(pca.transform(test[0]))
    mean = ((test[0] - train[0].mean(axis=0)) ** 2).mean()
    return (quartiles, mean, ((restored - test[0]) ** 2).mean(),
            peak_signal_noise_ratio(test[0], reconstructions, data_range=1.0),
            similarity(test[0], reconstructions), np.argsort(mse)[:12])


def latent_space(codes):
    codes = codes[:10_000]
    tsne = TSNE(random_state=0, n_jobs=-1).fit_transform(codes)
    flat = PCA(2).fit_transform(codes)
    return [trustworthiness(codes, each, n_neighbors=5) for each in (flat, tsne)]


def checkerboard(test, reconstructions, chance):
    chosen = chance.choice(len(test[0]), min(256, len(test[0])), replace=False)
    for images in (test[0][chosen], reconstructions[chosen], 1 - reconstructions[chosen]):
        images = images.reshape(-1, 28, 28)
        centred = images - images.mean(axis=(1, 2), keepdims=True)
        power = np.abs(np.fft.fft2(centred)) ** 2
        power /= power.sum(axis=(1, 2), keepdims=True)
        np.fft.fftshift(power.mean(axis=0))
        phases = [[centred[:, y::2, x::2].sum(axis=(1, 2)) for x in (0, 1)] for y in (0, 1)]
        (np.square(phases).sum(axis=(0, 1)) / 196 / np.square(centred).sum(axis=(1, 2))).mean()


def denoising(train, test, reconstructions, chance):
    def noisy(images):
        return (images + 0.3 * chance.standard_normal(images.shape, np.float32)).clip(0, 1)

    def filtered(images, filter, amount):
        images = images.reshape(-1, 28, 28)
        if filter is median_filter:
            return np.stack([median_filter(x, amount, mode="reflect") for x in images]).reshape(-1, 784)
        return np.stack([gaussian_filter(x, amount, mode="reflect") for x in images]).reshape(-1, 784)

    tuning = train[0][:300]
    seen = noisy(tuning)
    grid = {median_filter: (3, 5, 7), gaussian_filter: (0.4, 0.5, 0.6, 0.75, 1, 1.25, 1.5, 2)}
    best = {f: min(amounts, key=lambda a: ((filtered(seen, f, a) - tuning) ** 2).mean())
            for f, amounts in grid.items()}
    clean = test[0][:1000]
    seen = noisy(clean)
    results = [seen, reconstructions[:1000]] + [filtered(seen, f, a) for f, a in best.items()]
    return [(((r - clean) ** 2).mean(), similarity(r, clean)) for r in results]


def classification(train, test, codes, chance):
    chosen = np.sort(chance.choice(len(train[0]), min(6000, len(train[0])), replace=False))
    images, labels = train[0][chosen], train[1][chosen]
    held = chance.random(len(chosen)) < 0.2
    pca = PCA(LATENT).fit(images)
    accuracies = []
    # The code of a training image is PCA's here: of the same size.
    for x, y in ((pca.transform(images) + 0.01, codes), (pca.transform(images), pca.transform(test[0])),
                 (images, test[0])):
        scaler = StandardScaler().fit(x[~held])
        a, b = scaler.transform(x[~held]), scaler.transform(x[held])
        model = LogisticRegression(tol=1e-3, max_iter=40, warm_start=True)
        best = (-1.0, 1.0)
        for penalty in (1000, 100, 10, 1):
            model.C = 1 / penalty
            model.fit(a, labels[~held])
            accuracy = model.score(b, labels[held])
            if accuracy < best[0]:
                break
            best = max(best, (accuracy, penalty), key=lambda pair: pair[0])
        scaler = StandardScaler().fit(x)
        model = LogisticRegression(C=1 / best[1], max_iter=80).fit(scaler.transform(x), labels)
        predicted = model.predict(scaler.transform(y))
        confusion_matrix(test[1], predicted)
        near = KNeighborsClassifier(5, n_jobs=-1).fit(x, labels)
        accuracies.append(((predicted == test[1]).mean(), near.score(y, test[1])))
    return accuracies


def generation(train, test, codes, chance):
    fitted = train[0][:5000]
    np.cov(codes, rowvar=False)
    pca = PCA(LATENT).fit(fitted)
    own = pca.transform(fitted)
    drawn = chance.multivariate_normal(own.mean(axis=0), np.cov(own, rowvar=False), 200)
    made = pca.inverse_transform(drawn).clip(0, 1).astype(np.float32)
    real, covered = test[0][:200], test[0][200:700]
    every = np.concatenate([made, made[::-1], real])
    pairwise_distances_argmin_min(every, train[0])
    return [pairwise_distances_argmin_min(covered, each)[1].mean() for each in (made, made[::-1], real)]


def main():
    run, folder = sys.argv[1:]
    document = json.loads(pathlib.Path(run).read_text())
    tensors = load_file(pathlib.Path(run).parent / document["tensors"]["file"])
    codes = tensors["latents.test"].astype(np.float32)
    train, test = read(folder)
    pca = PCA(LATENT, svd_solver="randomized", random_state=0).fit(train[0][:2000])
    reconstructions = pca.inverse_transform(pca.transform(test[0])).clip(0, 1).astype(np.float32)
    chance = np.random.default_rng(1)
    parts = {
        "errors": lambda: errors(train, test, reconstructions),
        "latent_space": lambda: latent_space(codes),
        "checkerboard": lambda: checkerboard(test, reconstructions, chance),
        "denoising": lambda: denoising(train, test, reconstructions, chance),
        "classification": lambda: classification(train, test, codes, chance),
        "generation": lambda: generation(train, test, codes, chance),
    }
    seconds = {}
    for name, measure in parts.items():
        start, processor = time.perf_counter(), time.process_time()
        measure()
        seconds[name] = (time.perf_counter() - start, time.process_time() - processor)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
