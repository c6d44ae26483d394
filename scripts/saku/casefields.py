"""The numbered fields of a sheet, read from its page: paper, phone and the text that is sent have the same.

The text of a case sheet is written by `docs/assets/js/sheet.js`: one field a line, always in Indonesian:

    JamkesWatch lembar kasus, format 1
    1 Kode kasus: DPD-26-014
    2 Diterima tanggal: 2026-11-21
    2 Diterima jam: 08:30

A line is read up to its first colon; what stands before it is the `key` of a field here. Empty fields have no
line; a value never has a second line. Days are `2026-11-21`, hours `08:30`, sums digits only, choices the
Indonesian word. Lines of `UNNUMBERED` follow the numbers. Lines of `PRIVATE` come last, only if the volunteer
ticked each; whoever counts cases throws them away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from saku.model import Book
from saku.schema import Lang
from saku.source import CITATION

SHEET = "formulir/lembar-kasus"
FIRST_LINE = "JamkesWatch lembar kasus, format 1"
UNNUMBERED = {"DPD": "text"}
"""Keys beside the numbers: the DPD that answers for the data."""
PRIVATE = ("Nama", "NIK", "Telepon", "Diagnosis")
"""Keys of what is not on the sheet and goes out only one by one."""
KINDS = {"tanggal": "date", "tgl": "date", "jam": "time", "kode kartu": "card", "Rp": "money"}
"""What stands before a line to write on → what is written there; all else is words."""
FIELD = re.compile(r"\*\*(.+?):\*\*\s*(.*)", re.DOTALL)
MARK = re.compile(r"(?P<before>[^_☐]*)(?P<blank>_{4,})|☐\s*(?P<choice>[^_☐]*)")


@dataclass(frozen=True)
class Control:
    """One thing to fill in: `key` is its line in the text, `label` what the reader's language calls it."""

    key: str
    label: str
    kind: str
    """`date`, `time`, `card`, `money`, `text` or `choice`."""
    choices: tuple[tuple[str, str], ...] = ()
    """Word in the text, word for the reader."""


@dataclass(frozen=True)
class Field:
    number: int
    label: str
    controls: tuple[Control, ...]
    counted: bool
    """Whether a limit is counted from it (`+ 72 jam = ____`)."""


def fields(book: Book, lang: Lang, name: str = SHEET) -> list[Field]:
    """The fields of a sheet in their order; keys from the Indonesian page, labels in `lang`."""
    own, shown = (
        [
            _parse(block.text)
            for block in book.pages[one, name].section("formulir").blocks
            if block.kind == "step"
        ]
        for one in ("id", lang)
    )
    return [_field(number, *pair) for number, pair in enumerate(zip(own, shown, strict=True), 1)]


Parts = tuple[str, list[tuple[str, ...]], list[str]]
"""Label of a field; its parts, each `(choice, …)` or `(label of a blank,)`; marks of the parts."""


def _parse(text: str) -> Parts:
    label, rest = FIELD.match(CITATION.sub("", text)).groups()
    parts: list[tuple[str, ...]] = []
    marks: list[str] = []
    choices: list[str] = []
    last_end = 0
    for match in MARK.finditer(rest.replace("**", "")):
        if match["choice"] is None:
            before = match["before"].strip().rstrip(":")
            if choices and not before and match.start() == last_end and "," in choices[-1]:
                choices[-1], before = (word.strip() for word in choices[-1].rsplit(",", 1))
            parts.append((before,))
            marks.append("blank")
        else:
            choices.append(match["choice"].strip())
            if "choice" not in marks:
                marks.append("choice")
                parts.append(())
        last_end = match.end()
    if choices:
        parts[marks.index("choice")] = tuple(choices)
    return label, parts, marks


def _field(number: int, own: Parts, shown: Parts) -> Field:
    return Field(
        number, shown[0], tuple(_controls(number, own, shown)), any(part[0][:1] == "+" for part in own[1])
    )


def _controls(number: int, own: Parts, shown: Parts) -> Iterator[Control]:
    for part, label, mark in zip(own[1], shown[1], own[2], strict=True):
        if mark == "choice":
            yield Control(f"{number} {own[0]}", "", "choice", tuple(zip(part, label, strict=True)))
        elif not part[0].startswith("+"):
            yield Control(f"{number} {own[0]} {part[0]}".strip(), label[0], KINDS.get(part[0], "text"))
