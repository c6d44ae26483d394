"""Links lead somewhere, headings have ids, pictures have words."""

import posixpath
import re
from collections.abc import Iterator

from saku.model import Book
from saku.problem import Problem
from saku.schema import TOPICS
from saku.source import Page

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]*)[^)]*\)")
MARKER = re.compile(r"<!-- saku:(\w+(?: \w+)?) -->")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)|<img\b[^>]*>")


def headings(book: Book) -> Iterator[Problem]:
    """Every heading has an id of its own, so that both languages share their anchors."""
    for page in book.pages.values():
        seen: set[str] = set()
        for section in page.sections[1:]:
            if not section.id:
                what = f"The heading “{section.heading}” has no id."
                yield Problem(page.file, section.line, "heading-id", what, "Add one: ## Heading {#id}")
            elif section.id in seen:
                yield Problem(
                    page.file,
                    section.line,
                    "duplicate",
                    f"#{section.id} stands twice.",
                    "Give each heading its own id.",
                )
            seen.add(section.id)


def links(book: Book) -> Iterator[Problem]:
    """Every link inside the book leads to a page and an anchor that exist."""
    for page in book.pages.values():
        for number, line in enumerate(page.body.splitlines(), page.body_line):
            for target in LINK.findall(line):
                if problem := _broken(book, page, target):
                    yield Problem(page.file, number, "broken-link", problem, "Mend the address.")


def pictures(book: Book) -> Iterator[Problem]:
    """Every picture exists and says in words what it shows."""
    for page in book.pages.values():
        for number, line in enumerate(page.body.splitlines(), page.body_line):
            for match in PICTURE.finditer(line):
                alt = match[1] if match[1] is not None else _attribute(match[0], "alt")
                source = match[2] if match[2] is not None else _attribute(match[0], "src")
                if not (alt or "").strip():
                    fix = "Write what it shows: ![words](address)"
                    yield Problem(
                        page.file, number, "picture-text", f"The picture {source} has no text.", fix
                    )
                if (
                    source
                    and not (book.root / "docs" / page.lang / posixpath.dirname(page.name) / source).is_file()
                ):
                    yield Problem(
                        page.file,
                        number,
                        "broken-link",
                        f"The picture {source} does not exist.",
                        "Mend the address.",
                    )


def markers(book: Book) -> Iterator[Problem]:
    """Every mark for a generated list names one, and every topic of the ledger has its page."""
    known = {
        "regulations",
        "contacts",
        "glossary",
        "downloads",
        "index",
        "myths",
        "coverage",
        "changes",
        "timetable",
        "casesheet",
        "region",
    }
    known |= {f"door {number}" for number in range(1, 7)} | {f"rules {topic}" for topic in TOPICS}
    known |= {f"path {name}" for name in book.paths.entries}
    for page in book.pages.values():
        for section in page.sections:
            for block in section.blocks:
                match = MARKER.fullmatch(block.text)
                if block.kind == "comment" and (not match or match[1] not in known):
                    fix = "Write one of: " + ", ".join(sorted(known)) + "."
                    yield Problem(page.file, block.line, "marker", f"{block.text} is no mark of ours.", fix)
    for code, rule in book.rules.entries.items():
        if rule.topic not in book.topic_pages:
            fix = f"Make a page in docs/id/aturan and docs/en/aturan with <!-- saku:rules {rule.topic} -->."
            yield book.rules.problem(code, "marker", f"No page lists the topic {rule.topic}.", fix, "topic")


def _attribute(tag: str, name: str) -> str | None:
    match = re.search(rf"\b{name}=[\"']([^\"']*)", tag)
    return match[1] if match else None


def _broken(book: Book, page: Page, target: str) -> str | None:
    if re.match(r"[a-z]+:", target):
        return None
    path, _, anchor = target.partition("#")
    name = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path)) if path else page.name + ".md"
    )
    other = book.pages.get((page.lang, name.removesuffix(".md"))) if name.endswith(".md") else None
    if other is None:
        return f"{target} is not a page of docs/{page.lang}."
    rule_anchor = anchor.upper() in book.rules.entries and other.name.startswith("aturan/")
    if anchor and not other.section(anchor) and not rule_anchor:
        return f"{other.file} has no #{anchor}."
    return None
