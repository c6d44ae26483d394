"""Checks one row of a register: what is wrong in it, and the case that can be counted."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from unicodedata import normalize

from saku.bank import CHOICES, REQUIRED, Words
from saku.checks.privacy import CARD_NUMBER, MOBILE, NIK
from saku.figures import MONTHS
from saku.tally.days import month_first, parse_day, serial_day
from saku.tally.found import Found, shown

FIRST_DAY = date(2014, 1, 1)
"""JKN began; an earlier date is a typing error."""
FORMULA = re.compile(r"^\s*[=+@]|^\s*-\s*[^\d\s]")
EXAMPLE = "contoh"
_CODE = re.compile(r"^([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)-(\d\d|20\d\d)-(\d{1,5})$")
_CARD = re.compile(r"\b[DKLBT][1-9]\d?\b")
_LETTERS = "[A-Za-zÀ-ÖØ-öø-ÿ]+"
_CITY = re.compile(rf"^{_LETTERS}(?:[ .'’()-]+{_LETTERS})*[.)]?$")
"""Only letters that the typeface of the summary has."""
_KAB = re.compile(r"^kab(?:upaten)?\b\.?\s*", re.IGNORECASE)
_CAPITALS = ("di", "diy", "dki")
_SUM = re.compile(
    r"(?:rp|idr)?[. :]*(\d{1,3}([.,'’ ])\d{3}(?:\2\d{3})*|\d+)(?:(?!\2)[.,]\d\d?)?(?:[.,]?-)?(?: ?rupiah)?",
    re.IGNORECASE,
)
LEAST = 1000
"""Rupiah; a smaller sum has lost its thousands."""
_TOTAL = re.compile(r"(?:jumlah|total)\b", re.IGNORECASE)
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
        self.month_first = False
        """A date was refused that stands there with its month first."""

    def case(self) -> Case | None:
        """None for a row that is no case, and for one that cannot be counted; `found` tells why."""
        if self._is_none():
            return None
        self._personal()
        code, city, card = self._code(), self._city(), self._card()
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

    def _is_none(self) -> bool:
        """An empty row, an example, the headings again, a line of sums."""
        code = self._values.get("code")
        told = [str(value) for value in self._values.values() if value is not None]
        needed = [str(value) for key in REQUIRED if (value := self._values.get(key)) is not None]
        totals = any(map(_TOTAL.match, told)) and all(map(_TOTAL.match, needed))
        example = str(code).lower().startswith(EXAMPLE)
        return not told or example or totals or plain(code) == plain(self._words.headings["code"])

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

    def _code(self) -> str:
        if (text := self._text("code")) is None:
            return ""
        if (code := code_of(text)) is None:
            self._tell("code", True, "code", "" if NIK.search(text) or MOBILE.search(text) else text)
        return code or ""

    def _city(self) -> str:
        if (text := self._text("city")) is None:
            return ""
        if len(text) > 40 or not _CITY.match(text):
            self._tell("city", False, "city", "" if re.search(r"\d{6}", text) else text)
            return ""
        words = _KAB.sub("Kab. ", text.strip(" .")).casefold().split()
        return " ".join(word.upper() if word in _CAPITALS else word.capitalize() for word in words)

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
        elif isinstance(value, (int, float)) and (serial := serial_day(value)):
            day = serial
        elif (text := self._text(column)) is None:
            return None
        elif (day := parse_day(text)) and not self._plain:
            read = f"{day.day} {MONTHS['id'][day.month - 1]} {day.year}"
            self._tell("date_text", False, column, f"{text} = {read}")
        if not day or not FIRST_DAY <= day <= self._today:
            self.month_first |= isinstance(value, str) and month_first(value)
            self._tell("date", needed, column, f"{value:%Y-%m-%d}" if isinstance(value, date) else value)
            return None
        return day

    def _money(self) -> int | None:
        value = self._values.get("money")
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
            money = value
        elif (text := self._text("money")) is None:
            return None
        elif text.casefold() in _NO:
            return 0
        elif match := _SUM.fullmatch(text):
            money = int(re.sub(r"\D", "", match[1]))
        else:
            self._tell("sum", False, "money", text)
            return None
        if money != round(money) or 0 < money < LEAST:
            self._tell("sum_odd", False, "money", value)
        return round(money)


def code_of(text: str) -> str | None:
    """`bks / 26 / 14` → `BKS-26-014`, so that one case is found again; None where it is no case code."""
    match = _CODE.match(re.sub(r"[\s/_–—-]+", "-", text.strip().upper()))
    return f"{match[1]}-{match[2][-2:]}-{int(match[3]):03}" if match else None


def plain(heading: object) -> str:
    """`1 Kode kasus` → `kodekasus`."""
    return re.sub(r"[\W\d_]", "", heading).casefold() if isinstance(heading, str) else ""


def _clean(value: object) -> object:
    if isinstance(value, str):
        value = " ".join(normalize("NFKC", value).replace("\u200b", "").split())
        return value or None
    return "=" if isinstance(value, float) and not isfinite(value) else value
