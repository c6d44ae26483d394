"""Reads a day as people write it; in doubt the day stands before the month."""

import re
from datetime import date, timedelta

from saku.figures import MONTHS

_SERIAL_ZERO, _SERIALS = date(1899, 12, 30), range(41640, 73051)
"""Days of a spreadsheet, for dates whose cell lost its format."""
_WEEKDAY = re.compile(r"^[A-Za-z'’]+,\s*")
_YEAR_FIRST = re.compile(r"^(20\d\d)[/.-](\d\d?)[/.-](\d\d?)(?=\D|$)")
_DAY_FIRST = re.compile(r"^(\d\d?)\s*[/.-]\s*(\d\d?)\s*[/.-]\s*(20\d\d|\d\d)(?=\D|$)")
_WORDS = re.compile(r"^(\d\d?)\s*[- ]\s*([A-Za-z]{3,})\.?\s*[- ]\s*(20\d\d|\d\d)(?=\D|$)")
_NAMES = [(name, number) for names in MONTHS.values() for number, name in enumerate(names, 1)]
_NAMES += [("pebruari", 2), ("agt", 8), ("agst", 8), ("nopember", 11)]
"""A month may be cut after any letter but the first two; these are written as well."""


def parse_day(text: str) -> date | None:
    """None where it is no day of the calendar."""
    text = _WEEKDAY.sub("", text.strip())
    try:
        if match := _YEAR_FIRST.match(text):
            return date(*map(int, match.groups()))
        if match := _DAY_FIRST.match(text):
            day, month, year = map(int, match.groups())
            return date(_full(year), month, day)
        if match := _WORDS.match(text):
            months = [number for name, number in _NAMES if name.startswith(match[2].lower())]
            return date(_full(int(match[3])), months[0], int(match[1])) if months else None
    except ValueError:
        return None
    return serial_day(int(text)) if re.fullmatch(r"\d{5}", text) else None


def serial_day(number: float) -> date | None:
    """The day that a spreadsheet counts so; None where it counts something else."""
    return _SERIAL_ZERO + timedelta(days=int(number)) if int(number) in _SERIALS else None


def month_first(text: str) -> bool:
    """Whether it is a day only with the month before it, as a machine in English writes it."""
    match = _DAY_FIRST.match(text.strip())
    return bool(match) and int(match[1]) <= 12 < int(match[2]) <= 31


def _full(year: int) -> int:
    return year + 2000 if year < 100 else year
