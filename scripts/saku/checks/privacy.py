"""Nothing that looks like a person's number, and no telephone number from outside the contact list."""

import re
from collections.abc import Iterator
from pathlib import Path

from saku.model import Book
from saku.problem import Problem, read_text
from saku.region import FOLDER
from saku.schema import LANGS

NIK = re.compile(r"(?<!\d)\d{16}(?!\d)|(?<!\d)\d{4}[ .-]\d{4}[ .-]\d{4}[ .-]\d{4}(?!\d)")
CARD_NUMBER = re.compile(r"(?<!\d)0\d{12}(?!\d)")
MOBILE = re.compile(r"(?<![\d/])(?:\+62|62|0)[ -]?8\d{1,3}[ -]?\d{3,4}[ -]?\d{2,5}(?!\d)")
TELEPHONE = re.compile(
    r"""(?<![\d/.,])
    (?: \(?0(?:2[1-9]|[3-79]\d{1,2})\)?[ -]?\d{6,8}  # area code and number
      | 0800[ -]?\d[\d -]{4,10}\d
      | 1[45]00[ -]?\d{3} )
    (?![\d/])""",
    re.VERBOSE,
)


PERSON = re.compile(
    r"\b(?:Bapak|Ibu|Pak|Bu|Sdri?|Hj?|Drs?|drg?|Mrs?|Ms)\b\.?\s+[A-Z]|,\s*(?:S|M|A)\.\s?[A-Z]"
)
"""What stands before or behind the name of a person."""


def persons(book: Book) -> Iterator[Problem]:
    """A NIK, a JKN card number or a mobile number that belongs to no office."""
    public = {_digits(number) for number in _numbers(book)}
    kinds = ((NIK, "a NIK"), (CARD_NUMBER, "a card number"), (MOBILE, "a person's telephone number"))
    for name, number, line in _lines(book):
        for pattern, kind in kinds:
            for match in pattern.finditer(line):
                if _digits(match[0]) not in public and "http" not in line[: match.start()].split(" ")[-1]:
                    fix = "Take it out of the file and of the history; nobody's data belong in this book."
                    yield Problem(name, number, "personal-data", f"This looks like {kind}.", fix)


def telephones(book: Book) -> Iterator[Problem]:
    """An office's number that is printed stands in contacts.yml."""
    public = {_digits(number) for number in _numbers(book)}
    for page in book.pages.values():
        lines = [(page.front.line(("deadline",)), str(page.front.data.get("deadline", "")))]
        lines += list(enumerate(page.body.splitlines(), page.body_line))
        for number, line in lines:
            for match in TELEPHONE.finditer(line):
                if _digits(match[0]) not in public:
                    what = f"{match[0]} is not in the contact list."
                    yield Problem(
                        page.file,
                        number,
                        "telephone",
                        what,
                        "Add it to docs/data/contacts.yml with its source.",
                    )


def region_names(book: Book) -> Iterator[Problem]:
    """A region's contacts name offices and positions, never persons."""
    for name, region in book.regions.items():
        texts = {key: office.office for key, office in region.named().items() if office.office}
        for key, text in (texts | {"dpd": region.dpd or ""}).items():
            if PERSON.search(text):
                what = f"{key}: {text} looks like a person's name."
                fix = "Write the office or the position only."
                yield Problem(f"{FOLDER}/{name}.yml", _line_of(book, name, text), "personal-data", what, fix)


def _line_of(book: Book, name: str, text: str) -> int:
    lines = read_text(book.root, book.root / FOLDER / f"{name}.yml").splitlines()
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)


def _numbers(book: Book) -> Iterator[str]:
    for contact in book.contacts.entries.values():
        yield from filter(None, (contact.phone, contact.whatsapp))


def _digits(text: str) -> str:
    return re.sub(r"^62", "0", re.sub(r"\D", "", text))


def _lines(book: Book) -> Iterator[tuple[str, int, str]]:
    docs = book.root / "docs"
    files: list[Path] = [path for lang in LANGS for path in (docs / lang).rglob("*.md")]
    files += sorted((docs / "data").rglob("*.yml"))
    for path in files:
        for number, line in enumerate(read_text(book.root, path).splitlines(), 1):
            yield path.relative_to(book.root).as_posix(), number, line
