"""The book as data: pages, cards and the ledger, read from `docs/` and validated.

Knows nothing of MkDocs or of paper. `load` is the only way in.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, TypeAdapter

from saku.changes import History
from saku.csvdoc import read_csv
from saku.problem import BookError, Problem, read_text
from saku.region import Region, chosen, read_regions
from saku.schema import (
    FAMILIES,
    LANGS,
    Both,
    CardFront,
    CardWords,
    Contact,
    Coverage,
    DecisionPath,
    Edition,
    Lang,
    PageFront,
    Regulation,
    Rule,
    RuleCode,
    Term,
    Text,
    TranslatedCardFront,
    TranslatedFront,
    Typing,
)
from saku.source import Page, read_page
from saku.training import (
    SESSIONS,
    Form,
    RolePlay,
    Session,
    SessionFront,
    TestQuestion,
    TranslatedSessionFront,
    read_sessions,
)
from saku.yamldoc import Yaml

L = TypeVar("L")


@dataclass(frozen=True)
class Table(Generic[L]):
    """One YAML file of the ledger: its entries, and the line of each."""

    yaml: Yaml
    entries: dict[str, L]

    def problem(self, key: str, id: str, what: str, fix: str, *field: str | int) -> Problem:
        return Problem(self.yaml.name, self.yaml.line((key, *field)), id, f"{key}: {what}", fix)


@dataclass(frozen=True)
class Card:
    """One case card: its settings, and its words in both languages."""

    front: CardFront
    words: dict[Lang, CardWords]
    pages: dict[Lang, Page]

    @property
    def code(self) -> str:
        return self.front.code


@dataclass(frozen=True)
class Book:
    """All that `docs/` says, read-only."""

    root: Path
    edition: Edition
    commit_date: date
    """Date of the commit, or of the edition where there is no git."""
    pages: dict[tuple[Lang, str], Page]
    """By language and name."""
    cards: dict[str, Card]
    """By code, in the order of the book."""
    rules: Table[Rule]
    regulations: Table[Regulation]
    contacts: Table[Contact]
    glossary: Table[Term]
    paths: Table[DecisionPath]
    strings: dict[str, Both]
    coverage: tuple[Coverage, ...]
    """Figures on universal coverage, as uhc.csv lists them."""
    synonyms: dict[Lang, Typing]
    changes: History
    sessions: dict[int, Session]
    """Session plans of the training, by number."""
    forms: Table[Form]
    """Forms of the training."""
    questions: Table[TestQuestion]
    roleplays: Table[RolePlay]
    regions: dict[str, Region]
    """Every region that `docs/data/regions` knows, by its file."""
    region: Region | None
    """The one that this book is built for."""

    def both(self) -> Iterator[tuple[Page, Page]]:
        """Each Indonesian page with its English partner."""
        for (lang, name), page in self.pages.items():
            if lang == "id":
                yield page, self.pages["en", name]

    @cached_property
    def topic_pages(self) -> dict[str, str]:
        """Topic of the ledger → name of the page with the mark `<!-- saku:rules topic -->`."""
        return self._marked("rules")

    @cached_property
    def path_pages(self) -> dict[str, str]:
        """Path → name of the page with the mark `<!-- saku:path name -->`."""
        return self._marked("path")

    def _marked(self, list_name: str) -> dict[str, str]:
        mark = re.compile(rf"<!-- saku:{list_name} (\w+) -->")
        return {match[1]: page.name for page in self.pages.values() if (match := mark.search(page.body))}

    def citations(self, page: Page) -> list[str]:
        """Codes of the rules that a page cites, with those of the path it shows."""
        shown = [path for name, path in self.paths.entries.items() if self.path_pages.get(name) == page.name]
        codes = [code for path in shown for question in path.questions for code in question.rules]
        return list(dict.fromkeys(page.citations() + codes))

    def rule_page(self, code: str) -> str:
        """Name of the page that lists this rule."""
        return self.topic_pages[self.rules.entries[code].topic]

    def label(self, page: Page) -> str:
        """How other pages name this one: the code of a card, otherwise the title."""
        card = self.card_of(page)
        return card.code if card else page.front.data["title"]

    def card_of(self, page: Page) -> Card | None:
        return next((card for card in self.cards.values() if card.pages["id"].name == page.name), None)


def load(root: Path, region: str = "") -> Book:
    """Read and validate the book below `root`, for a region of `docs/data/regions` or for all.

    Raises `BookError` with all that can be told at once.
    """
    problems: list[Problem] = []

    def attempt(read, *args):
        try:
            return read(*args)
        except BookError as error:
            problems.extend(error.problems)
            return None

    data = root / "docs/data"
    edition = attempt(lambda: _yaml(root, data / "edition.yml").parse(Edition))
    strings = attempt(_table, root, data / "strings.yml", Both)
    rules = attempt(_table, root, data / "rules.yml", Rule)
    regulations = attempt(_table, root, data / "regulations.yml", Regulation)
    contacts = attempt(_table, root, data / "contacts.yml", Contact)
    glossary = attempt(_table, root, data / "glossary.yml", Term)
    synonyms = attempt(_table, root, data / "synonyms.yml", Typing)
    paths = attempt(_table, root, data / "paths.yml", DecisionPath)
    changes = attempt(lambda: History.read(_yaml(root, data / "changes.yml")))
    forms = attempt(_table, root, data / "timetable.yml", Form)
    questions = attempt(_table, root, data / "questions.yml", TestQuestion)
    roleplays = attempt(_table, root, data / "roleplays.yml", RolePlay)
    regions = attempt(read_regions, root)
    local = attempt(chosen, regions or {}, region if regions is not None else "")
    coverage = attempt(read_csv, root, data / "uhc.csv", Coverage)
    files = [path for lang in LANGS for path in sorted((root / "docs" / lang).rglob("*.md"))]
    read = [page for path in files if (page := attempt(read_page, root, path))]
    pages = {(page.lang, page.name): page for page in read}
    if not problems:
        problems.extend(_without_partner(pages))
    if problems:
        raise BookError(*problems)
    fronts = {key: front for key, page in pages.items() if (front := attempt(_front, page))}
    if problems:
        raise BookError(*problems)
    cards = _cards(pages, fronts)
    commit_date = _commit_date(root) or edition.date
    return Book(
        root, edition, commit_date, pages, cards, rules, regulations, contacts, glossary, paths,
        strings.entries, tuple(coverage), synonyms.entries, changes,
        read_sessions(pages, fronts), forms, questions, roleplays, regions, local,
    )  # fmt: skip


def _yaml(root: Path, path: Path) -> Yaml:
    return Yaml(path.relative_to(root).as_posix(), read_text(root, path))


def _table(root: Path, path: Path, kind: type[L]) -> Table[L]:
    yaml = _yaml(root, path)
    key = RuleCode if kind is Rule else Text
    return Table(yaml, yaml.parse(TypeAdapter(dict[key, kind])))


def _without_partner(pages: dict[tuple[Lang, str], Page]) -> Iterator[Problem]:
    for (lang, name), page in pages.items():
        other = "en" if lang == "id" else "id"
        if (other, name) not in pages:
            yield Problem(
                page.file,
                0,
                "no-partner",
                f"docs/{other}/{name}.md is missing.",
                "Write it, or drop this page.",
            )


def _front(page: Page) -> BaseModel:
    kinds = {"id": PageFront, "en": TranslatedFront}
    if page.name.startswith("kartu/"):
        kinds = {"id": CardFront, "en": TranslatedCardFront}
    elif page.name.startswith(SESSIONS):
        kinds = {"id": SessionFront, "en": TranslatedSessionFront}
    return page.front.parse(kinds[page.lang])


def _cards(pages: dict[tuple[Lang, str], Page], fronts: dict) -> dict[str, Card]:
    cards: dict[str, Card] = {}
    for (lang, name), front in fronts.items():
        if lang != "id" or not isinstance(front, CardFront):
            continue
        if front.code in cards:
            page, other = pages["id", name], cards[front.code].pages["id"]
            raise BookError(
                Problem(page.file, page.front.line(("code",)), "duplicate",
                        f"{front.code} is the code of {other.file} too.", "Give this card a code of its own.")
            )  # fmt: skip
        words = {"id": front, "en": fronts["en", name]}
        cards[front.code] = Card(front, words, {lang: pages[lang, name] for lang in LANGS})
    return dict(sorted(cards.items(), key=lambda item: (FAMILIES.index(item[0][0]), int(item[0][1:]))))


def _commit_date(root: Path) -> date | None:
    command = ["git", "-C", str(root), "log", "-1", "--format=%cs"]
    if not (root / ".git").exists():
        return None
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return (
        date.fromisoformat(result.stdout.strip())
        if result.returncode == 0 and result.stdout.strip()
        else None
    )
