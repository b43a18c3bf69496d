#!/usr/bin/env python3
"""Makes the data sets that aeviz carries: Sources/AEData/Resources/datasets/{digits,fashion}.

    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install scikit-learn==1.9.1
    apt-get install dataset-fashion-mnist            # 0.0~git20200523.55506a9-1
    /tmp/venv/bin/python Scripts/make_datasets.py [FOLDER]

Last run with Python 3.11.7, numpy 2.4.6, scikit-learn 1.9.1 and zlib 1.2.13; the same versions give
the same bytes (another zlib may compress differently; `sha256` in dataset.json stays the same).

digits   all 1,797 images of 8 x 8; every fifth image of each class is held out for the test.
fashion  600 training images and 100 test images of each class of Fashion-MNIST, 28 x 28. Which ones
         is decided by the SHA-256 of their number, so by no library's random generator.

Both keep the order of their source. Each folder holds the four IDX files of MNIST, dataset.json and
the licence. `sha256` is that of the bytes: train pixels, train labels, test pixels, test labels.
"""

import gzip
import hashlib
import json
import struct
import sys
import textwrap
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

FASHION = Path("/usr/share/datasets/fashion-mnist")
FASHION_TERMS = Path("/usr/share/doc/dataset-fashion-mnist/copyright")
FASHION_CLASSES = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
]

DIGITS_TERMS = """\
Optical Recognition of Handwritten Digits, Copyright (c) 1998 E. Alpaydin and C. Kaynak.

Licensed under the Creative Commons Attribution 4.0 International licence (CC BY 4.0),
https://creativecommons.org/licenses/by/4.0/legalcode

Cite as: Alpaydin, E. and Kaynak, C. (1998). Optical Recognition of Handwritten Digits [Data set].
UCI Machine Learning Repository. https://doi.org/10.24432/C50P49

Changes: the 1,797 images are the test part of the original, as scikit-learn distributes it. They
were divided anew into training and test images (every fifth of each class is a test image) and
stored as IDX files. No pixel was changed: each is a whole number from 0 to 16.
"""


def idx(array):
    """An IDX file: two zero bytes, 8 for unsigned bytes, the rank, the extents, the values."""
    array = np.ascontiguousarray(array, dtype=np.uint8)
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.tobytes()


def read_idx(path):
    data = gzip.decompress(path.read_bytes())
    rank = data[3]
    shape = struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def write(folder, train, test, about, terms):
    """Writes one data set; `train` and `test` are (images, labels)."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    for prefix, (images, labels) in (("train", train), ("t10k", test)):
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            digest.update(np.ascontiguousarray(array, dtype=np.uint8).tobytes())
            packed = gzip.compress(idx(array), compresslevel=9, mtime=0)
            (folder / f"{prefix}-{kind}-ubyte.gz").write_bytes(packed)
    about = about | {"image_shape": [1, *train[0].shape[1:]], "sha256": digest.hexdigest()}
    text = json.dumps(about, indent=2, ensure_ascii=False)
    (folder / "dataset.json").write_text(text + "\n", encoding="utf-8")
    (folder / "LICENSE").write_text(terms, encoding="utf-8")
    print(f"{folder.name}: {len(train[0])} + {len(test[0])} images, {about['sha256']}")


def digits(folder):
    bunch = load_digits()
    images, labels = bunch.images.astype(np.uint8), bunch.target.astype(np.uint8)
    assert images.shape == (1797, 8, 8) and (images == bunch.images).all() and images.max() == 16
    held_out = np.zeros(len(labels), bool)
    for label in range(10):
        held_out[np.flatnonzero(labels == label)[4::5]] = True
    write(
        folder,
        (images[~held_out], labels[~held_out]),
        (images[held_out], labels[held_out]),
        {
            "name": "digits",
            "title": "Handwritten digits, 8 × 8",
            "source": "UCI Optical Recognition of Handwritten Digits (Alpaydin and Kaynak 1998), "
            "doi:10.24432/C50P49, as distributed by scikit-learn",
            "license": "CC BY 4.0",
            "class_names": [str(digit) for digit in range(10)],
            "white": 16,
        },
        DIGITS_TERMS,
    )


def chosen(labels, split, per_class):
    """The numbers of `per_class` images of each class, in the order of the source."""
    def rank(index):
        return hashlib.sha256(f"aeviz fashion {split} {index}".encode()).digest()

    picked = [
        sorted(np.flatnonzero(labels == label).tolist(), key=rank)[:per_class]
        for label in range(10)
    ]
    return np.sort(np.concatenate(picked))


def fashion_terms():
    """The Expat (MIT) terms as the Debian package states them."""
    paragraph = FASHION_TERMS.read_text(encoding="utf-8").rsplit("License: Expat\n", 1)[1]
    lines = [line.strip() for line in paragraph.strip().splitlines()]
    body = "\n".join("" if line == "." else line for line in lines)
    note = textwrap.fill(
        "These files hold a selection of 6,000 training and 1,000 test images; no pixel was "
        "changed.", 78)
    return (
        "Fashion-MNIST, https://github.com/zalandoresearch/fashion-mnist\n"
        f"{note}\n\nThe MIT License (MIT)\n\n"
        f"Copyright (c) 2017 Zalando SE, https://tech.zalando.com\n\n{body}\n"
    )


def fashion(folder):
    parts = []
    for prefix, per_class in (("train", 600), ("t10k", 100)):
        images = read_idx(FASHION / f"{prefix}-images-idx3-ubyte.gz")
        labels = read_idx(FASHION / f"{prefix}-labels-idx1-ubyte.gz")
        index = chosen(labels, prefix, per_class)
        parts.append((images[index], labels[index]))
    write(
        folder,
        *parts,
        {
            "name": "fashion",
            "title": "Fashion-MNIST, a tenth of it, 28 × 28",
            "source": "Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), "
            "https://github.com/zalandoresearch/fashion-mnist; 600 + 100 images of each class",
            "license": "MIT, copyright 2017 Zalando SE",
            "class_names": FASHION_CLASSES,
            "white": 255,
        },
        fashion_terms(),
    )


if __name__ == "__main__":
    repository = Path(__file__).resolve().parent.parent
    default = repository / "Sources" / "AEData" / "Resources" / "datasets"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    digits(target / "digits")
    fashion(target / "fashion")
