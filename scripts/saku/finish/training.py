"""The training on the site: the plan of a session, the timetable, the questions to test oneself with."""

import hashlib
from itertools import chain

from lxml.html import HtmlElement

from saku.finish.leaf import Leaf
from saku.model import Book
from saku.training import Session, TestQuestion, rows

TEMPLATE = "training.html"
LETTERS = "ABCD"
"""Names of the options, as the paper tests print them."""


def dress_session(leaf: Leaf) -> None:
    """Under the title of a session plan: its goal, its parts with their minutes, the cards it uses."""
    if session := session_of(leaf):
        words = session.words[leaf.lang]
        plans = [(length, words.plan(length), words.minutes(length)) for length in ("long", "short")]
        cards = [leaf.book.cards[code] for code in session.front.cards]
        values = {"goal": words.goal, "plans": [plan for plan in plans if plan[1]], "cards": cards}
        for element in reversed(leaf.fragments("session", TEMPLATE, **values)):
            leaf.article.find("h1").addnext(element)


def session_of(leaf: Leaf) -> Session | None:
    sessions = leaf.book.sessions.values()
    return next((one for one in sessions if one.pages["id"].name == leaf.page.name), None)


def timetable(leaf: Leaf, _: str) -> list[HtmlElement]:
    """Every form of the training, its days hour by hour."""
    book, lang = leaf.book, leaf.lang
    forms = [
        (key, form, [list(rows(day, book.sessions)) for day in form.days])
        for key, form in book.forms.entries.items()
    ]
    at = {"id": str, "en": lambda hour: hour.replace(".", ":")}[lang]
    return leaf.fragments("timetable", TEMPLATE, forms=forms, at=at)


def self_check(leaf: Leaf) -> None:
    """The questions on a card or page, folded, after its details; each answer folded once more."""
    name = leaf.card.code if leaf.card else leaf.page.name
    entries = [(key, one, question_mark(one)) for key, one in questions_of(leaf.book, name).items()]
    if entries and not leaf.withdrawn:
        leaf.article.extend(
            leaf.fragments("self_check", TEMPLATE, name=name, questions=entries, letters=LETTERS)
        )


def questions_of(book: Book, name: str) -> dict[str, TestQuestion]:
    """The questions that ask about a card or page, in the order of the file."""
    return {key: question for key, question in book.questions.entries.items() if question.card == name}


def question_mark(question: TestQuestion) -> str:
    """Fingerprint of what is asked: an answer to another wording is forgotten, in both languages alike."""
    texts = chain([question.stem], question.options)
    words = [both.id for both in texts] + [str(question.answer)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]
