"""Holds a projector's folder against TensorBoard itself.

    aeviz export RUN.json --projector FOLDER
    python Scripts/check_projector.py FOLDER

Asks TensorBoard's projector, by the requests that its page in the browser makes, for the
configuration, the tensor, the metadata and the sprite. Needs tensorboard; was last run with 2.21.0.
Exit code 1 when it finds no projection, or another number of points than there are names.
"""

import json
import pathlib
import socket
import struct
import subprocess
import sys
import time
import urllib.parse
import urllib.request

folder = pathlib.Path(sys.argv[1]).resolve()
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
server = subprocess.Popen(
    [sys.executable, "-m", "tensorboard.main", "--logdir", str(folder), "--port", str(port),
     "--load_fast=false"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ask(place, **query):
    url = f"http://127.0.0.1:{port}/data/plugin/projector/{place}?{urllib.parse.urlencode(query)}"
    return urllib.request.urlopen(url, timeout=60).read()


def main():
    for _ in range(240):
        try:
            runs = json.loads(ask("runs"))
            if runs:
                break
        except OSError:
            pass
        time.sleep(0.5)
    else:
        print("TensorBoard finds no projection")
        return 1
    info = json.loads(ask("info", run=runs[0]))
    embedding = info["embeddings"][0]
    name, (rows, columns) = embedding["tensorName"], embedding["tensorShape"]
    numbers = struct.unpack(f"<{rows * columns}f", ask("tensor", run=runs[0], name=name, num_rows=100000))
    names = ask("metadata", run=runs[0], name=name, num_rows=100001).decode().splitlines()
    sprite = ask("sprite_image", run=runs[0], name=name)
    width, height = struct.unpack(">II", sprite[16:24])
    cell = embedding["sprite"]["singleImageDim"]
    places = width // cell[0] * (height // cell[1])
    print(f"{rows} points of {columns} numbers, the first {numbers[0]:.6g}; {len(names) - 1} names "
          f"under {names[0].split(chr(9))}; a sprite of {width} × {height}, {places} pictures of "
          f"{cell[0]} × {cell[1]}")
    fits = max(width, height) <= 8192 and places >= rows
    return 0 if rows == len(names) - 1 and fits else 1


try:
    sys.exit(main())
finally:
    server.terminate()
    server.wait()
