"""Finds sums, shares, durations, articles, dates and numbers in a sentence, the same in both languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MONTHS = {
    "id": [
        *("januari", "februari", "maret", "april", "mei", "juni"),
        *("juli", "agustus", "september", "oktober", "november", "desember"),
    ],
    "en": [
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    ],
}
SCALES = {
    "ribu": 10**3,
    "thousand": 10**3,
    "juta": 10**6,
    "million": 10**6,
    "miliar": 10**9,
    "billion": 10**9,
}
UNITS = {
    "menit": "minute", "minute": "minute", "jam": "hour", "hour": "hour", "hari": "day", "day": "day",
    "minggu": "week", "week": "week", "bulan": "month", "month": "month", "tahun": "year", "year": "year",
}  # fmt: skip
NUMBER_WORDS = {
    "id": ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"],
    "en": ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
}
MUST_BE_CITED = {"money", "share", "duration", "article", "date"}
"""Kinds that a rule cited in the same paragraph has to hold."""


@dataclass(frozen=True)
class Figure:
    """One figure: `value` is the same in both languages, `text` is as printed."""

    kind: str
    """`money`, `share`, `duration`, `article`, `date`, `regulation`, `time` or `number`."""
    value: str
    text: str


def _patterns(lang: str) -> re.Pattern[str]:
    months = "|".join(MONTHS[lang])
    words = "|".join(NUMBER_WORDS[lang])
    scales = "|".join(SCALES)
    amount = r"\d+(?:[.,]\d+)*"
    article = (
        r"(?:Pasal|Article)\s+(?P<art>\d+[A-Z]?)(?:\s*(?:ayat\s+|paragraph\s+)?\((?P<par>\d+[a-z]?)\))?"
        r"(?:\s*(?:huruf|point|letter)\s+\(?(?P<point>[a-z])\b\)?)?"
    )
    if lang == "id":
        duration = r"(?P<unit>menit|jam|hari|minggu|bulan|tahun)(?P<work>\s+kerja)?\b"
    else:
        duration = r"(?P<work>working\s+)?(?P<unit>minute|hour|day|week|month|year)s?\b"
    return re.compile(
        rf"""
        (?P<date>\b(?P<dayno>\d{{1,2}})\s+(?P<dmonth>{months})\s+(?P<dyear>\d{{4}})\b)
      | (?P<month>\b(?P<mmonth>{months})\s+(?P<myear>\d{{4}})\b)
      | (?P<article>\b{article})
      | (?P<money>\bRp\s?(?P<sum>{amount})(?:\s+(?P<scale>{scales})\b)?)
      | (?P<share>(?P<percent>{amount})\s?(?:%|persen\b|percent\b))
      | (?P<regulation>\b(?P<regno>\d{{1,4}})/(?:[A-Z][\w.]*/)*(?P<regyear>(?:19|20)\d\d)\b
          | \b(?:Nomor|No\.)\s+(?P<longno>\d{{1,4}})\s+(?:Tahun|of)\s+(?P<longyear>(?:19|20)\d\d)\b)
      | (?P<duration>\b(?:(?P<times>\d+)\s*[×x]\s*)?
          (?P<count>{amount}(?:\s?[–-]\s?\d+)?|(?:{words})\b)[\s-]{duration})
      | (?P<time>\b(?P<hours>[01]\d|2[0-3])[.:](?P<minutes>[0-5]\d)\b)
      | (?P<number>{amount})
        """,
        re.VERBOSE | re.IGNORECASE,
    )


PATTERNS = {lang: _patterns(lang) for lang in ("id", "en")}


def figures(text: str, lang: str) -> Iterator[Figure]:
    """All figures of `text` (plain words, `lang` id or en) in their order."""
    for match in PATTERNS[lang].finditer(text):
        kind = (
            match.lastgroup if match.lastgroup in _VALUES else next(name for name in _VALUES if match[name])
        )
        value = _VALUES[kind](match, lang)
        yield Figure("date" if kind == "month" else kind, value, match[0])


def held(figure: Figure, numbers: Iterable[Figure]) -> bool:
    """Whether `numbers` (of the cited rules) hold the figure; an article also holds its shorter form."""
    for number in numbers:
        if (number.kind, number.value) == (figure.kind, figure.value):
            return True
        if figure.kind == number.kind == "article" and number.value.startswith(figure.value + "("):
            return True
        if figure.kind == number.kind == "date" and number.value.startswith(figure.value + "-"):
            return True
    return False


def _integer(text: str) -> str:
    return re.sub(r"[.,](?=\d{3}\b)", "", text)


def _money(match: re.Match[str], lang: str) -> str:
    amount = _integer(match["sum"])
    if not match["scale"]:
        return amount
    whole, _, decimals = amount.replace(",", ".").partition(".")
    scale = SCALES[match["scale"].lower()]
    return str(int(whole) * scale + (int(decimals) * scale // 10 ** len(decimals) if decimals else 0))


def _duration(match: re.Match[str], lang: str) -> str:
    count = match["count"].lower()
    words = NUMBER_WORDS[lang]
    if count in words:
        count = str(words.index(count) + 1)
    count = re.sub(r"\s?[–-]\s?", "–", count)
    times = f"{match['times']}×" if match["times"] else ""
    return f"{times}{count} {'work' if match['work'] else ''}{UNITS[match['unit'].lower()]}"


def _month(name: str, lang: str) -> int:
    return MONTHS[lang].index(name.lower()) + 1


def _article(match: re.Match[str], lang: str) -> str:
    return match["art"] + (f"({match['par']})" if match["par"] else "") + (match["point"] or "")


_VALUES = {
    "date": lambda m, lang: f"{m['dyear']}-{_month(m['dmonth'], lang):02}-{int(m['dayno']):02}",
    "month": lambda m, lang: f"{m['myear']}-{_month(m['mmonth'], lang):02}",
    "article": _article,
    "money": _money,
    "share": lambda m, lang: m["percent"].replace(",", "."),
    "regulation": lambda m, lang: f"{int(m['regno'] or m['longno'])}/{m['regyear'] or m['longyear']}",
    "duration": _duration,
    "time": lambda m, lang: f"{m['hours']}.{m['minutes']}",
    "number": lambda m, lang: _integer(m["number"]).replace(",", "."),
}
