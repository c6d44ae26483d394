"""Both languages say the same, and the English was made from the Indonesian that stands there."""

from collections import Counter
from collections.abc import Iterator

from saku.figures import figures
from saku.model import Book
from saku.problem import Problem
from saku.source import CITATION, Page, Section, plain


def stale(book: Book) -> Iterator[Problem]:
    """The English carries the hash of the Indonesian text it was made from."""
    for page, english in book.both():
        if english.front.data["source"] != page.fingerprint():
            yield Problem(
                english.file,
                english.front.line(("source",)),
                "stale",
                f"The English was made from an older {page.file}.",
                f"Compare it, then run: scripts/translated {english.file}",
            )


def parity(book: Book) -> Iterator[Problem]:
    """Same sections, blocks, citations and figures, section by section."""
    for page, english in book.both():
        ids = [section.id for section in page.sections]
        other = [section.id for section in english.sections]
        if ids != other:
            what = f"The sections are {_list(other)}, in Indonesian {_list(ids)}."
            yield Problem(
                english.file,
                english.body_line,
                "sections-differ",
                what,
                "Give both the same ids in one order.",
            )
            continue
        yield from _deadlines(page, english)
        for section, translated in zip(page.sections, english.sections, strict=True):
            yield from _section(english, section, translated)


def _deadlines(page: Page, english: Page) -> Iterator[Problem]:
    texts = [str(side.front.data.get("deadline", "")) for side in (page, english)]
    line = english.front.line(("deadline",))
    yield from _differences(english, line, "deadline", *texts)


def _section(english: Page, section: Section, translated: Section) -> Iterator[Problem]:
    sides = [[block for block in side.blocks if block.kind != "comment"] for side in (section, translated)]
    kinds = [[block.kind for block in blocks] for blocks in sides]
    name = f"#{section.id or 'start'}"
    if kinds[0] != kinds[1]:
        what = f"{name} has {_counted(kinds[1])}, in Indonesian {_counted(kinds[0])}."
        yield Problem(
            english.file, translated.line, "blocks-differ", what, "Translate paragraph by paragraph."
        )
        return
    for block, other in zip(*sides, strict=True):
        yield from _differences(english, other.line, name, block.text, other.text)


def _differences(english: Page, line: int, name: str, text: str, translated: str) -> Iterator[Problem]:
    codes, other_codes = CITATION.findall(text), CITATION.findall(translated)
    if codes != other_codes:
        what = f"{name} cites {_list(other_codes)}, the Indonesian {_list(codes)}."
        yield Problem(english.file, line, "citations-differ", what, "Cite the same rules in the same order.")
    ours = Counter((figure.kind, figure.value) for figure in figures(plain(text), "id"))
    theirs = Counter((figure.kind, figure.value) for figure in figures(plain(translated), "en"))
    if ours != theirs:
        missing = [f"{value} ({kind})" for kind, value in (ours - theirs).elements()]
        extra = [f"{value} ({kind})" for kind, value in (theirs - ours).elements()]
        what = (
            f"{name}: figures differ; only in Indonesian: {_list(missing)}; only in English: {_list(extra)}."
        )
        yield Problem(english.file, line, "figures-differ", what, "Make the figures agree.")


def _list(items: list[str]) -> str:
    return ", ".join(item or "start" for item in items) or "none"


def _counted(kinds: list[str]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in Counter(kinds).items()) or "nothing"
