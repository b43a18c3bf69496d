"""Fashion-MNIST, all of it, where Debian's dataset-fashion-mnist puts it."""

import gzip

import numpy

FOLDER = "/usr/share/datasets/fashion-mnist"


def fashion(part):
    """The images of `train` or `t10k`: (n, 1, 28, 28) in 8 bits."""
    with gzip.open(f"{FOLDER}/{part}-images-idx3-ubyte.gz") as file:
        return numpy.frombuffer(file.read()[16:], numpy.uint8).reshape(-1, 1, 28, 28)


def enlarged(images, height, width):
    """The images in another size, between their pixels in a straight line."""
    def weights(size):
        places = numpy.clip((numpy.arange(size) + 0.5) * 28 / size - 0.5, 0, 27)
        return numpy.maximum(0, 1 - abs(places[:, None] - numpy.arange(28)))

    return (weights(height) @ images @ weights(width).T).round().astype(numpy.uint8)
