#!/usr/bin/env python3
"""Writes the images that the tests of the readers read, and what Pillow and NumPy make of them.

    python3 -m venv VENV && VENV/bin/pip install pillow==13.0.0 numpy==2.4.6
    VENV/bin/python Scripts/make_fixtures_images.py

Into Tests/AECoreTests/Fixtures/images: pictures (PNG of every depth, palette, alpha, interlaced; JPEG
grey, RGB, CMYK, in all eight orientations; WebP lossy, lossless, with alpha; PNG and WebP turned),
arrays (.npy, .npz) and `expected.json`, where each picture has its pixels as Pillow reads them: over
white, upright, 8 bits, rows of channels, in hexadecimal. The same versions write the same bytes.
"""

import io
import json
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps

folder = Path(__file__).resolve().parent.parent / "Tests/AECoreTests/Fixtures/images"
folder.mkdir(parents=True, exist_ok=True)
for old in folder.iterdir():
    old.unlink()
H, W = 12, 16
y, x = np.mgrid[0:H, 0:W]
# Smooth, and no symmetry that would hide a turn: a ramp of each colour, one corner dark.
ramp = np.stack([16 * y + 40, 12 * x + 30, 8 * (x + y) + 20], axis=-1).clip(0, 255).astype("uint8")
ramp[:4, :6] = [200, 40, 10]
grey = ramp[..., 1]
alpha = (255 - 15 * x).clip(0, 255).astype("uint8")
pictures = []


def save(name, image, **options):
    image.save(folder / name, **options)
    pictures.append(name)


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(name, depth, color, rows, extra=b"", interlaced=False, size=(W, H)):
    """A PNG by hand, for what Pillow does not write. `rows`: packed rows of each pass."""
    header = struct.pack(">IIBBBBB", size[0], size[1], depth, color, 0, 0, int(interlaced))
    data = b"".join(b"\0" + row for row in rows)
    (folder / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
        + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))
    pictures.append(name)


def packed(values, depth):
    bits = "".join(format(int(value), f"0{depth}b") for value in values)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


# PNG
for depth in [1, 2, 4]:
    png(f"grey-{depth}.png", depth, 0, [packed(row >> (8 - depth), depth) for row in grey])
