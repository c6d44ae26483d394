"""Counts each case once, however often it was sent."""

from collections.abc import Iterable
from dataclasses import replace

from saku.tally.found import Found
from saku.tally.rows import Case

EMPTY = (None, "")


def merge(cases: Iterable[Case], found: list[Found]) -> tuple[list[Case], int]:
    """Each case once, the newest state of it, and how many rows were repetitions.

    The same code is the same case; a row that was closed counts before one still open, then the later one;
    what it leaves empty is taken from the other. Where they contradict each other, it is told.
    Where date and city both differ, two DPDs gave one code to two cases: both count, and it is told.
    """
    kept: dict[str, list[Case]] = {}
    again = 0
    for case in sorted(cases, key=lambda case: case.place):
        others = kept.setdefault(case.code, [])
        place = next((i for i, other in enumerate(others) if _same(case, other)), None)
        if place is None:
            if others:
                _tell(found, "code_shared", False, case, others[0])
            others.append(case)
            continue
        again += 1
        other = others[place]
        new, old = (case, other) if _state(case) >= _state(other) else (other, case)
        others[place] = replace(
            new, **{name: value for name, value in vars(old).items() if vars(new)[name] in EMPTY}
        )
        if _contradict(new, old):
            _tell(found, "differs", True, old, new)
    return [case for cases in kept.values() for case in cases], again


def _same(case: Case, other: Case) -> bool:
    return case.received == other.received or case.city == other.city != ""


def _contradict(new: Case, old: Case) -> bool:
    """Whether both tell something, and not the same. Closing a case may change all but its date and city."""
    names = ("received", "city") if _state(new) > _state(old) else vars(new).keys() - {"place"}
    return any(
        vars(new)[name] != vars(old)[name] and not {vars(new)[name], vars(old)[name]} & set(EMPTY)
        for name in names
    )


def _state(case: Case) -> int:
    return sum(value is not None for value in (case.outcome, case.closed))


def _tell(found: list[Found], key: str, lost: bool, case: Case, other: Case) -> None:
    values = (("code", case.code), ("other", f"{other.place[0]}:{other.place[1]}"))
    found.append(Found(*case.place, key, lost, values))
