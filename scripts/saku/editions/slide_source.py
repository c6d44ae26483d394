"""What the slides of one language are made from: finished pages as blocks, the book's page numbers, words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from saku.editions.blocks import Block, blocks, paragraph, rules_of
from saku.editions.parts import Part
from saku.editions.rule_list import ranges, rule_list
from saku.editions.slide import LIST_SIZES, Slide, shown
from saku.finish.words import day
from saku.model import Book
from saku.schema import Lang

KNOWN = {"LK"}
"""Abbreviations that every learner has in hand, and so need no long form."""


@dataclass(frozen=True)
class Source:
    book: Book
    folder: Path
    """Finished pages."""
    lang: Lang
    numbers: dict[str, int]
    """Anchor of a part of the book → its page."""

    @cached_property
    def words(self) -> dict[str, str]:
        return {key: both[self.lang] for key, both in self.book.strings.items()}

    @cached_property
    def edition(self) -> str:
        edition, t = self.book.edition, self.words
        draft = "" if edition.ratified else f" {t['draft_short']}"
        return f"{t['edition']} {edition.number}{draft} · {day(edition.date, self.lang)}"

    def part(self, name: str) -> Part:
        """A page by its name; references to other pages keep their words."""
        return Part(self.book, self.folder, self.book.pages[self.lang, name], (), set(KNOWN))

    def place(self, anchor: str) -> str:
        """`hal. 22`"""
        return f"{self.words['page']} {self.numbers[anchor]}"

    def rules(self, found: Sequence[Block]) -> tuple[Block, ...]:
        """`Aturan 21, 22: UU 17/2023`, of the rules that blocks cite; nothing where there are none."""
        rows = [f"{ranges(numbers)}: {basis}" for numbers, basis in rule_list(self.book, rules_of(found))]
        return (paragraph(f"{self.words['rules']} {'; '.join(rows)}"),) if rows else ()

    def slide(
        self,
        title: str,
        lines: Sequence[Block],
        notes: Sequence[Block],
        part: Part,
        group: str,
        *,
        sizes: tuple[int, ...] = LIST_SIZES,
        central: bool = False,
        place: str = "",
    ) -> Slide:
        """A slide made of `part`; `place` is what its foot begins with, otherwise its session."""
        body = tuple(map(shown, lines))
        foot = f"{place or group} · {self.edition}"
        return Slide(title, body, foot, tuple(notes), group, part.page.file, sizes, central)

    def foot_of_page(self, name: str, anchor: str) -> str:
        """`K2 · buka hal. 22`"""
        return f"{name} · {self.words['slide_open']} {self.place(anchor)}"


def section(part: Part, id: str) -> list[Block]:
    """Blocks of a section; none where the page has no such section."""
    return blocks(part.sections[id]) if id in part.sections else []
