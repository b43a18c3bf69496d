"""Opens presentations with python-pptx: titles, pictures with descriptions, notes.

    aeviz lecture -o lecture.pptx
    python Scripts/check_pptx.py lecture.pptx…

Needs python-pptx; was last run with 1.0.2. Exit code 1 when a slide lacks one of them.
"""

import sys

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE


def problems(path):
    presentation = Presentation(path)
    if not presentation.core_properties.title:
        yield "the document has no title"
    for number, slide in enumerate(presentation.slides, 1):
        pictures = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
        if slide.shapes.title is None or not slide.shapes.title.text:
            yield f"slide {number} has no title"
        if len(pictures) != 1 or not pictures[0]._element.nvPicPr.cNvPr.get("descr"):
            yield f"slide {number} has no picture with a description"
        if not slide.has_notes_slide or not slide.notes_slide.notes_text_frame.text:
            yield f"slide {number} has no notes"


def main():
    found = [f"{path}: {problem}" for path in sys.argv[1:] for problem in problems(path)]
    print("\n".join(found) or f"{len(sys.argv) - 1} as they should be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
