"""The slides of a card: all its parts for those that are trained, one for those that are looked up."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from saku.editions.blocks import Block, Run, blocks, heading, paragraph
from saku.editions.parts import NO_BREAK, Part
from saku.editions.slide import SIZES, Slide, deal
from saku.editions.slide_source import Source, section
from saku.model import Card

MOST = 3
"""Paragraphs, steps or rows on one slide."""
SPEECH = re.compile(r'\s*(".*")\s*(.*)', re.S)
"""What is said, and what is shown with it."""
SHORT = 30
"""Words of a right that is one idea."""


class CardSlides:
    """Makes the slides of one card for the session `group`; `asked`: questions about it, for its notes."""

    def __init__(self, source: Source, card: Card, group: str, asked: Sequence[Block] = ()) -> None:
        self._source, self._card, self._group, self._asked = source, card, group, asked
        self._part: Part = source.part(card.pages[source.lang].name)
        self._title = f"{card.code} {self._part.title}"
        self._foot = source.foot_of_page(card.code, card.code)

    def trained(self) -> Iterator[Slide]:
        """Right, steps, what to say, if refused; of a withdrawn card only why."""
        if self._withdrawn:
            yield self._why()
            return
        parts = [self._right, self._steps, self._say]
        order = list(self._part.sections)
        if order.index("ucapkan") < order.index("langkah"):  # where it is urgent, the words come first
            parts = [self._right, self._say, self._steps]
        for part in parts:
            yield from part()
        yield from self._refused()

    def looked_up(self) -> Iterator[Slide]:
        """Its right where that is one idea, otherwise what to say."""
        if self._withdrawn:
            yield self._why()
            return
        right = section(self._part, "hak")
        if len(right) == 1 and len(right[0].text.split()) <= SHORT:
            yield self._slide("hak", right, self._printed())
        else:
            said = _speech(section(self._part, "ucapkan")[0])
            yield self._slide("ucapkan", said, self._printed(), sizes=SIZES, central=True)

    @property
    def _withdrawn(self) -> bool:
        return self._source.book.changes.withdrawal(self._card.code) is not None

    def _why(self) -> Slide:
        words = self._source.words
        change = self._source.book.changes.withdrawal(self._card.code)
        lines = [
            paragraph(f"{words['withdrawn']}.", bold=1),
            paragraph(change.why[self._source.lang]),
            paragraph(words["withdrawn_stop"]),
        ]
        title = f"{self._title} · {words['change_withdrawn']}"
        return self._source.slide(title, lines, lines, self._part, self._group, place=self._foot)

    def _slide(
        self, id: str, lines: Sequence[Block], notes: Sequence[Block], what: str = "", **more
    ) -> Slide:
        title = f"{self._title} · {what or heading(self._part.sections[id])}"
        return self._source.slide(title, lines, notes, self._part, self._group, place=self._foot, **more)

    def _right(self) -> Iterator[Slide]:
        groups = deal(section(self._part, "hak"), MOST)
        for index, group in enumerate(groups):
            yield self._slide("hak", group, self._printed() if index == 0 else self._read(group))

    def _steps(self) -> Iterator[Slide]:
        found = section(self._part, "langkah")
        steps = [block for block in found if block.kind == "step"]
        for group in deal(steps, MOST):
            numbers = f",{NO_BREAK}".join(str(step.number) for step in group)
            what = f"{heading(self._part.sections['langkah'])}{NO_BREAK}{numbers}"
            yield self._slide("langkah", group, self._read(group), what)
        head = ""
        for kind, blocks_ in groupby(
            (block for block in found if block.kind != "step"), key=lambda block: block.kind
        ):
            group = list(blocks_)
            if kind == "head":
                head = group[0].cells()[0].text
                continue
            for rows in deal(group, MOST):
                yield self._slide("langkah", rows, self._read(rows), head)

    def _say(self) -> Iterator[Slide]:
        words = self._source.words
        heard = " ".join(f"“{text}”" for text in self._card.words[self._source.lang].heard)
        for block in section(self._part, "ucapkan"):
            notes = [
                paragraph(words["slide_aloud"]),
                paragraph(f"{words['slide_heard']} ", heard, bold=1),
                *self._source.rules([block]),
            ]
            yield self._slide("ucapkan", _speech(block), notes, sizes=SIZES, central=True)

    def _refused(self) -> Iterator[Slide]:
        for index, group in enumerate(deal(section(self._part, "ditolak"), MOST)):
            notes = self._read(group)
            if index == 0:
                notes = [*notes, *self._labelled("catat"), *self._asked]
            yield self._slide("ditolak", group, notes)

    def _read(self, group: Sequence[Block]) -> list[Block]:
        source = self._source
        sentence = source.words["slide_read"].format(place=source.place(self._card.code))
        return [paragraph(sentence), *source.rules(group)]

    def _printed(self) -> list[Block]:
        """The whole text of the card, as the book has it."""
        words, part = self._source.words, self._part
        deadline = blocks(f"<p>{part.deadline}</p>")
        name = f"{self._title}, {self._source.place(self._card.code)}."
        found = [paragraph(name, bold=1), *(_labelled(words["deadline"], deadline))]
        for id in part.sections:
            found += self._labelled(id)
        all_rules = [block for id in part.sections for block in section(part, id)]
        return [*found, *self._source.rules([*deadline, *all_rules])]

    def _labelled(self, id: str) -> list[Block]:
        return _labelled(heading(self._part.sections[id]), section(self._part, id))


def _labelled(label: str, found: Sequence[Block]) -> list[Block]:
    """Blocks under a bold label, which a paragraph takes into its line."""
    first, *others = found
    if first.kind == "paragraph":
        return [Block("paragraph", (Run(f"{label}: ", True), *first.runs)), *others]
    return [paragraph(f"{label}:", bold=1), *found]


def _speech(block: Block) -> list[Block]:
    """The place, what is said there and what is shown, a paragraph each."""
    label = block.runs[0].text if block.runs[0].bold else ""
    match = SPEECH.fullmatch(block.text.removeprefix(label))
    said, shown = match.groups() if match else (block.text.removeprefix(label).strip(), "")
    found = [paragraph(label.strip())] if label else []
    found.append(Block("paragraph", (Run(said, True),), 0, block.rules))
    return [*found, paragraph(shown)] if shown else found
