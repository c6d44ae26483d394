"""What is wrong with the book: one line each, with file, line and remedy."""

from dataclasses import dataclass
from pathlib import Path

IDS = {
    "abbreviation": "capital letters that the glossary does not explain",
    "blocks-differ": "a section has other paragraphs or items in English",
    "book-too-long": "the book has more pages than can be stapled",
    "broken-link": "a link or picture leads nowhere",
    "card-neighbour": "`not_this` names no other card",
    "card-sections": "a card section is missing, empty or out of order",
    "card-steps": "a card has fewer than four or more than six steps",
    "card-words": "a card has more words than its page holds",
    "change": "a change that names nothing of the book, stands in the wrong order, or comes from the future",
    "citations-differ": "the two languages cite different rules",
    "claim-figure": "a rule's claim has a figure that is not in its `numbers`",
    "duplicate": "a code, key, heading id, short name or number used twice",
    "encoding": "a file is not plain UTF-8",
    "figure": "no cited rule holds a figure of the text",
    "figures-differ": "the two languages have different figures",
    "front-matter": "a page does not start with its settings",
    "heading-id": "a heading without an id",
    "long-sentence": "a sentence of more than 25 words, or more than 12 on average in a card",
    "marker": "a list mark that no list answers to",
    "mistyped-citation": "a citation that would be taken for something else",
    "mkdocs": "MkDocs or a theme template stopped or warned",
    "no-partner": "a page without its partner in the other language",
    "overdue": "past its date for another look (scheduled job only)",
    "page-numbers": "page numbers that change each time the pages are set",
    "page-too-long": "a card or cover runs over its pages of the book",
    "path": "a question leads nowhere, back, or past a card; or is never asked",
    "personal-data": "something that looks like a person's number",
    "picture-text": "a picture without words",
    "revoked": "a revoked regulation is cited, named or half marked",
    "rule-ended": "a rule that is over",
    "schema": "a YAML entry of the wrong kind",
    "script": "a module of a form that cannot be put into one file",
    "sections-differ": "the two languages have different sections",
    "slide-too-full": "more text than a slide of the training holds",
    "stale": "the English was made from an older Indonesian text",
    "telephone": "a telephone number that is not in the contact list",
    "too-wide": "a word, line or table that stands out of its place on paper",
    "topic-full": "more than sixty rules on one page of the ledger",
    "training": "a day that ends too late, or a plan, question or role play that names what is not there",
    "typeface": "a sign or a font that is not of the book's typeface",
    "unknown-regulation": "a regulation that is not in the list",
    "unknown-rule": "a cited rule that is not in the ledger",
    "unreadable": "a file that cannot be read",
    "yaml": "text that is not YAML",
}
"""Every problem the build knows; each has a fixture or a test of its own."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that stops the build."""

    path: str
    """File below the project's root, as a person would type it."""
    line: int
    """Counted from 1; 0 where the problem is the whole file."""
    id: str
    what: str
    fix: str

    def __post_init__(self) -> None:
        assert self.id in IDS, self.id

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return " ".join(f"{place}: {self.id}: {self.what} {self.fix}".split())


class BookError(Exception):
    """Stops the build; carries every problem found so far."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = tuple(sorted(problems))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def read_text(root: Path, path: Path) -> str:
    """Read a source file as UTF-8; an unreadable file is a `BookError` (encoding, unreadable)."""
    name = path.relative_to(root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BookError(
            Problem(name, 0, "unreadable", f"{error.strerror}.", "Check the file and its permissions.")
        ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BookError(
            Problem(name, line, "encoding", "This line is not UTF-8.", "Save the file as UTF-8.")
        ) from error
    for mark, meaning in (("\ufeff", "a byte order mark"), ("\r", "Windows line ends"), ("\0", "a NUL byte")):
        if mark in text:
            line = text[: text.index(mark)].count("\n") + 1
            raise BookError(
                Problem(
                    name,
                    line,
                    "encoding",
                    f"The file has {meaning}.",
                    "Save it as plain UTF-8 with LF line ends.",
                )
            )
    return text
