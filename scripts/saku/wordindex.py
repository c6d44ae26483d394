"""The words that people say, sorted, each with the cards it leads to."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from saku.model import Book, Card
from saku.schema import Lang

LONGEST = 17
"""Characters. A longer phrase helps a search, but nobody looks it up under its first letter."""
ALIKE = 0.85
"""Two spellings of one card that are this similar are one entry; the first, best spelt one stays."""
CLIPPED = re.compile(r"\b[b-df-hj-np-tv-z]{3,}\b")
"""A word typed without its vowels ("blm"): for a search, not for a list."""


def word_index(book: Book, lang: Lang) -> dict[str, list[str]]:
    """Phrase → codes of its cards, by the alphabet; from what is typed and heard, without near-doubles."""
    entries: dict[str, list[str]] = {}
    spelt: dict[tuple[bool, str], str] = {}  # one card writes "laka lantas", another "lakalantas"
    for card in book.cards.values():
        for phrase in _phrases(book, card, lang):
            entries.setdefault(spelt.setdefault(_key(phrase), phrase), []).append(card.code)
    told = {
        phrase: codes
        for phrase, codes in entries.items()
        if not any(set(codes) <= set(entries.get(shorter, ())) for shorter in _shorter(phrase))
    }
    return dict(sorted(told.items(), key=lambda entry: _key(entry[0])))


def _phrases(book: Book, card: Card, lang: Lang) -> list[str]:
    known = {key.lower() for key in book.glossary.entries}
    kept: list[str] = []
    for phrase in (*card.words[lang].words, *card.words[lang].heard):
        text = phrase.strip(" .?!…").lower()
        clipped = set(CLIPPED.findall(text)) - known
        if len(text) <= LONGEST and not clipped and not any(_alike(text, one) for one in kept):
            kept.append(text)
    return kept


def _shorter(phrase: str) -> Iterator[str]:
    """All runs of words inside a phrase, the phrase itself left out."""
    words = phrase.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield " ".join(words[start:end])


def _alike(text: str, other: str) -> bool:
    """Doubled letters, spaces and small slips do not make another word; another figure does."""
    if re.findall(r"\d+", text) != re.findall(r"\d+", other):
        return False
    one, two = (re.sub(r"(.)\1", r"\1", re.sub(r"\W", "", side)) for side in (text, other))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= ALIKE


def _key(phrase: str) -> tuple[bool, str]:
    """Figures after the letters; spaces count as nothing."""
    letters = re.sub(r"\W", "", phrase)
    return (not letters[:1].isalpha(), letters)
