"""Writes Tests/VisualTests/Fixtures/connectivity-pytorch.json: which cells PyTorch's convolutions join.

Run in an environment with torch:  python Scripts/make_fixtures_connectivity.py
Basis vectors are pushed through Conv1d, Conv2d and their transposes. The kernel's taps carry their
number (from 1), so that an entry of the matrix tells through which tap it comes. `matrix` lists
[small cell, large cell, tap] of the convolution, `transposed` [large cell, small cell, tap] of the
transposed one, cells counted row-major over (channel, y, x); `overlap` is what ones on every small
map become in the first large map with a kernel of ones, divided by the small maps of a group.
"""

import json
import pathlib
import random

import torch

CASES = [
    # dims, kernel, stride, padding, dilation, output_padding, groups, large channels, small channels, size
    (2, (3, 3), (2, 2), (1, 1), (1, 1), (0, 0), 1, 1, 1, (5, 5)),
    (2, (3, 3), (2, 2), (1, 1), (1, 1), (1, 1), 1, 2, 2, (6, 6)),
    (2, (1, 1), (1, 1), (0, 0), (1, 1), (0, 0), 1, 2, 3, (3, 3)),
    (2, (4, 4), (1, 1), (0, 0), (1, 1), (0, 0), 1, 1, 2, (4, 4)),
    (2, (2, 2), (3, 3), (0, 0), (1, 1), (2, 0), 1, 1, 1, (7, 5)),
    (2, (3, 3), (1, 1), (3, 3), (3, 3), (0, 0), 1, 1, 1, (7, 7)),
    (1, (1, 3), (1, 2), (0, 1), (1, 1), (0, 0), 1, 1, 1, (1, 9)),
    (1, (1, 4), (1, 2), (0, 1), (1, 2), (0, 1), 2, 2, 4, (1, 10)),
]


def random_cases(count):
    random.seed(3)
    pick = random.randint
    while count:
        dims, groups = pick(1, 2), pick(1, 2)
        pair = lambda low, high, flat: ((flat if dims == 1 else pick(low, high)), pick(low, high))
        kernel, stride, dilation = pair(1, 4, 1), pair(1, 3, 1), pair(1, 3, 1)
        padding, size = pair(0, 2, 0), pair(2, 7, 1)
        extra = tuple(pick(0, max(s, d) - 1) for s, d in zip(stride, dilation))
        room = [i + 2 * p - d * (k - 1) - 1
                for i, p, d, k in zip(size, padding, dilation, kernel)]
        small = [r // s + 1 for r, s in zip(room, stride)]
        back = [(o - 1) * s - 2 * p + d * (k - 1) + e + 1 for o, s, p, d, k, e in
                zip(small, stride, padding, dilation, kernel, extra)]
        if min(room) < 0 or min(back) < 1:
            continue
        count -= 1
        yield (dims, kernel, stride, padding, dilation, extra, groups,
               groups * pick(1, 2), groups * pick(1, 2), size)


def entries(layer, shape):
    """[output, input, value] of the layer's matrix."""
    count = 1
    for n in shape:
        count *= n
    with torch.no_grad():
        columns = layer(torch.eye(count).reshape(count, *shape)).reshape(count, -1)
    return [[o, i, round(columns[i, o].item())] for i in range(count)
            for o in range(columns.shape[1]) if columns[i, o] != 0]


def work(case):
    dims, kernel, stride, padding, dilation, extra, groups, large, small, size = case
    cut = lambda pair: pair if dims == 2 else pair[1:]
    common = dict(stride=cut(stride), padding=cut(padding), dilation=cut(dilation),
                  groups=groups, bias=False)
    kinds = {1: (torch.nn.Conv1d, torch.nn.ConvTranspose1d),
             2: (torch.nn.Conv2d, torch.nn.ConvTranspose2d)}[dims]
    forward = kinds[0](large, small, cut(kernel), **common)
    back = kinds[1](small, large, cut(kernel), output_padding=cut(extra), **common)
    taps = torch.arange(1, kernel[0] * kernel[1] + 1, dtype=torch.float32)
    for layer in (forward, back):
        layer.weight.data = taps.reshape(cut(kernel)).expand(layer.weight.shape).clone()
    with torch.no_grad():
        out = forward(torch.zeros(1, large, *cut(size)))
        shape = list(out.shape[1:])
        restored = back(torch.zeros(1, *shape)).shape[2:]
    matrix, transposed = entries(forward, [large, *cut(size)]), entries(back, shape)
    back.weight.data = torch.ones_like(back.weight)
    with torch.no_grad():
        ways = back(torch.ones(1, *shape))[0, 0] / (small // groups)
    return dict(
        dims=dims, kernel=kernel, stride=stride, padding=padding, dilation=dilation,
        output_padding=extra, groups=groups, channels=[large, small], input=size,
        small=[1] * (2 - dims) + shape[1:], restored=[1] * (2 - dims) + list(restored),
        matrix=matrix, transposed=transposed, overlap=[round(v) for v in ways.flatten().tolist()])


def main():
    target = (pathlib.Path(__file__).parent.parent
              / "Tests/VisualTests/Fixtures/connectivity-pytorch.json")
    cases = [work(case) for case in [*CASES, *random_cases(16)]]
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    target.write_text(f'{{"torch":"{torch.__version__}","cases":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
