"""The command: reads a folder of registers with all cores, tells what is wrong, writes the summary."""

import logging
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from saku.bank import words_of
from saku.model import Book, load
from saku.schema import Lang
from saku.tally.merge import merge
from saku.tally.read import Read, read_file
from saku.tally.summary import summarise
from saku.tally.write import write_csv, write_pdf, write_xlsx

log = logging.getLogger(__name__)
OUT = "rekap"
"""Folder of the results, inside the folder that is read; never read itself."""
NOTES = "catatan.txt"


def tally(root: Path, folder: Path, lang: Lang = "id", today: date | None = None) -> bool:
    """Write `rekap/` into `folder`; whether any case was counted.

    Raises `BookError` when the book itself is broken.
    """
    book = load(root)
    paths = sorted(path for path in folder.rglob("*") if _wanted(folder, path))
    results = list(_each(book, folder, paths, today or date.today()))
    found = [found for result in results for found in result.found]
    cases, again = merge((case for result in results for case in result.cases), found)
    lines = [one.say(book.strings, lang) for one in sorted(found)]
    lines.append(
        book.strings["tally_end"][lang].format(
            cases=len(cases), files=len(paths), again=again, lost=sum(one.lost for one in found)
        )
    )
    for line in lines:
        log.info("%s", line)
    out = folder / OUT
    out.mkdir(exist_ok=True)
    (out / NOTES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for old in out.glob("ringkasan.*"):
        old.unlink()
    if not cases:
        return False
    summary = summarise(book, lang, cases)
    write_csv(book, lang, summary, out / "ringkasan.csv")
    write_xlsx(book, lang, summary, out / "ringkasan.xlsx")
    write_pdf(book, lang, summary, out / "ringkasan.pdf")
    log.info("→ %s", out)
    return True


def _wanted(folder: Path, path: Path) -> bool:
    """Everything but the results and what programs leave behind (`~$…`, `.~lock…`)."""
    parts = path.relative_to(folder).parts
    return path.is_file() and parts[0] != OUT and not any(part.startswith((".", "~$")) for part in parts)


def _each(book: Book, folder: Path, paths: list[Path], today: date) -> Iterator[Read]:
    """What each file gives, in their order; says how far it is."""
    read = partial(read_file, folder, words=words_of(book), today=today)
    step = max(1, len(paths) // 20)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for number, result in enumerate(pool.map(read, paths, chunksize=2), 1):
            if number % step == 0 or number == len(paths):
                log.info("… %d/%d", number, len(paths))
            yield result
