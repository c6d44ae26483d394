"""Checks one row of a register: what is wrong in it, and the case that can be counted."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

from saku.bank import CHOICES, REQUIRED, Words
from saku.checks.privacy import CARD_NUMBER, MOBILE, NIK
from saku.figures import MONTHS
from saku.tally.found import Found, shown

FIRST_DAY = date(2014, 1, 1)
"""JKN began; an earlier date is a typing error."""
SERIAL_ZERO, SERIALS = date(1899, 12, 30), range(41640, 73051)
"""Days of a spreadsheet, for dates whose cell lost its format."""
FORMULA = re.compile(r"^\s*[=+@]|^\s*-\s*[^\d\s]")
EXAMPLE = "contoh"
_CODE = re.compile(r"^([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)-(\d\d|20\d\d)-(\d{1,5})$")
_CARD = re.compile(r"\b[DKLBT][1-9]\d?\b")
_CITY = re.compile(r"^[^\W\d_][^\W\d_.'’ ()-]*(?:[ .'’()-]+[^\W\d_.'’ ()-]+)*[.)]?$")
_ISO = re.compile(r"^(20\d\d)-(\d\d?)-(\d\d?)(?=\D|$)")
_DAY_FIRST = re.compile(r"^(\d\d?)\s*[/.-]\s*(\d\d?)\s*[/.-]\s*(20\d\d|\d\d)(?=\D|$)")
_WORDS = re.compile(r"^(\d\d?)\s*[- ]\s*([A-Za-z]{3,})\.?\s*[- ]\s*(20\d\d|\d\d)(?=\D|$)")
_SUM = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d\d?)?(?:,-)?\s*$")
_NO = ("tidak", "0", "-")


@dataclass(frozen=True)
class Case:
    """One case, without anything that tells the person; `place` is file and line."""

    code: str
    received: date
    city: str
    """Empty where it was not told."""
    card: str
    facility: str | None
    segment: str | None
    closed: date | None
    outcome: str | None
    money: int | None
    """Rupiah returned to the patient; 0 is none, None is not known."""
    place: tuple[str, int]


class Row:
    """The values of one row, by column; `case()` checks them."""

    def __init__(
        self, file: str, line: int, values: dict[str, object], words: Words, today: date, plain: bool
    ) -> None:
        self.found: list[Found] = []
        self._file, self._line, self._words, self._today = file, line, words, today
        self._values = {key: _clean(value) for key, value in values.items()}
        self._plain = plain
        """The file has no dates, only text (csv, phone)."""

    def case(self) -> Case | None:
        """None for an example, an empty row, and a row that cannot be counted; `found` tells why."""
        code = str(self._values.get("code") or "")
        if not any(value is not None for value in self._values.values()) or code.lower().startswith(EXAMPLE):
            return None
        self._personal()
        code, city, card = self._code(code), self._city(), self._card()
        received, closed = self._date("received"), self._date("closed")
        facility, segment, outcome = (self._choice(key) for key in CHOICES)
        money = self._money()
        if any(found.lost for found in self.found):
            return None
        if closed and closed < received:
            self._tell("order", lost=False)
            closed = None
        return Case(
            code, received, city, card, facility, segment, closed, outcome, money, (self._file, self._line)
        )

    def _tell(self, key: str, lost: bool, column: str = "", value: object = "") -> None:
        values = (("column", self._words.headings.get(column, "")), ("value", shown(value)))
        self.found.append(Found(self._file, self._line, key, lost, values))

    def _text(self, column: str) -> str | None:
        """The value as text; None, told, where it is empty or a formula."""
        value, needed = self._values.get(column), column in REQUIRED
        if value is None:
            if needed:
                self._tell("missing", True, column)
            return None
        if isinstance(value, str) and FORMULA.match(value):
            self._tell("formula", needed, column, value)
            return None
        return str(value)

    def _personal(self) -> None:
        for value in self._values.values():
            text = str(value)
            if NIK.search(text) or CARD_NUMBER.search(text) or MOBILE.search(text):
                return self._tell("personal", lost=False)

    def _code(self, text: str) -> str:
        """`bks / 26 / 14` → `BKS-26-014`, so that one case is found again."""
        if (text := self._text("code")) is None:
            return ""
        match = _CODE.match(re.sub(r"[\s/_–—-]+", "-", text.strip().upper()))
        if not match:
            self._tell("code", True, "code", "" if NIK.search(text) or MOBILE.search(text) else text)
            return ""
        return f"{match[1]}-{match[2][-2:]}-{int(match[3]):03}"

    def _city(self) -> str:
        if (text := self._text("city")) is None:
            return ""
        if len(text) > 40 or not _CITY.match(text):
            self._tell("city", False, "city", "" if re.search(r"\d{6}", text) else text)
            return ""
        return " ".join(word if word.isupper() else word.capitalize() for word in text.split())

    def _card(self) -> str:
        if (text := self._text("card")) is None:
            return ""
        codes = _CARD.findall(text.upper().split("MINTA")[0])
        if not codes or (wrong := [code for code in codes if code not in self._words.cards]):
            self._tell("card", True, "card", wrong[0] if codes else text)
            return ""
        if len(set(codes)) > 1:
            self._tell("cards", False, "card", codes[0])
        return codes[0]

    def _choice(self, column: str) -> str | None:
        if (text := self._text(column)) is None:
            return None
        known = {word.casefold(): word for word in self._words.choices[column]}
        word = known.get(text.casefold().strip(" ."))
        if word is None:
            self._tell("choice", False, column, text)
        return word

    def _date(self, column: str) -> date | None:
        value, needed = self._values.get(column), column in REQUIRED
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
        elif isinstance(value, (int, float)) and int(value) in SERIALS:
            day = SERIAL_ZERO + timedelta(days=int(value))
        elif (text := self._text(column)) is None:
            return None
        elif (day := parse_day(text)) and not self._plain:
            read = f"{day.day} {MONTHS['id'][day.month - 1]} {day.year}"
            self._tell("date_text", False, column, f"{text} = {read}")
        if not day or not FIRST_DAY <= day <= self._today:
            self._tell("date", needed, column, f"{value:%Y-%m-%d}" if isinstance(value, date) else value)
            return None
        return day

    def _money(self) -> int | None:
        value = self._values.get("money")
        if isinstance(value, (int, float)) and value >= 0:
            return round(value)
        if (text := self._text("money")) is None:
            return None
        if text.casefold() in _NO:
            return 0
        if (match := _SUM.search(text)) and not text.startswith("-"):
            return int(re.sub(r"\D", "", match[1]))
        self._tell("sum", False, "money", text)
        return None


def parse_day(text: str) -> date | None:
    """A date written as text: 2026-11-21, or the day first, as people here write it."""
    text = text.strip()
    try:
        if match := _ISO.match(text):
            return date(*map(int, match.groups()))
        if match := _DAY_FIRST.match(text):
            day, month, year = map(int, match.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        if match := _WORDS.match(text):
            names = [name.lower() for names in MONTHS.values() for name in names]
            found = [place % 12 for place, name in enumerate(names) if name.startswith(match[2].lower())]
            year = int(match[3])
            return date(year + 2000 if year < 100 else year, found[0] + 1, int(match[1])) if found else None
    except ValueError:
        return None
    return None


def _clean(value: object) -> object:
    if isinstance(value, str):
        value = " ".join(value.replace("\u200b", "").split())
        return value or None
    return "=" if isinstance(value, float) and not isfinite(value) else value
