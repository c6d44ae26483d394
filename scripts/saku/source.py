"""A Markdown page as its author wrote it: front matter, sections, blocks, each with its line."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from saku.problem import BookError, Problem, read_text
from saku.yamldoc import Yaml

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{#([^}]*)\})?\s*$")
LIST_ITEM = re.compile(r"^\s*(?:(\d+)\.|[-*+])\s+")
CITATION = re.compile(r"\[(A\d+)\]")


@dataclass(frozen=True)
class Block:
    """A paragraph, list item or table row; `text` is Markdown without the list mark."""

    kind: str
    """`paragraph`, `step` (numbered item), `item`, `row` or `comment`."""
    text: str
    line: int


@dataclass
class Section:
    """What stands under one heading. The text before the first heading has the id ``."""

    id: str
    heading: str
    level: int
    line: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One file of `docs/id` or `docs/en`."""

    lang: str
    name: str
    """Path below the language folder without `.md`, such as `kartu/pbi-nonaktif`."""
    file: str
    """Path below the project's root."""
    front: Yaml
    body: str
    body_line: int
    sections: tuple[Section, ...]

    @property
    def address(self) -> str:
        """Where the page stands in the site: `en/kartu/pbi-nonaktif/`; home is `` or `en/`."""
        path = "" if self.name == "index" else self.name.removesuffix("/index") + "/"
        return path if self.lang == "id" else f"en/{path}"

    def section(self, id: str) -> Section | None:
        return next((section for section in self.sections if section.id == id), None)

    def printed(self) -> Iterator[Section]:
        """The sections that paper, slides and the shared text use: all before `#rinci`."""
        for section in self.sections:
            if section.id == "rinci":
                return
            yield section

    def citations(self) -> list[str]:
        """Codes of the rules that the page cites, in order of first use."""
        return list(dict.fromkeys(CITATION.findall(str(self.front.data.get("deadline", "")) + self.body)))

    def fingerprint(self) -> str:
        """Twelve hex digits of the text a translation is made from (no dates, no search words)."""
        front = self.front.data
        words = [str(front.get(key, "")) for key in ("title", "description", "deadline")]
        words += [str(front[key]) for key in ("goal", "parts", "short") if key in front]
        text = "\n".join([*words, self.body])
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_page(root: Path, path: Path) -> Page:
    """Read one page. Raises `BookError` (encoding, front-matter, yaml)."""
    text = read_text(root, path)
    file = path.relative_to(root).as_posix()
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if not match:
        raise BookError(
            Problem(
                file,
                1,
                "front-matter",
                "The page has no front matter.",
                "Start it with --- … --- and a title.",
            )
        )
    front = Yaml(file, match[1], first_line=2)
    if not isinstance(front.data, dict):
        raise BookError(
            Problem(file, 2, "front-matter", "The front matter is not a list of keys.", "Write key: value.")
        )
    body_line = text[: match.end()].count("\n") + 1
    body = text[match.end() :]
    lang, name = path.relative_to(root / "docs").with_suffix("").as_posix().split("/", 1)
    return Page(lang, name, file, front, body, body_line, tuple(_sections(body, body_line)))


def _sections(body: str, first_line: int) -> Iterator[Section]:
    section = Section("", "", 1, first_line)
    paragraph: list[str] = []
    start = 0

    def close() -> None:
        if paragraph:
            section.blocks.append(_block("\n".join(paragraph), start))
            paragraph.clear()

    for number, line in enumerate(body.splitlines(), first_line):
        if heading := HEADING.match(line):
            close()
            yield section
            section = Section(heading[3] or "", heading[2], len(heading[1]), number)
        elif not line.strip():
            close()
        else:
            if LIST_ITEM.match(line) or line.lstrip().startswith("|"):
                close()
            if not paragraph:
                start = number
            paragraph.append(line)
    close()
    yield section


def _block(text: str, line: int) -> Block:
    if match := LIST_ITEM.match(text):
        return Block("step" if match[1] else "item", text[match.end() :], line)
    if text.startswith("<!--"):
        return Block("comment", text, line)
    return Block("row" if text.lstrip().startswith("|") else "paragraph", text, line)


def plain(markdown: str) -> str:
    """The words a reader sees: no citations, link addresses, marks or comments."""
    text = re.sub(r"<!--.*?-->", "", markdown, flags=re.DOTALL)
    text = CITATION.sub("", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?m)^\s*\|?[\s:|-]+\|?\s*$", "", text)
    return re.sub(r"\s+", " ", re.sub(r"\*\*|\\", "", text).replace("|", " ")).strip()
