"""Rule numbers as they stand at the foot of a page, in lists and in notes."""

from collections.abc import Iterable

from saku.editions.parts import GLUED, NO_BREAK
from saku.finish.leaf import TEMPLATES
from saku.finish.words import basis
from saku.model import Book


def ranges(numbers: list[int]) -> str:
    """`[36, 37, 38, 44]` → `36–38, 44`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


TEMPLATES.filters["ranges"] = ranges


def rule_list(book: Book, cited: Iterable[int]) -> list[tuple[list[int], str]]:
    """Numbers with the regulation they rest on; neighbours that share it are one line."""
    rows: list[tuple[list[int], str]] = []
    for number in sorted(cited):
        text = GLUED.sub(NO_BREAK, basis(book, f"A{number}"))
        if rows and rows[-1][1] == text:
            rows[-1][0].append(number)
        else:
            rows.append(([number], text))
    return rows
