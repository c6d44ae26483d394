"""A card has its sections in order, fits its page and names only cards that exist."""

from collections.abc import Iterator

from saku.model import Book, Card
from saku.problem import Problem
from saku.readability import length as length_of
from saku.readability import reading, sentences_of
from saku.schema import LANGS, Lang
from saku.source import plain

ORDER = ("hak", "langkah", "ucapkan", "ditolak", "catat", "rinci")
ORDER_D = ("hak", "ucapkan", "langkah", "ditolak", "catat", "rinci")
"""In an emergency the sentence to say comes before the steps."""
MOST_WORDS, MOST_WORDS_D, MOST_WORDS_PAIR = 150, 140, 290
STEPS = range(4, 7)
MOST_WORDS_IN_A_SENTENCE, MOST_WORDS_ON_AVERAGE = 25, 12


def shape(book: Book) -> Iterator[Problem]:
    """Sections present and in order; four to six numbered steps; nothing outside a section."""
    for card, lang in _each(book):
        page = card.pages[lang]
        expected = ORDER_D if card.code[0] == "D" else ORDER
        ids = tuple(section.id for section in page.sections[1:])
        if ids != expected:
            what = f"{card.code} has the sections {', '.join(ids) or 'none'}."
            yield Problem(
                page.file,
                page.body_line,
                "card-sections",
                what,
                f"Write {', '.join(expected)}, in this order.",
            )
            continue
        for section in page.sections:
            if bool(section.id) != bool(section.blocks):
                what = f"#{section.id} is empty." if section.id else "Text stands before the first section."
                yield Problem(
                    page.file,
                    section.line,
                    "card-sections",
                    what,
                    "Every sentence has a section, every section a text.",
                )
        steps = page.section("langkah")
        kinds = [block.kind for block in steps.blocks]
        if kinds.count("step") not in STEPS or kinds[0] != "step":
            what = f"#langkah has {kinds.count('step')} numbered steps."
            yield Problem(
                page.file, steps.line, "card-steps", what, "Write four to six steps, the first as `1. `."
            )


def length(book: Book) -> Iterator[Problem]:
    """Words before #rinci, with title, deadline and neighbours."""
    for card, lang in _each(book):
        page, words = card.pages[lang], word_count(card, lang)
        most = (
            MOST_WORDS_PAIR if card.front.pages == 2 else MOST_WORDS_D if card.code[0] == "D" else MOST_WORDS
        )
        if words > most:
            what = f"{card.code} has {words} words before #rinci, at most {most} fit."
            yield Problem(
                page.file, page.body_line, "card-words", what, "Shorten it, or move some of it to #rinci."
            )


def word_count(card: Card, lang: Lang) -> int:
    """Words of a card as printed, without citations and section labels; each neighbour counts as two."""
    texts = [card.words[lang].title, card.words[lang].deadline]
    for section in card.pages[lang].printed():
        texts += [block.text for block in section.blocks]
    words = " ".join(plain(text) for text in texts).split()
    return sum(1 for word in words if any(sign.isalnum() for sign in word)) + 2 * len(card.front.not_this)


def sentences(book: Book) -> Iterator[Problem]:
    """No sentence longer than a breath, and short ones on average."""
    for card, lang in _each(book):
        page = card.pages[lang]
        for sentence, line in sentences_of(card, lang):
            if length_of(sentence) > MOST_WORDS_IN_A_SENTENCE:
                what = f"“{sentence[:40]}…” has {length_of(sentence)} words."
                yield Problem(page.file, line, "long-sentence", what, "Make two sentences of it.")
        average = reading(card, lang).average
        if average > MOST_WORDS_ON_AVERAGE:
            what = f"{card.code} has {average} words a sentence."
            yield Problem(page.file, page.body_line, "long-sentence", what, "Shorten its longest sentences.")


def neighbours(book: Book) -> Iterator[Problem]:
    """`not_this` names other cards that exist."""
    for card in book.cards.values():
        page = card.pages["id"]
        for index, code in enumerate(card.front.not_this):
            if code not in book.cards or code == card.code:
                what = f"not_this names {code}, which is no other card."
                yield Problem(
                    page.file,
                    page.front.line(("not_this", index)),
                    "card-neighbour",
                    what,
                    "Name a card that exists.",
                )


def _each(book: Book) -> Iterator[tuple[Card, Lang]]:
    for card in book.cards.values():
        for lang in LANGS:
            yield card, lang
