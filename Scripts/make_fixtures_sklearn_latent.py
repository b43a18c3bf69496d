#!/usr/bin/env python3
"""Makes Tests/AECoreTests/Fixtures/sklearn-latent.safetensors: maps of points that scikit-learn made,
and how far it trusts them.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install scikit-learn==1.9.1 safetensors==0.8.0
    /tmp/venv/bin/python Scripts/make_fixtures_sklearn_latent.py

Last run with Python 3.11.7, numpy 2.4.6, scikit-learn 1.9.1 and safetensors 0.8.0. TSNETests.swift
and TrustworthinessTests.swift read it:

    data            (120, 6)   four noisy clusters on two rings
    map.random      (120, 2)   a map that has nothing to do with the data
    map.pca         (120, 2)   the first two principal components
    map.tsne        (120, 2)   t-SNE of scikit-learn's defaults
    trust           (3, 3)     trustworthiness of the maps, in this order, with 1, 5 and 12 neighbours
    affinities      (120, 120) 120² times the joint probabilities that t-SNE starts from, perplexity 30
    divergence      (1)        what t-SNE's divergence ended at
    repulsion       (120, 2)   the sum of q²·(yᵢ − yⱼ) over map.tsne, pair by pair in double precision
    repulsion.sum   (1)        the sum of q
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors

TARGET = (
    Path(__file__).resolve().parent.parent / "Tests/AECoreTests/Fixtures/sklearn-latent.safetensors"
)


def points(rng):
    angle = rng.uniform(0, 2 * np.pi, 120)
    cluster = np.arange(120) % 4
    data = rng.normal(0, 0.3, (120, 6))
    data[:, 0] += 3 * np.cos(angle) * (1 + cluster % 2)
    data[:, 1] += 3 * np.sin(angle) * (1 + cluster % 2)
    data[:, 2] += 4 * (cluster // 2)
    return data.astype("float32")


def affinities(data, perplexity):
    k = min(len(data) - 1, int(3 * perplexity + 1))
    graph = NearestNeighbors(n_neighbors=k).fit(data).kneighbors_graph(mode="distance")
    graph.data **= 2
    return _joint_probabilities_nn(graph, perplexity, 0).toarray()


if __name__ == "__main__":
    rng = np.random.default_rng(5)
    data = points(rng)
    tsne = TSNE(random_state=0)
    maps = {
        "random": rng.normal(0, 1, (120, 2)).astype("float32"),
        "pca": PCA(2).fit_transform(data).astype("float32"),
        "tsne": tsne.fit_transform(data).astype("float32"),
    }
    trust = [[trustworthiness(data.astype(float), m.astype(float), n_neighbors=k)
              for k in (1, 5, 12)] for m in maps.values()]
    y = maps["tsne"].astype(float)
    difference = y[:, None] - y[None]
    q = 1 / (1 + (difference ** 2).sum(-1))
    np.fill_diagonal(q, 0)
    tensors = {
        "data": data,
        "trust": np.array(trust, "float32"),
        # float16 cannot hold numbers as small as the probabilities themselves.
        "affinities": (affinities(data, 30) * 120 * 120).astype("float16"),
        "divergence": np.array([tsne.kl_divergence_], "float32"),
        "repulsion": (q[..., None] ** 2 * difference).sum(1).astype("float32"),
        "repulsion.sum": np.array([q.sum()], "float32"),
    } | {f"map.{name}": value for name, value in maps.items()}
    save_file(tensors, str(TARGET), {"made_by": "make_fixtures_sklearn_latent.py"})
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes; trustworthiness")
    print(np.round(trust, 4))
