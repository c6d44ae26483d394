"""The trainer's guide on A4: timetable, session plans, forms, answer keys, role-play cards."""

import re
from pathlib import Path

from markupsafe import Markup, escape

from saku.draw import draw
from saku.editions.book import CHANGES
from saku.editions.parts import GLUED, NO_BREAK, WORD_JOINER, Part
from saku.editions.rule_list import ranges
from saku.editions.typeset import render_numbered, write_pdf
from saku.finish.leaf import TEMPLATES
from saku.finish.words import basis, day
from saku.model import Book
from saku.schema import Lang
from saku.source import CITATION

START = "tot/index"
BEFORE, AFTER = ("tot/tugas-sebelum", "tot/daftar-bahan"), ("tot/ratin", "tot/tindak-lanjut")
SHEETS = ("tot/daftar-hadir", "tot/lembar-nilai", "tot/evaluasi", "tot/rencana-daerah")
STYLES = ("paper.css", "training.css")
CITED = re.compile(r"\s*\[A(\d+)\]")


def training_parts(book: Book, folder: Path, lang: Lang) -> dict[str, Part]:
    """The pages of the training, by name, in the order of the guide."""
    plans = [session.pages["id"].name for session in book.sessions.values()]
    names = [START, *BEFORE, *plans, *AFTER, *SHEETS]
    explained: set[str] = set()
    return {name: Part(book, folder, book.pages[lang, name], names, explained) for name in names}


def frame(book: Book, lang: Lang, site_url: str) -> dict:
    """What every sheet of the training needs: strings, edition, date, the address of later changes."""
    strings = {key: both[lang] for key, both in book.strings.items()}
    return {
        "lang": lang,
        "t": strings,
        "edition": book.edition,
        "date": day(book.edition.date, lang),
        "changes": site_url and site_url + book.pages[lang, CHANGES].address,
    }


def guide_html(book: Book, folder: Path, lang: Lang, numbers: dict[str, int], site_url: str = "") -> str:
    """The guide as one HTML text. `numbers`: anchor → page of the pocketbook."""
    parts = training_parts(book, folder, lang)
    plays = [(key, play, _rules_of(play, lang)) for key, play in book.roleplays.entries.items()]
    return TEMPLATES.get_template("guide.html").render(
        **frame(book, lang, site_url),
        start=parts[START],
        before=[parts[name] for name in BEFORE],
        sessions=[(session, parts[session.pages["id"].name]) for session in book.sessions.values()],
        after=[parts[name] for name in AFTER],
        sheets=[parts[name] for name in SHEETS],
        keys={
            version: [book.questions.entries[key] for key in keys] for version, keys in draw_of(book).items()
        },
        plays=plays,
        numbers=numbers,
        cards=book.cards,
        basis=lambda code: basis(book, code),
    )


def make_guide(book: Book, lang: Lang, text: str, path: Path) -> None:
    """Write the PDF from `text`: the guide, or another sheet of the training that may have any length.

    Raises `BookError` (too-wide, typeface).
    """
    from saku.editions.fit import check_layout

    document, _ = render_numbered(book, text, *STYLES)
    check_layout(book, lang, document)
    write_pdf(document, text, path)


def draw_of(book: Book) -> dict[str, list[str]]:
    return draw(book.questions.entries)


def _rules_of(play, lang: Lang) -> str:
    texts = [line[lang] for field in ("good_volunteer", "rubric") for line in getattr(play, field)]
    return ranges(sorted({int(code[1:]) for text in texts for code in CITATION.findall(text)}))


def raised(text: str) -> Markup:
    """Plain words with `[A21]` as the small raised number that the book uses; figures stay on one line."""
    numbers = iter(CITED.findall(text))
    pieces = [str(escape(GLUED.sub(NO_BREAK, piece))) for piece in CITED.split(text)[::2]]
    out = pieces[0]
    for number, piece in zip(numbers, pieces[1:], strict=True):
        kind = "rule more" if out.endswith("</a>") else "rule"
        out += f'{WORD_JOINER}<a class="{kind}">{number}</a>{piece}'
    return Markup(out)


TEMPLATES.filters["raised"] = raised
