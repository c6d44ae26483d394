"""The register of cases as a workbook: one line a case, drop-downs of the book, a sheet that counts."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name as letter

from saku.bank import CHOICES, DAYS, words_of
from saku.editions.office import repack
from saku.figures import MONTHS
from saku.model import Book

CASES, COUNTS, LISTS, HELP = "Kasus", "Hitungan", "Daftar", "Petunjuk"
"""Its sheets."""
FIRST, ROWS = 4, 1000
"""Line of the first case, and how many there is room for; a DPD begins a new file each year."""
LAST = FIRST + ROWS - 1
EXAMPLE = "contoh"
"""How the code of an example begins; the counting and `scripts/tally` leave it out."""
EARLIEST = date(2014, 1, 1)
WIDTHS = {"code": 14, "received": 16, "city": 20, "card": 14, "facility": 15, "segment": 15, "closed": 14,
          "outcome": 18, "days": 9, "money": 16, "lesson": 48}  # fmt: skip
ORDER = tuple(WIDTHS)
DATE = "[$-421]d mmm yyyy"
"""With the month in words, so that 5/11 typed on an English machine is seen to have become 11 May."""


def make_register(book: Book, path: Path) -> None:
    """Write the workbook, in Indonesian as all sheets that are used; the same bytes from the same book."""
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as out:
        out.set_properties({
            "title": book.strings["register_title"].id, "author": "JamkesWatch KSPI",
            "created": datetime.combine(book.edition.date, time()),
        })  # fmt: skip
        _Register(book, out).write()
    repack(path, book.edition.date)


class _Register:
    def __init__(self, book: Book, out: Workbook) -> None:
        self.book, self.out, self.words = book, out, words_of(book)
        self.bold = out.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.sums = out.add_format({"bold": True})
        self.title = out.add_format({"bold": True, "font_size": 14})
        self.small = out.add_format({"font_size": 9, "text_wrap": True, "valign": "top"})
        self.wrapped = out.add_format({"text_wrap": True, "valign": "top"})
        self.date, self.sum = out.add_format({"num_format": DATE}), out.add_format({"num_format": "#,##0"})
        self.example = {
            form: out.add_format({"italic": True, "pattern": 17} | ({"num_format": form} if form else {}))
            for form in ("", DATE, "#,##0")
        }

    def write(self) -> None:
        sheets = {name: self.out.add_worksheet(name) for name in (CASES, COUNTS, LISTS, HELP)}
        for sheet in sheets.values():
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
        self._cases(sheets[CASES])
        self._lists(sheets[LISTS])
        self._counts(sheets[COUNTS])
        sheets[HELP].set_column(0, 0, 90)
        for row, line in enumerate(self._say("register_help").split("|")):
            sheets[HELP].write(row, 0, line.strip(), self.title if row == 0 else self.wrapped)

    def _say(self, key: str) -> str:
        return self.book.strings[key].id

    def _cases(self, sheet) -> None:
        sheet.write(0, 0, self._say("register_title"), self.title)
        sheet.set_row(1, 76)  # six lines of help; LibreOffice would cut the last
        sheet.freeze_panes(FIRST - 1, 1)
        sheet.repeat_rows(2)
        forms = {"received": self.date, "closed": self.date, "money": self.sum}
        for column, key in enumerate(ORDER):
            sheet.set_column(column, column, WIDTHS[key], forms.get(key))
            sheet.write(1, column, self._say(f"register_{key}"), self.small)
            sheet.write(2, column, DAYS if key == "days" else self.words.headings[key], self.bold)
            if key != "days":
                sheet.data_validation(FIRST - 1, column, LAST - 1, column, self._validation(key))
        examples = self._examples()
        for row in range(FIRST, LAST + 1):
            example = examples[row - FIRST] if row - FIRST < len(examples) else None
            days, form = (example["days"], self.example[""]) if example else ("", None)
            b, g, i = (ORDER.index(key) for key in ("received", "closed", "days"))
            received, closed = f"{letter(b)}{row}", f"{letter(g)}{row}"
            formula = f'=IF(AND(ISNUMBER({received}),ISNUMBER({closed})),{closed}-{received},"")'
            sheet.write_formula(row - 1, i, formula, form, days)
        for row, example in enumerate(examples, FIRST - 1):
            for column, key in enumerate(ORDER):
                value = example[key]
                form = DATE if isinstance(value, date) else "#,##0" if key == "money" else ""
                if key != "days":
                    sheet.write(row, column, value, self.example[form])

    def _validation(self, key: str) -> dict:
        """What a column takes; the help line stands beside the cell as well."""
        rule: dict = {"input_title": self.words.headings[key], "input_message": self._say(f"register_{key}")}
        rule |= {"error_title": self.words.headings[key], "error_message": self._say("register_wrong")}
        column = f"${letter(ORDER.index(key))}"
        if key in ("card", *CHOICES):
            return rule | {"validate": "list", "source": f"={self._list(key)}"}
        if key in ("received", "closed"):
            return rule | {"validate": "date", "criteria": ">=", "value": EARLIEST}
        if key == "money":
            return rule | {"validate": "integer", "criteria": ">=", "value": 0}
        if key == "code":
            once = f"=COUNTIF({column}${FIRST}:{column}${LAST},{column}{FIRST})=1"
            return rule | {"validate": "custom", "value": once, "error_message": self._say("register_twice")}
        return rule | {"validate": "length", "criteria": "<=", "value": 40 if key == "city" else 200}

    def _list(self, key: str) -> str:
        """The cells of `Daftar` that hold the choices of a column."""
        column = ("card", *CHOICES).index(key) + (1 if key != "card" else 0)  # titles stand beside the codes
        count = len(self.words.cards if key == "card" else self.words.choices[key])
        return f"{LISTS}!{_absolute(1, column, count)}"

    def _lists(self, sheet) -> None:
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, 4, 18)
        heads = [self.words.headings["card"], "", *(self.words.headings[key] for key in CHOICES)]
        sheet.write_row(0, 0, heads, self.bold)
        for row, code in enumerate(self.words.cards, 1):
            sheet.write_row(row, 0, [code, self.book.cards[code].words["id"].title])
        for column, key in enumerate(CHOICES, 2):
            sheet.write_column(1, column, self.words.choices[key])

    def _counts(self, sheet) -> None:
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 13, 7)
        sheet.write(0, 0, self._say("register_year"), self.bold)
        sheet.write(0, 1, self.book.edition.date.year, self.bold)
        sheet.data_validation(0, 1, 0, 1, {"validate": "integer", "criteria": ">=", "value": EARLIEST.year})
        sheet.freeze_panes(3, 1)
        months = [name[:3].capitalize() for name in MONTHS["id"]]
        sheet.write_row(2, 0, ["", *months, self._say("total")], self.bold)
        row = self._block(sheet, 3, "card", self.words.cards)
        total = row - 1
        row = self._block(sheet, row + 1, "outcome", self.words.choices["outcome"])
        sheet.write(row + 1, 0, self.words.headings["money"], self.bold)
        money = self._range("money")
        for month in range(1, 13):
            sheet.write_formula(row + 1, month, f"=SUMIFS({money},{self._month(month)})", self.sum, 0)
        sheet.write_formula(row + 1, 13, f"=SUM(B{row + 2}:M{row + 2})", self.sum, 0)
        code = self._range("code")
        sheet.set_row(row + 2, 48)
        sheet.write(row + 2, 0, self._say("register_left"), self.wrapped)
        left = f'=COUNTIFS({code},"?*",{code},"<>{EXAMPLE}*")-N{total + 1}'
        sheet.write_formula(row + 2, 1, left, None, 0)
        self._chart(
            sheet, "column", self._say("tally_by_month"), (2, 1, 2, 12), (total, 1, total, 12), "P3", 300
        )
        cards = (3, 0, total - 1, 0), (3, 13, total - 1, 13)
        self._chart(sheet, "bar", self._say("tally_by_card"), *cards, "P20", 760)

    def _block(self, sheet, row: int, key: str, keys: tuple[str, ...]) -> int:
        """A line for each of `keys`, months across, and a line of sums; the row below."""
        first = row + 1
        for name in keys:
            sheet.write(row, 0, name)
            for month in range(1, 13):
                counted = f"=COUNTIFS({self._range(key)},$A{row + 1},{self._month(month)})"
                sheet.write_formula(row, month, counted, None, 0)
            sheet.write_formula(row, 13, f"=SUM(B{row + 1}:M{row + 1})", self.sums, 0)
            row += 1
        sheet.write(row, 0, self._say("total"), self.bold)
        for column in range(1, 14):
            name = letter(column)
            sheet.write_formula(row, column, f"=SUM({name}{first}:{name}{row})", self.sums, 0)
        return row + 1

    def _range(self, key: str) -> str:
        return f"{CASES}!{_absolute(FIRST - 1, ORDER.index(key), LAST - 1)}"

    def _month(self, month: int) -> str:
        """The conditions of a month of the chosen year: rows with a code, without the examples."""
        received, code = self._range("received"), self._range("code")
        return (
            f'{received},">="&DATE($B$1,{month},1),{received},"<"&DATE($B$1,{month + 1},1),'
            f'{code},"?*",{code},"<>{EXAMPLE}*"'
        )

    def _chart(self, sheet, kind: str, title: str, names, values, place: str, height: int) -> None:
        chart = self.out.add_chart({"type": kind})
        series = {"categories": [COUNTS, *names], "values": [COUNTS, *values], "fill": {"color": "black"}}
        chart.add_series(series | {"data_labels": {"value": True}, "gap": 50})
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        values_axis = chart.set_x_axis if kind == "bar" else chart.set_y_axis  # XlsxWriter's are as drawn
        values_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        if kind == "bar":
            chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 560, "height": height})
        sheet.insert_chart(place, chart, {"description": title})

    def _examples(self) -> list[dict]:
        """Two lines that are no cases: one closed, one open."""
        received = self.book.edition.date - timedelta(days=10)
        city, facility = self._say("register_example_city"), self.words.choices["facility"]
        segment, outcome = self.words.choices["segment"], self.words.choices["outcome"]
        open_case = dict.fromkeys(ORDER, None) | {
            "code": f"{EXAMPLE}-2", "received": received, "city": city, "card": self.words.cards[0],
            "facility": facility[1], "segment": segment[1], "days": "",
        }  # fmt: skip
        closed = open_case | {
            "code": f"{EXAMPLE}-1", "card": "K2" if "K2" in self.words.cards else self.words.cards[0],
            "facility": facility[0], "segment": segment[0], "closed": received + timedelta(days=3),
            "outcome": outcome[0], "days": 3, "money": 0, "lesson": self._say("register_example_lesson"),
        }  # fmt: skip
        return [closed, open_case]


def _absolute(first: int, column: int, last: int) -> str:
    name = letter(column)
    return f"${name}${first + 1}:${name}${last + 1}"
