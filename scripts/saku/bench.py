"""Measures the build: times, peak memory and sizes, for the book as it is and with its cards four times;
then what copies lose, the pages as a phone gets them, and how the cards read."""

import json
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import Any

import pikepdf
from openpyxl import load_workbook

from saku.bench_web import web_figures
from saku.checks.cards import word_count
from saku.editions import book as paper
from saku.editions import register
from saku.model import load
from saku.paper import make_books, make_desk, make_training
from saku.photocopy import photocopy
from saku.readability import reading
from saku.schema import LANGS, Lang
from saku.site import make_site
from saku.tally.run import tally
from saku.translated import renew

COPIES = 4


def bench(root: Path) -> str:
    """All figures as a table, and the same as one line of JSON (seconds, MB, kB)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = {"1×": _measure(root, folder / "one")}
        tree, pages = _copied(root, folder / "tree", 1), folder / "one/site"
        figures["1×"] |= _all_editions(tree, pages, folder / "all")
        figures["1×"] |= _desk(tree, pages, folder / "desk")
        larger = _copied(root, folder / "larger", COPIES)
        figures[f"{COPIES}×"] = _measure(larger, folder / "four")
        copies = [_photocopies(folder / f"all/buku-saku-{lang}.pdf", lang) for lang in LANGS]
    names = list(figures["1×"])
    rows = [f"{'':32}" + "".join(f"{column:>12}" for column in figures)]
    rows += [
        f"{name:32}" + "".join(f"{column.get(name, ''):>12}" for column in figures.values()) for name in names
    ]
    web, readings = web_figures(root), _readings(root)
    rows += ["", *_table(copies), "", *_table(web), "", *_table(readings)]
    as_json = figures | {"photocopies": copies, "web": web, "reading": readings}
    return "\n".join([*rows, "", json.dumps(as_json, ensure_ascii=False)])


def _table(lines: list[dict[str, Any]]) -> list[str]:
    heads = [name for name in dict.fromkeys(name for line in lines for name in line) if name != "longest"]
    return ["".join(f"{name:>18}" for name in heads)] + [
        "".join(f"{line.get(name, ''):>18}" for name in heads) for line in lines
    ]


def _readings(root: Path) -> list[dict[str, Any]]:
    """Length and readability of each card: printed words, then what `readability` measures."""
    cards = load(root).cards.values()
    return [
        {"card": card.code, "language": lang, "printed": word_count(card, lang)} | asdict(reading(card, lang))
        for card in cards
        for lang in LANGS
    ]


def _measure(root: Path, out: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    pages = out / "site"
    figures["mkdocs + finish (s)"], figures["its memory (MB)"] = _apart(_site, root, pages)
    for lang in LANGS:
        figures[f"book {lang} (s)"], figures[f"its memory {lang} (MB)"] = _apart(
            _book, root, pages, out, lang
        )
        with pikepdf.open(out / f"buku-saku-{lang}.pdf") as pdf:
            figures[f"its pages {lang}"] = len(pdf.pages)
        figures[f"a page of it {lang} (ms)"] = round(
            1000 * figures[f"book {lang} (s)"] / figures[f"its pages {lang}"]
        )
    return figures


def _all_editions(tree: Path, pages: Path, out: Path) -> dict[str, float]:
    """Every paper edition of both languages at once, as a build makes them, and the size of each file."""
    figures: dict[str, float] = {}
    for name, work in (("all paper editions", _editions), ("all of the training", _classroom)):
        figures[f"{name} (s)"], figures[f"{name} (MB)"] = _apart(work, tree, pages, out)
    for path in sorted(path for path in out.iterdir() if path.suffix in (".pdf", ".pptx")):
        figures[f"{path.name} (kB)"] = round(path.stat().st_size / 1024)
    return figures


def _desk(root: Path, pages: Path, out: Path) -> dict[str, float]:
    """Letters, forms and register; then the tally of a hundred registers of a hundred cases each."""
    figures: dict[str, float] = {}
    figures["letters, forms, register (s)"], figures["letters, forms, register (MB)"] = _apart(
        _papers, root, pages, out
    )
    empty, sent = load_workbook(out / "register-kasus.xlsx"), out / "sent"
    sent.mkdir()
    sheet, case = empty[register.CASES], {"received": date(2026, 3, 30), "city": "Kota Bekasi", "card": "K2"}
    for number in range(100):
        for row in range(100):
            values = case | {"code": f"D{number}-26-{row}"}
            for key, value in values.items():
                sheet.cell(register.FIRST + 2 + row, register.ORDER.index(key) + 1, value)
        empty.save(sent / f"{number}.xlsx")
    figures["tally of 10,000 cases (s)"], figures["tally (MB)"] = _apart(_tally, root, sent)
    return figures


def _photocopies(path: Path, lang: Lang) -> dict[str, Any]:
    """What three generations of copying cost each page of a book."""
    start = time.perf_counter()
    pages = photocopy(path, lang)
    worst = max(pages, key=lambda page: page.loss)
    return {
        "copied": path.stem,
        "pages": len(pages),
        "read (%)": round(mean(page.clean for page in pages), 1),
        "on copies (%)": round(mean(page.copied for page in pages), 1),
        "most lost": worst.loss,
        "on page": worst.number,
        "over 2 points": sum(page.loss > 2 for page in pages),
        "worst line (%)": round(min(page.line for page in pages)),
        "seconds": round(time.perf_counter() - start),
    }


def _apart(work: Callable[..., None], *arguments: Any) -> tuple[float, int]:
    """Seconds and peak megabytes of `work`, in a process of its own."""
    context = get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_timed, args=(answers, work, arguments))
    process.start()
    answer = answers.get()
    process.join()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _timed(answers: Any, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    start = time.perf_counter()
    try:
        work(*arguments)
    except Exception as error:  # handed to the parent, which raises it
        answers.put(error)
        return
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = max(resource.getrusage(each).ru_maxrss for each in who) // 1024
    answers.put((round(time.perf_counter() - start, 1), memory))


def _site(root: Path, pages: Path) -> None:
    make_site(load(root), pages)


def _book(root: Path, pages: Path, out: Path, lang: str) -> None:
    paper.MOST_PAGES = 1000  # four times the cards are more than can be stapled
    book = load(root)
    paper.make_book(book, lang, paper.book_html(book, pages, lang, ""), out / f"buku-saku-{lang}.pdf")


def _editions(tree: Path, pages: Path, out: Path) -> None:
    make_books(load(tree), pages, out)


def _classroom(tree: Path, pages: Path, out: Path) -> None:
    make_training(load(tree), pages, out)


def _papers(root: Path, pages: Path, out: Path) -> None:
    out.mkdir()
    make_desk(load(root), pages, out)


def _tally(root: Path, sent: Path) -> None:
    assert tally(root, sent)


def _copied(root: Path, to: Path, times: int) -> Path:
    """The tree without a cache, with each card so many times, under new codes and addresses."""
    for name in ("docs", "overrides"):
        shutil.copytree(root / name, to / name)
    menu = (root / "mkdocs.yml").read_text(encoding="utf-8")
    for number in range(1, times):
        for path in sorted((root / "docs/id/kartu").glob("*.md")):
            name = f"{path.stem}-{number}.md"
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"(?m)^code: ([A-Z])(\d+)$", partial(_other_code, number), text)
            (to / "docs/id/kartu" / name).write_text(text, encoding="utf-8")
            shutil.copy(root / "docs/en/kartu" / path.name, to / "docs/en/kartu" / name)
            renew(to, to / "docs/en/kartu" / name)
            menu += f"  - kartu/{name}\n"
    (to / "mkdocs.yml").write_text(menu, encoding="utf-8")
    return to


def _other_code(number: int, code: re.Match[str]) -> str:
    """A code that no card has: K2 → K22, K42, K62."""
    return f"code: {code[1]}{int(code[2]) + 20 * number}"
