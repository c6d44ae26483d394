"""One slide: what it says, how large, and whether it fits; knows no page and no file format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from saku.editions.arial import LEADING, lines
from saku.editions.blocks import Block, Run
from saku.problem import Problem

WIDTH, HEIGHT = 960, 540
"""Points: 13.333 × 7.5 in."""
SIDE = 48
TITLE_TOP, TITLE_HEIGHT, TITLE_SIZE = 28, 78, 32
BODY_TOP, BODY_HEIGHT = 122, 364
FOOT_TOP, FOOT_HEIGHT, FOOT_SIZE = 494, 24, 18
SIZES = (44, 40, 36, 32, 28)
"""Of the body; the largest that fits is taken. Smaller than the last is not read from the last row."""
LIST_SIZES, SMALLEST = SIZES[1:], SIZES[-1]
GAP, INDENT = 0.4, 1.5
"""Between blocks, and of items and steps, in ems of the body."""
ARROW = " → "


@dataclass(frozen=True)
class Slide:
    title: str
    lines: tuple[Block, ...]
    footer: str
    """Card and page of the book, or session; and the edition."""
    notes: tuple[Block, ...]
    """What the trainer says and does."""
    group: str
    """Its session."""
    file: str
    """The source of its words."""
    sizes: tuple[int, ...] = LIST_SIZES
    """That its body may have, the largest first."""
    central: bool = False
    """A sentence in the middle of the slide."""

    @property
    def size(self) -> int:
        """Points of the body."""
        fitting = (size for size in self.sizes if height(self.lines, size) <= BODY_HEIGHT)
        return next(fitting, self.sizes[-1])

    @property
    def above(self) -> float:
        """Points between the top of the body's place and its text."""
        return max(0, round((BODY_HEIGHT - height(self.lines, self.size)) / 2, 1)) if self.central else 0


def shown(block: Block) -> Block:
    """A table row in one line: its first cell, an arrow, the others."""
    if block.kind != "row":
        return block
    first, *others = block.cells()
    runs = [Run(first.text, True)]
    for cell in others:
        runs += [Run(ARROW), *cell.runs]
    return Block("paragraph", tuple(runs), 0, block.rules)


def height(body: Sequence[Block], size: int) -> float:
    """Points that the blocks take, one under the other."""
    room = (WIDTH - 2 * SIDE) / size
    total = 0.0
    for block in body:
        indent = INDENT if block.kind in ("item", "step") else 0
        total += lines(block.runs, room - indent) * LEADING * size
    return total + GAP * size * (len(body) - 1)


def deal(body: Sequence[Block], most: int) -> list[tuple[Block, ...]]:
    """Blocks in as few groups of at most `most` as fit on a slide each; as even as can be, so that
    none stands alone."""
    for count in range(-(-len(body) // most), len(body) + 1):
        cuts = [-(-index * len(body) // count) for index in range(count + 1)]
        groups = [tuple(body[start:end]) for start, end in pairwise(cuts)]
        if all(height(group, SMALLEST) <= BODY_HEIGHT for group in groups):
            return groups
    return [(block,) for block in body]


def faults(slides: Sequence[Slide]) -> Iterator[Problem]:
    """What does not fit on its slide (slide-too-full)."""
    for number, slide in enumerate(slides, 1):
        place = f"Slide {number} (“{slide.title}”)"
        over = height(slide.lines, slide.size) - BODY_HEIGHT
        if over > 0:
            # a word wider than the slide counts as a hundred lines
            much = "a word is wider than the slide" if over > 3000 else f"{over:.0f} pt too much text"
            fix = "Shorten it, or split it into two paragraphs or items."
            yield Problem(slide.file, 0, "slide-too-full", f"{place}: {much} at {slide.size} pt.", fix)
        title = Run(slide.title, True)
        if lines([title], (WIDTH - 2 * SIDE) / TITLE_SIZE) > 2:
            yield Problem(
                slide.file, 0, "slide-too-full", f"{place}: the title has more than two lines.", "Shorten it."
            )
        if lines([Run(slide.footer)], (WIDTH - 2 * SIDE - 60) / FOOT_SIZE) > 1:
            yield Problem(
                slide.file, 0, "slide-too-full", f"{place}: its foot has more than one line.", "Shorten it."
            )
