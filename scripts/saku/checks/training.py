"""The training holds together: days end in time, plans, questions and role plays name what is there."""

from collections.abc import Iterator

from saku.checks.citations import training_texts
from saku.figures import figures
from saku.model import Book
from saku.problem import Problem
from saku.schema import LANGS, Lang
from saku.source import CITATION, Page, plain
from saku.training import Session, clock, rows


def plans(book: Book) -> Iterator[Problem]:
    """A session plan names cards and role plays that are there; both languages take the same minutes."""
    for session in book.sessions.values():
        page, english = session.pages["id"], session.pages["en"]
        unknown = [code for code in session.front.cards if code not in book.cards]
        unknown += [key for key in session.front.roleplays if key not in book.roleplays.entries]
        if unknown:
            fix = "Name codes of docs/id/kartu and docs/data/roleplays.yml."
            yield _session(page, "cards", "training", f"{', '.join(unknown)} is not there.", fix)
        if _minutes(session, "id") != _minutes(session, "en"):
            what = "The parts take other minutes in English."
            yield _session(english, "parts", "figures-differ", what, "Make the minutes agree.")


def days(book: Book) -> Iterator[Problem]:
    """Every session of a day is there and the day ends in time."""
    for key, form in book.forms.entries.items():
        for number, day in enumerate(form.days):
            here = ("days", number)
            for place, slot in enumerate(day.plan):
                session = book.sessions.get(slot.session or 0)
                if slot.session and not (session and session.front.plan(slot.form)):
                    what = f"Session {slot.session} has no {slot.form} form."
                    fix = "Name a session of docs/id/tot, or write that form."
                    yield book.forms.problem(key, "training", what, fix, *here, "plan", place)
            end = list(rows(day, book.sessions))[-1].end
            if clock(end) > clock(day.end):
                what = f"Day {number + 1} lasts until {end}, it has to end at {day.end}."
                fix = "Take a session out, use its short form, or begin earlier."
                yield book.forms.problem(key, "training", what, fix, *here, "end")


def questions(book: Book) -> Iterator[Problem]:
    """A question names a card or page, its options differ, and each card has one at least."""
    names = {page.name for page in book.pages.values()}
    for key, question in book.questions.entries.items():
        if question.card not in book.cards and question.card not in names:
            fix = "Name the code of a card, or a page such as sop/alur."
            yield book.questions.problem(key, "training", f"{question.card} is not there.", fix, "card")
        for lang in LANGS:
            if len({option[lang] for option in question.options}) < len(question.options):
                what = f"Two options are the same ({lang})."
                yield book.questions.problem(key, "training", what, "Let one be right.", "options")
    asked = {question.card for question in book.questions.entries.values()}
    for code, card in book.cards.items():
        if code not in asked:
            what, fix = f"No question asks about {code}.", "Write one in docs/data/questions.yml."
            yield Problem(card.pages["id"].file, 0, "training", what, fix)


def plays(book: Book) -> Iterator[Problem]:
    """A role play names cards that are there."""
    for key, play in book.roleplays.entries.items():
        for code in (play.card, *play.cards):
            if code not in book.cards:
                fix = "Name the code of a card."
                yield book.roleplays.problem(key, "training", f"{code} is not there.", fix, "card")


def parity(book: Book) -> Iterator[Problem]:
    """Both languages of a question or role play have the same figures and cite the same rules."""
    for (file, _, block), (_, _, other) in zip(
        training_texts(book, "id"), training_texts(book, "en"), strict=True
    ):
        if CITATION.findall(block.text) != CITATION.findall(other.text):
            what = "The English cites other rules."
            yield Problem(
                file, other.line, "citations-differ", what, "Cite the same rules in the same order."
            )
        pair = [
            sorted((figure.kind, figure.value) for figure in figures(plain(text), lang))
            for text, lang in ((block.text, "id"), (other.text, "en"))
        ]
        if pair[0] != pair[1]:
            what = "The text has other figures in English."
            yield Problem(file, other.line, "figures-differ", what, "Make the figures agree.")


def _minutes(session: Session, lang: Lang) -> list[list[int]]:
    words = session.words[lang]
    return [[part.minutes for part in words.plan(length)] for length in ("long", "short")]


def _session(page: Page, field: str, id: str, what: str, fix: str) -> Problem:
    return Problem(page.file, page.front.line((field,)), id, what, fix)
