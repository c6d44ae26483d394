"""Every path leads from its first question to a card, whatever is answered."""

from collections.abc import Iterator

from saku.checks.citations import path_texts
from saku.figures import figures
from saku.model import Book
from saku.problem import Problem
from saku.readability import length
from saku.schema import LANGS, DecisionPath
from saku.source import plain

MOST_WORDS = 15
"""Of a question, so that it is asked in one breath."""


def ends(book: Book) -> Iterator[Problem]:
    """Every answer leads on: to a later question, a path above, or a card. So none goes round in a circle."""
    known: set[str] = set()
    for name, path in book.paths.entries.items():
        for index, question in enumerate(path.questions):
            number, here = index + 1, ("questions", index)
            if len(question.answers) < 2:
                what = f"Question {number} has {len(question.answers)} answers."
                fix = "Write at least two, or leave the question out."
                yield book.paths.problem(name, "path", what, fix, *here)
            for place, answer in enumerate(question.answers):
                if wrong := _wrong(book, known, path, number, answer.to):
                    fix = "Lead to a later question, a card, or a path that stands above."
                    field = (*here, "answers", place, "to")
                    yield book.paths.problem(name, "path", f"Question {number} {wrong}.", fix, *field)
        known.add(name)


def reached(book: Book) -> Iterator[Problem]:
    """Every question is asked, and every card of the path's families is found."""
    for name, path in book.paths.entries.items():
        asked, found = {1}, set()
        for number, question in enumerate(path.questions, 1):
            if number not in asked:  # answers lead forward only, so nothing later asks it
                what = f"No answer leads to question {number}."
                fix = "Lead to it, or leave it out."
                yield book.paths.problem(name, "path", what, fix, "questions", number - 1)
            targets = {answer.to for answer in question.answers}
            asked |= {target for target in targets if isinstance(target, int)}
            found |= targets
        for code in book.cards:
            if code[0] in path.families and code not in found:
                fix = "Lead an answer to it, or take its family out of `families`."
                yield book.paths.problem(name, "path", f"No answer leads to {code}.", fix, "families")


def words(book: Book) -> Iterator[Problem]:
    """Questions are short; both languages have the same figures."""
    for name, path in book.paths.entries.items():
        for index, question in enumerate(path.questions):
            for lang in LANGS:
                if (count := length(question.text[lang])) > MOST_WORDS:
                    what = f"Question {index + 1} has {count} words ({lang}), at most {MOST_WORDS}."
                    fix = "Ask one thing, shorter."
                    yield book.paths.problem(name, "path", what, fix, "questions", index, "text")
    for block, other in zip(path_texts(book, "id"), path_texts(book, "en"), strict=True):
        pair = [
            sorted((figure.kind, figure.value) for figure in figures(plain(text), lang))
            for text, lang in ((block.text, "id"), (other.text, "en"))
        ]
        if pair[0] != pair[1]:
            what = "The text has other figures in English."
            yield Problem(book.paths.yaml.name, other.line, "figures-differ", what, "Make the figures agree.")


def pages(book: Book) -> Iterator[Problem]:
    """Every path has its page, of the same title."""
    for name, path in book.paths.entries.items():
        if name not in book.path_pages:
            fix = f"Make docs/id/tanya/{name}.md and docs/en/tanya/{name}.md with <!-- saku:path {name} -->."
            yield book.paths.problem(name, "path", "No page shows this path.", fix)
            continue
        for lang in LANGS:
            page = book.pages[lang, book.path_pages[name]]
            if page.front.data["title"] != path.title[lang]:
                what = f"The title is not that of the path {name}."
                fix = f"Write: {path.title[lang]}"
                yield Problem(page.file, page.front.line(("title",)), "path", what, fix)


def _wrong(book: Book, above: set[str], path: DecisionPath, number: int, target: int | str) -> str | None:
    """What is wrong with where an answer of question `number` leads."""
    if isinstance(target, str):
        return None if target in book.cards or target in above else f"leads to {target}, which is not there"
    if target > len(path.questions):
        return f"leads to question {target}, which is not there"
    return None if target > number else f"leads back to question {target}"
