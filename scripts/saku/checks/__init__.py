"""What must hold before anything is built. Each check reads the model and yields problems."""

from saku.checks import (
    cards,
    changes,
    citations,
    figures_cited,
    ledger,
    links,
    paths,
    privacy,
    training,
    translation,
)
from saku.model import Book
from saku.problem import BookError

CHECKS = (
    translation.stale,
    translation.parity,
    cards.shape,
    cards.length,
    cards.sentences,
    cards.neighbours,
    ledger.references,
    ledger.in_force,
    ledger.topics,
    ledger.claims,
    ledger.codes,
    changes.named,
    changes.dated,
    citations.codes,
    citations.spelling,
    citations.regulations,
    citations.abbreviations,
    figures_cited.figures_cited,
    links.headings,
    links.links,
    links.pictures,
    links.markers,
    paths.ends,
    paths.reached,
    paths.words,
    paths.pages,
    training.plans,
    training.days,
    training.questions,
    training.plays,
    training.parity,
    privacy.persons,
    privacy.telephones,
    privacy.region_names,
)


def check(book: Book) -> None:
    """Run every check. Raises `BookError` with all problems found."""
    problems = {problem for one in CHECKS for problem in one(book)}
    if problems:
        raise BookError(*problems)
