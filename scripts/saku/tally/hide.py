"""Finds the cells of linked tables that must not be shown, so that no case can be recognised.

Cells of one to four cases are hidden, and as many others as it takes that nobody can work them out
from the sums. A zero is shown, so a hidden cell is known to be one at least: five hidden cells with the
sum five would be plain.
"""

from collections.abc import Hashable, Sequence

FEW = 5
PRIME = 2**31 - 1
"""Sums are compared in whole numbers below it."""
Cell = Hashable
Sum = tuple[Cell, Sequence[Cell]]
"""A cell and those it is the sum of."""


def hidden(counts: dict[Cell, int], sums: Sequence[Sum]) -> set[Cell]:
    """Cells of `counts` to hide; all of `sums` are known to the reader wherever their cells are shown."""
    out = {cell for cell, count in counts.items() if 0 < count < FEW}
    while True:
        more = {cell for line in sums if (cell := _next(counts, line, out)) is not None}
        if not more:
            exposed = _exposed(sums, out)
            lines = [line for line in sums if exposed & {line[0], *line[1]}]
            choice = [cell for line in lines if (cell := _smallest(counts, line, out)) is not None]
            more = {min(choice, key=lambda cell: counts[cell])} if choice else set()
        if not more:
            return out
        out |= more


def _next(counts: dict[Cell, int], line: Sum, out: set[Cell]) -> Cell | None:
    """One cell more of this sum, where a hidden one could not be five, even if the others were one each."""
    total, parts = line
    gone = [counts[cell] for cell in parts if cell in out]
    few = total not in out and bool(gone) and sum(gone) < FEW + len(gone) - 1
    return _smallest(counts, line, out) if few else None


def _smallest(counts: dict[Cell, int], line: Sum, out: set[Cell]) -> Cell | None:
    total, parts = line
    shown = [cell for cell in parts if cell not in out and counts[cell]]
    if shown:
        return min(shown, key=lambda cell: counts[cell])
    return total if total not in out else None


def _exposed(sums: Sequence[Sum], out: set[Cell]) -> set[Cell]:
    """Hidden cells that the sums determine: each row of the solved equations with one unknown left."""
    solved: dict[Cell, dict[Cell, int]] = {}
    for total, parts in sums:
        row = {cell: 1 for cell in parts if cell in out}
        if total in out:
            row[total] = PRIME - 1
        for cell in [cell for cell in row if cell in solved]:
            _subtract(row, solved[cell], row[cell])
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, PRIME)
        row = {cell: value * inverse % PRIME for cell, value in row.items()}
        for other in solved.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        solved[pivot] = row
    return {pivot for pivot, row in solved.items() if len(row) == 1}


def _subtract(row: dict[Cell, int], other: dict[Cell, int], times: int) -> None:
    for cell, value in other.items():
        left = (row.get(cell, 0) - times * value) % PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