save("grey-8.png", Image.fromarray(grey))
png("grey-16.png", 16, 0, [(row.astype(">u2") * 257 + 100).tobytes() for row in grey])
save("rgb-8.png", Image.fromarray(ramp))
png("rgb-16.png", 16, 2, [(row.astype(">u2") * 257).tobytes() for row in ramp])
save("rgba-8.png", Image.fromarray(np.dstack([ramp, alpha])))
save("grey-alpha.png", Image.fromarray(np.dstack([grey, alpha])))
png("rgba-16.png", 16, 6, [(row.astype(">u2") * 257).tobytes() for row in np.dstack([ramp, alpha])])
indices = (x // 4 + 4 * (y // 3)).astype("uint8")
palette = bytes(int(v) for i in range(16) for v in (i * 16, 255 - i * 12, (i * 40) % 256))
for depth in [4, 8]:
    png(f"palette-{depth}.png", depth, 3, [packed(row, depth) for row in indices], chunk(b"PLTE", palette))
png("palette-alpha.png", 4, 3, [packed(row, 4) for row in indices],
    chunk(b"PLTE", palette) + chunk(b"tRNS", bytes(range(0, 256, 17))))
png("grey-key.png", 8, 0, [row.tobytes() for row in grey], chunk(b"tRNS", struct.pack(">H", int(grey[0, 0]))))
# Adam7: the seven passes, each a small picture.
passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
rows = [row.tobytes() for y0, x0, dy, dx in passes for row in ramp[y0::dy, x0::dx] if row.size]
png("interlaced.png", 8, 2, rows, interlaced=True)
# A file of a linear gamma keeps its values.
png("gamma.png", 8, 0, [row.tobytes() for row in grey], chunk(b"gAMA", struct.pack(">I", 100000)))

# JPEG
rgb = Image.fromarray(ramp)
save("grey.jpg", Image.fromarray(grey), quality=90)
save("rgb.jpg", rgb, quality=90)
save("rgb-444.jpg", rgb, quality=95, subsampling=0)
save("progressive.jpg", rgb, quality=90, progressive=True)
save("cmyk.jpg", rgb.convert("CMYK"), quality=95)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "a camera"
    save(f"turned-{orientation}.jpg", rgb, quality=95, subsampling=0, exif=exif)
# A notes' segment that says it is longer than the file leaves the picture upright.
noise = (folder / "rgb.jpg").read_bytes()
(folder / "odd-exif.jpg").write_bytes(
    noise[:2] + b"\xff\xe1" + struct.pack(">H", 22) + b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12" + noise[2:])
pictures.append("odd-exif.jpg")

# WebP
save("lossy.webp", rgb, quality=90)
save("lossless.webp", rgb, lossless=True)
save("alpha.webp", Image.fromarray(np.dstack([ramp, alpha])), lossless=True)
# PNG and WebP have cameras' notes, too.
for orientation in [3, 6]:
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(f"turned-{orientation}.png", Image.fromarray(np.dstack([ramp, alpha])), exif=exif)
    save(f"turned-{orientation}.webp", rgb, lossless=True, exif=exif)

expected = {}
for name in pictures:
    image = ImageOps.exif_transpose(Image.open(folder / name))
    if image.mode.startswith("I"):
        # Pillow cuts 16 bits off; rounding is asked for.
        values = np.asarray(image).astype("float64")
        pixels = np.floor(values / 257 + 0.5).astype("uint8")[..., None]
    else:
        if "transparency" in image.info or image.mode in ("LA", "PA", "RGBA"):
            is_grey = image.mode in ("L", "LA")
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
            pixels = np.asarray(image)[..., :1] if is_grey else np.asarray(image)
        else:
            is_grey = image.mode in ("1", "L")
            pixels = np.asarray(image.convert("L" if is_grey else "RGB"))
            pixels = pixels[..., None] if is_grey else pixels
    expected[name] = {"shape": list(pixels.shape), "pixels": pixels.tobytes().hex()}

# Broken ones.
whole = (folder / "rgb-8.png").read_bytes()
(folder / "cut.png").write_bytes(whole[: len(whole) * 2 // 3])
(folder / "damaged.png").write_bytes(whole[:60] + bytes([whole[60] ^ 255]) + whole[61:])
whole = (folder / "rgb-444.jpg").read_bytes()
(folder / "cut.jpg").write_bytes(whole[: len(whole) * 2 // 3])
whole = (folder / "lossless.webp").read_bytes()
(folder / "cut.webp").write_bytes(whole[: len(whole) // 2])
frames = [Image.fromarray(ramp), Image.fromarray(255 - ramp)]
frames[0].save(folder / "moving.webp", save_all=True, append_images=frames[1:], lossless=True)

# Areas: to 5 × 7 by the mean over areas, in double precision.
def areas(image, height, width, y0, x0, h, w):
    def weights(size, count, start, length):
        result = np.zeros((count, size))
        for i in range(count):
            a, b = start + length * i / count, start + length * (i + 1) / count
            for j in range(size):
                result[i, j] = max(0, min(b, j + 1) - max(a, j))
        return result / (length / count)
    rows = weights(image.shape[0], height, y0, h)
    columns = weights(image.shape[1], width, x0, w)
    return np.einsum("ij,jkc,lk->ilc", rows, image.astype("float64"), columns)


crop = areas(ramp, 6, 6, 0, 2, 12, 12)
stretch = areas(ramp, 5, 7, 0, 0, 12, 16)
larger = areas(ramp, 30, 40, 0, 0, 12, 16)
framed = {
    "crop": {"size": [6, 6], "values": crop.ravel().tolist()},
    "stretch": {"size": [5, 7], "values": stretch.ravel().tolist()},
    "larger": {"size": [30, 40], "values": larger.ravel().tolist()},
    "box": {"size": [3, 4], "values": np.asarray(rgb.resize((4, 3), Image.Resampling.BOX)).ravel().tolist()},
}

# NumPy: four images of 3 × 2 × 5 whose every value is another, and four of one channel.
count = np.arange(4 * 3 * 2 * 5).reshape(4, 3, 2, 5)
plain = count.astype("uint8")
arrays = {
    "u1": plain,
    "fortran": np.asfortranarray(plain),
    "nhwc": plain.transpose(0, 2, 3, 1).copy(),
    "f4-255": count.astype("<f4"),
    "f4-1": (count / 255).astype("<f4"),
    "f8-big": (count / 255).astype(">f8"),
    "f8-big-fortran": np.asfortranarray((count / 255).astype(">f8")),
    "f2": (count / 255).astype("<f2"),
    "i8": count.astype("<i8"),
    "u2-big": (count * 257).astype(">u2") + 257 * 128,
    "bool": plain[:, 0] % 2 == 0,
    "flat": np.arange(4 * 16, dtype="uint8").reshape(4, 16),
    "digits": (np.arange(4 * 64) % 17).reshape(4, 64).astype("<f8"),
}
for name, array in arrays.items():
    np.save(folder / f"{name}.npy", array)
np.save(folder / "both.npy", np.zeros((4, 3, 5, 3), "uint8"))
np.save(folder / "minus.npy", (count / 60 - 1).astype("<f4"))
np.save(folder / "nan.npy", np.where(count == 7, np.nan, count / 255).astype("<f4"))
np.save(folder / "pickled.npy", np.array([plain[0], None], dtype=object), allow_pickle=True)
np.save(folder / "text.npy", np.array(["a", "b"]))
np.save(folder / "record.npy", np.zeros(3, dtype=[("image", "u1", (2, 2)), ("label", "u1")]))
data = (folder / "u1.npy").read_bytes()
(folder / "cut.npy").write_bytes(data[:-3])
(folder / "bomb.npy").write_bytes(data.replace(b"(4, 3, 2, 5)", b"(4,3,2,99999999999)")[: len(data)])

images = np.arange(6 * 4 * 4, dtype="uint8").reshape(6, 4, 4)
labels = np.array([0, 1, 2, 0, 1, 2])
keras = {"x_train": images, "y_train": labels, "x_test": images[:3] + 100, "y_test": labels[:3]}
np.savez(folder / "keras.npz", **keras)
np.savez_compressed(folder / "keras-packed.npz", **keras)
np.savez(folder / "labels.npz", images=images, labels=labels[:, None])
np.savez(folder / "target.npz", data=images.reshape(6, 16) % 17 * 1.0, target=labels)
np.savez(folder / "one-hot.npz", X=images, y=np.eye(3)[labels])
np.savez(folder / "medmnist.npz", train_images=images, train_labels=labels, val_images=images[:1],
         val_labels=labels[:1], test_images=images[:2], test_labels=labels[:2])
np.savez(folder / "unnamed.npz", images, labels)
np.savez(folder / "pickled.npz", x_train=np.array([images[0], None], dtype=object), y_train=labels)
np.savez(folder / "unknown.npz", a=images, b=images, c=labels)
np.savez(folder / "few-labels.npz", images=images, labels=labels[:5])
with zipfile.ZipFile(folder / "empty.npz", "w"):
    pass
# What a bomb, an encrypted entry, two entries in one place and a name twice look like: the list at
# the end of an archive, changed by hand.
def changed(source, target, change):
    data = bytearray((folder / source).read_bytes())
    change(data)
    (folder / target).write_bytes(bytes(data))


def entries(data):
    place, found = data.find(b"PK\x01\x02"), []
    while place >= 0:
        found.append(place)
        place = data.find(b"PK\x01\x02", place + 4)
    return found


def bomb(data):
    struct.pack_into("<I", data, entries(data)[0] + 24, 0x7FFFFFFF)


def encrypted(data):
    for place in entries(data):
        data[place + 8] |= 1
    place = data.find(b"PK\x03\x04")
    while place >= 0:
        data[place + 6] |= 1
        place = data.find(b"PK\x03\x04", place + 4)


def overlapping(data):
    first = entries(data)[0]
    sizes = data[first + 20 : first + 24]
    for place in entries(data):
        struct.pack_into("<I", data, place + 20, len(data) - 40)
        struct.pack_into("<I", data, place + 24, len(data) - 40)
        struct.pack_into("<I", data, place + 42, 0)


def checksum(data):
    struct.pack_into("<I", data, entries(data)[0] + 16, 12345)


changed("keras-packed.npz", "bomb.npz", bomb)
changed("keras-packed.npz", "encrypted.npz", encrypted)
changed("keras.npz", "overlapping.npz", overlapping)
changed("keras-packed.npz", "checksum.npz", checksum)
buffer = io.BytesIO()
np.save(buffer, images)
with zipfile.ZipFile(folder / "twice.npz", "w") as archive:
    archive.writestr(zipfile.ZipInfo("images.npy"), buffer.getvalue())
    archive.writestr(zipfile.ZipInfo("imagez.npy"), buffer.getvalue())
twice = (folder / "twice.npz").read_bytes().replace(b"imagez.npy", b"images.npy")
(folder / "twice.npz").write_bytes(twice)

generator = {
    "python": sys.version.split()[0], "pillow": PIL.__version__, "numpy": np.__version__,
}
(folder / "expected.json").write_text(
    json.dumps({"generator": generator, "pictures": expected, "framed": framed}, sort_keys=True) + "\n")
total = sum(path.stat().st_size for path in folder.iterdir())
print(f"{len(list(folder.iterdir()))} files, {total} bytes")
