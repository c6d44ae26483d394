"""Every sum, share, duration, article and date in a paragraph stands in a rule that the paragraph cites."""

from collections.abc import Iterator

from saku.checks.citations import all_texts
from saku.figures import MUST_BE_CITED, Figure, figures, held
from saku.model import Book
from saku.problem import Problem
from saku.source import CITATION, plain


def figures_cited(book: Book) -> Iterator[Problem]:
    """One problem for each figure that no cited rule holds."""
    for file, lang, block in all_texts(book):
        rules = [
            book.rules.entries[code] for code in CITATION.findall(block.text) if code in book.rules.entries
        ]
        numbers = list(figures("; ".join(number for rule in rules for number in rule.numbers), "id"))
        for figure in figures(plain(block.text), lang):
            if block.kind == "wrong" or (_is_training(file) and _of_the_training(figure)):
                continue
            if figure.kind in MUST_BE_CITED and not held(figure, numbers):
                what = f"No rule cited here holds {figure.text}."
                fix = "Cite the rule that holds it, or correct the figure."
                yield Problem(file, block.line, "figure", what, fix)


def _is_training(file: str) -> bool:
    return "/tot/" in file or file.endswith(("roleplays.yml", "timetable.yml"))


def _of_the_training(figure: Figure) -> bool:
    """Minutes, and times written in words (`dua hari`), are how long the training takes, not a claim."""
    minutes = figure.kind == "duration" and figure.value.endswith(" minute")
    return minutes or not any(sign.isdigit() for sign in figure.text)
