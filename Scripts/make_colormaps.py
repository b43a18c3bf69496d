#!/usr/bin/env python3
"""Writes Sources/Drawing/Style/ColormapData.swift: four perceptual colour maps as 256 colours each.

The numbers are those of viridis, magma and inferno (Nathaniel Smith and Stéfan van der Walt, CC0) and
of cividis (Jamie Nuñez, Christopher Anderton and Ryan Renslow, CC0), as matplotlib carries them.

    python3 -m venv /tmp/maps && /tmp/maps/bin/pip install matplotlib==3.11.2
    /tmp/maps/bin/python Scripts/make_colormaps.py
"""

from pathlib import Path

import matplotlib

NAMES = ["viridis", "magma", "inferno", "cividis"]
TARGET = Path(__file__).resolve().parent.parent / "Sources/Drawing/Style/ColormapData.swift"
COLOURS_PER_LINE = 12


def hex_colours(name: str) -> list[str]:
    # Rounded here: matplotlib's own bytes are cut off, a level too dark.
    colours = matplotlib.colormaps[name](range(256))[:, :3]
    return ["%02x%02x%02x" % tuple(round(255 * part) for part in colour) for colour in colours]


def main() -> None:
    lines = [
        f"// Made by Scripts/make_colormaps.py with matplotlib {matplotlib.__version__}; not to be edited.",
        "// viridis, magma and inferno: Nathaniel Smith and Stéfan van der Walt, CC0.",
        "// cividis: Jamie Nuñez, Christopher Anderton and Ryan Renslow, CC0.",
        "",
        "/// 256 colours of six hexadecimal digits for each map.",
        "enum ColormapData {",
    ]
    for index, name in enumerate(NAMES):
        colours = hex_colours(name)
        if index:
            lines.append("")
        lines += [f"  static let {name} =", '    """']
        for start in range(0, 256, COLOURS_PER_LINE):
            end = start + COLOURS_PER_LINE
            lines.append("    " + "".join(colours[start:end]) + ("\\" if end < 256 else ""))
        lines.append('    """')
    lines.append("}")
    TARGET.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
