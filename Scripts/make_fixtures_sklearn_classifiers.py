"""Writes Tests/AECoreTests/Fixtures/sklearn-classifiers.json: what scikit-learn computes for
logistic regression, nearest neighbours and ROC curves on a few made-up points.

Run in an environment with scikit-learn:  python Scripts/make_fixtures_sklearn_classifiers.py
The file names the versions used. Every value is written in full, so that both sides start from the
same single-precision numbers.
"""

import json
import pathlib

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

FILE = pathlib.Path(__file__).parents[1] / "Tests/AECoreTests/Fixtures/sklearn-classifiers.json"


def short(values):
    """Single-precision numbers in as few digits as tell them apart."""
    return [[float(str(v)) for v in row] for row in values]


def blobs(random, count, dimension, classes, spread):
    """Points around random centres, features of very different scales, in single precision."""
    centres = random.normal(size=(classes, dimension))
    labels = random.integers(classes, size=count)
    scales = 10.0 ** random.uniform(-2, 2, size=dimension)
    points = (centres[labels] + spread * random.normal(size=(count, dimension)) + 3) * scales
    return points.astype(numpy.float32), labels


def logistic(random, name, count, dimension, classes, spread, l2, constant=False):
    train, train_labels = blobs(random, count, dimension, classes, spread)
    test = train[: count // 3] + random.normal(size=(count // 3, dimension)).astype(
        numpy.float32
    ) * train.std(0)
    if constant:  # a feature that never varies
        train[:, 1] = 0.7
        test[:, 1] = 0.7
    # Labels need not be 0, 1, 2 …
    train_labels = 3 * train_labels + 1
    scaler = StandardScaler().fit(train.astype(numpy.float64))
    # For two classes scikit-learn keeps one row, the difference of ours: w and −w of half its length
    # have half its penalty.
    strength = 2 if classes == 2 else 1
    model = LogisticRegression(C=strength / l2, tol=1e-10, max_iter=10000)
    model.fit(scaler.transform(train.astype(numpy.float64)), train_labels)
    coefficients, intercepts = model.coef_, model.intercept_
    if classes == 2:
        coefficients = numpy.concatenate([-coefficients, coefficients]) / 2
        intercepts = numpy.concatenate([-intercepts, intercepts]) / 2
    test = test.astype(numpy.float32)
    return {
        "name": name,
        "l2": l2,
        "train": short(train),
        "labels": train_labels.tolist(),
        "test": short(test),
        "coefficients": coefficients.tolist(),
        "intercepts": intercepts.tolist(),
        "predicted": model.predict(scaler.transform(test.astype(numpy.float64))).tolist(),
        "train_accuracy": model.score(
            scaler.transform(train.astype(numpy.float64)), train_labels
        ),
    }


def neighbours(random, name, count, dimension, classes, k, is_far=False):
    train, labels = blobs(random, count, dimension, classes, 1.5)
    test = blobs(random, 25, dimension, classes, 1.5)[0]
    if is_far:  # far from the origin, where rounded distances mislead
        train = (train / train.std(0) + 1000).astype(numpy.float32)
        test = (test / test.std(0) + 1000).astype(numpy.float32)
    model = KNeighborsClassifier(n_neighbors=k, algorithm="kd_tree")
    model.fit(train.astype(numpy.float64), labels)
    distances, indices = model.kneighbors(test.astype(numpy.float64))
    return {
        "name": name,
        "k": k,
        "train": short(train),
        "labels": labels.tolist(),
        "test": short(test),
        "indices": indices.tolist(),
        "distances": distances.tolist(),
        "predicted": model.predict(test.astype(numpy.float64)).tolist(),
    }


def curve(name, scores, positive):
    false_rates, true_rates, _ = roc_curve(positive, scores, drop_intermediate=False)
    return {
        "name": name,
        "scores": [float(s) for s in scores],
        "is_positive": [bool(p) for p in positive],
        "area": roc_auc_score(positive, scores),
        "false_positive_rates": false_rates.tolist(),
        "true_positive_rates": true_rates.tolist(),
    }


def main():
    random = numpy.random.default_rng(5)
    positive = random.uniform(size=60) < 0.3
    scores = random.normal(size=60) + positive
    fixtures = {
        "generator": f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}",
        "logistic_regression": [
            logistic(random, "three classes", 90, 4, 3, 1.0, 1.0),
            logistic(random, "five classes, strong penalty", 120, 6, 5, 1.5, 30.0),
            logistic(random, "two classes", 60, 3, 2, 1.0, 2.0),
            logistic(random, "a constant feature", 60, 3, 3, 1.0, 1.0, constant=True),
        ],
        "nearest_neighbours": [
            neighbours(random, "plain", 80, 3, 3, 5),
            neighbours(random, "one neighbour", 60, 6, 4, 1),
            neighbours(random, "far from the origin", 80, 5, 3, 4, is_far=True),
        ],
        "roc": [
            curve("no ties", scores, positive),
            curve("many ties", numpy.round(scores), positive),
            curve("all tied", numpy.zeros(60), positive),
            curve("perfect", positive.astype(float), positive),
            curve("inverted", -positive.astype(float), positive),
        ],
    }
    FILE.write_text(json.dumps(fixtures, separators=(",", ":")) + "\n")
    print(FILE, FILE.stat().st_size, "bytes;", fixtures["generator"])


if __name__ == "__main__":
    main()
