"""The letters as lines of an official Indonesian letter, from the finished pages of `formulir/`.

Only the Indonesian sheet is handed in, so there is no other language. Lines to write on become marks
such as `[nama peserta]`, which a phone's office app can fill; what is written by hand stays a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from saku.editions.blocks import Block, Run, blocks
from saku.editions.parts import NO_BREAK, Part
from saku.model import Book

FOLDER, SECTION = "formulir/", "surat"
Style = Literal[
    "title", "number", "place", "reference", "addressee", "text", "point", "item",
    "head", "row", "closing", "hand", "signature", "receipt",
]  # fmt: skip
"""`number` stands below a title, `hand` is a line with room to sign, `signature` what follows it."""
BLANK = re.compile(r"_{4,}(?: \(([^)]*)\))?")
"""A line to write on, and the words in brackets behind it that tell what goes there."""
BOX = "☐"
LABEL = "\n"
"""Stands before a bold label while the words before a line are looked at."""
END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")
LONGEST_LABEL = 8
"""Words of a label that a mark repeats; of a longer one only what stands before the first comma."""
COUNTED = ("lembar", "orang")
NAMES = {
    "di": "tempat",
    "rumah sakit": "nama rumah sakit",
    "dinas sosial": "kabupaten/kota",
    "desa/lurah": "desa/kelurahan",
    "dinas ketenagakerjaan": "kabupaten/kota atau provinsi",
    "pimpinan daerah jamkeswatch": "daerah",
    "pimpinan": "nama kantor",
    "perusahaan": "nama perusahaan",
    "kantor": "nama kantor",
    "telepon": "nomor telepon",
    "sampai": "akhir",
    "kode kasus": "kode kasus",
    "salinan bukti": "nama bukti",
    "hasil pemeriksaan": "nama pemeriksaan",
    "bagian lain": "bagian lain",
    "sedang diurus": "nama bukti",
    "sebagai": "hubungan",
    "tertanggal": "tanggal",
    "paling lambat tanggal": "tanggal batas",
    "penanggung jawab data: dpd": "nama DPD",
    "pukul": "jam buka",
}
"""Words before a line without a colon → its mark, where their last word alone would not tell."""
BY_HAND = re.compile(r"tanda tangan\b|nomor pencatatan\b", re.IGNORECASE)
ASKED_TO_WRITE = re.compile(r"\bmohon\b.*\bditulis\b", re.IGNORECASE)
"""What the signer or the office writes on the finished letter: the words just before, and the sentence."""


@dataclass(frozen=True)
class Line:
    """One paragraph of a letter, or one row of a table."""

    style: Style
    runs: tuple[Run, ...]
    number: int = 0
    """Of a point."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Letter:
    name: str
    """Of its page, without the folder."""
    title: str
    lines: tuple[Line, ...]


def letters(book: Book, pages: Path) -> list[Letter]:
    """Every page with a letter, from the finished pages in `pages`."""
    known = set(book.glossary.entries)  # a letter explains its abbreviations itself
    found = []
    for (lang, name), page in sorted(book.pages.items()):
        if lang == "id" and name.startswith(FOLDER) and page.section(SECTION):
            part = Part(book, pages, page, (), known)
            lines = tuple(_lines(blocks(part.sections[SECTION])))
            found.append(Letter(name.removeprefix(FOLDER), part.title, lines))
    return found


def letters_text(book: Book, found: list[Letter]) -> str:
    """All that the files are made of, for their fingerprint."""
    return "\n".join(map(repr, [book.edition, *found]))


def marked(block: Block) -> tuple[Run, ...]:
    """Its runs, with a mark in place of each line to write on that is not written by hand."""
    text, start, runs = "".join(f"{LABEL if run.bold else ''}{run.text}" for run in block.runs), 0, []
    for run in block.runs:
        pieces, last = [], 0
        start += len(LABEL) * run.bold
        for blank in BLANK.finditer(run.text):
            before, after = text[: start + blank.start()], text[start + blank.end() :]
            pieces += [run.text[last : blank.start()], mark(before, blank[0], blank[1] or "", after)]
            last = blank.end()
        runs.append(Run("".join([*pieces, run.text[last:]]), run.bold))
        start += len(run.text)
    return tuple(runs)


def mark(before: str, line: str, hint: str = "", after: str = "") -> str:
    """What stands for the line to write on between `before` and `after`: `[…]`, or `line` itself."""
    before = before.replace(NO_BREAK, " ")
    sentence = END_OF_SENTENCE.split(before)[-1]
    tail = re.split(rf"_{{4,}}(?: \([^)]*\))?|{BOX}|{LABEL}", sentence)[-1].strip()
    if BY_HAND.search(f"{tail} {hint}") or ASKED_TO_WRITE.search(sentence):
        return line
    return f"[{_name(tail, after, hint)}]"


def _name(tail: str, after: str, hint: str) -> str:
    """Name of a line to write on, from the words before it, or the hint behind it."""
    if after.strip().startswith(COUNTED):
        return "jumlah"
    if tail.endswith(":"):
        label = re.sub(r"^Bila [^(]*\((.*)\)$| \([^)]*\)", r"\1", tail[:-1]).split(": ")[-1].split(";")[0]
        return _small(label if len(label.split()) <= LONGEST_LABEL else label.split(",")[0])
    for words, name in NAMES.items():
        if re.search(rf"(?:^|\s){re.escape(words)}$", tail.lower()):
            return name
    if hint:
        return hint
    return _small(tail.split()[-1].strip(",.")) if tail else NAMES["di"]


def _small(words: str) -> str:
    """With a small first letter, unless it begins with an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _lines(found: list[Block]) -> Iterator[Line]:
    titled = False
    for index, block in enumerate(found):
        text = block.text
        if block.kind in ("head", "row"):
            yield Line(block.kind, block.runs)
        elif block.kind in ("step", "item"):
            yield Line("point" if block.kind == "step" else "item", marked(block), block.number)
        elif index == 0 and all(run.bold for run in block.runs):
            titled = True
            yield Line("title", block.runs)
        elif titled and index == 1:
            yield Line("number", marked(block))
        elif BLANK.match(text):
            yield Line("place", marked(block))
        elif text.startswith(("Nomor:", "Perihal:")):
            yield from (Line("reference", runs) for runs in _labelled(marked(block)))
        elif text.startswith("Kepada Yth."):
            yield from (Line("addressee", (Run(line),)) for line in _address(marked(block)))
        elif text.startswith("Diterima oleh:"):
            yield Line("receipt", block.runs)
        elif re.match(r"Tanda tangan\b|[^:]*: _+ \(tanda tangan", text):
            first, *others = _labelled(marked(block))
            yield Line("hand", first)
            yield from (Line("signature", runs) for runs in others)
        elif text.startswith("Hormat "):
            yield Line("closing", block.runs)
        else:
            yield Line("text", marked(block))


def _labelled(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """The runs in pieces that begin with a bold label each, without their weight."""
    pieces: list[list[Run]] = []
    for run in runs:
        if run.bold or not pieces:
            pieces.append([])
        pieces[-1].append(Run(run.text))
    return [(Run("".join(run.text for run in piece).strip()),) for piece in pieces]


def _address(runs: tuple[Run, ...]) -> list[str]:
    """`Kepada Yth. ☐ Kepala … u.p. … di …`, a line each."""
    text = "".join(run.text for run in runs)
    return [line.strip() for line in re.split(rf" (?={BOX}|u\.p\. |di \[)|(?<=Yth\.) ", text) if line.strip()]
