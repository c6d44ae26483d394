"""How easy a card is to read: sentence length and long words, nothing that was tuned to another language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from saku.model import Card
from saku.schema import Lang
from saku.source import plain

SENTENCE_END = re.compile(r"(?<=[.?!])[\"”)]*\s+")
SYLLABLE = re.compile(r"ai|au|oi|[aeiou]")
LONG_WORD = 4
"""Syllables from which a word counts as long."""
EVERYDAY = frozenset(
    {
        *("kesehatan", "pelayanan", "keluarga", "perusahaan", "kecelakaan"),
        *("pemerintah", "pekerjaan", "ketenagakerjaan", "pembayaran", "pengaduan"),
        *("perawatan", "pemeriksaan", "pendaftaran", "penjaminan", "persetujuan"),
        *("keputusan", "kemampuan", "kementerian", "kepolisian", "indonesia"),
        *("administrasi", "dokumentasi", "informasi", "operasi", "diagnosis"),
        "rekomendasi",
    }
)
"""Long words that every reader knows or meets on each form."""


@dataclass(frozen=True)
class Reading:
    """Figures of one card in one language, details included."""

    words: int
    sentences: int
    average: float
    """Words a sentence."""
    longest: str
    """The longest sentence."""
    most: int
    """Words of the longest sentence."""
    over_20: float
    """Share of sentences with more than 20 words, in percent."""
    long_words: float
    """Share of long words outside `EVERYDAY`, in percent (Indonesian only)."""


def reading(card: Card, lang: Lang) -> Reading:
    """Measure all sentences of a card: deadline, text and details."""
    sentences = [sentence for sentence, _ in sentences_of(card, lang)]
    lengths = [length(sentence) for sentence in sentences]
    words = [word for sentence in sentences for word in re.findall(r"[^\W\d_]+", sentence.lower())]
    long = [word for word in words if word not in EVERYDAY and len(SYLLABLE.findall(word)) >= LONG_WORD]
    return Reading(
        words=sum(lengths),
        sentences=len(sentences),
        average=round(sum(lengths) / len(sentences), 1),
        longest=max(sentences, key=length),
        most=max(lengths),
        over_20=round(100 * sum(count > 20 for count in lengths) / len(sentences), 1),
        long_words=round(100 * len(long) / len(words), 1),
    )


def sentences_of(card: Card, lang: Lang) -> Iterator[tuple[str, int]]:
    """Each sentence with its line; a list item or table cell ends one even without a full stop."""
    page = card.pages[lang]
    texts = [(card.words[lang].deadline, page.front.line(("deadline",)))]
    for section in page.sections:
        for block in section.blocks:
            cells = block.text.split("|") if block.kind == "row" else [block.text]
            texts += [(cell, block.line) for cell in cells]
    for text, line in texts:
        yield from ((sentence, line) for sentence in SENTENCE_END.split(plain(text)) if length(sentence))


def length(sentence: str) -> int:
    """Words of a sentence; a sign alone, such as ×, is none."""
    return sum(any(sign.isalnum() for sign in word) for word in sentence.split())
