"""A CSV file checked against a pydantic type, with the line of every mistake."""

import csv
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from saku.problem import BookError, Problem, read_text

T = TypeVar("T", bound=BaseModel)


def read_csv(root: Path, path: Path, kind: type[T]) -> list[T]:
    """One `kind` a line; an empty field is None. Raises `BookError` (schema, encoding, unreadable)."""
    name = path.relative_to(root).as_posix()
    reader = csv.DictReader(read_text(root, path).splitlines(), strict=True)
    rows, problems = [], []

    def wrong(what: str, line: int) -> None:
        fix = "Mend this line (columns: scripts/saku/schema.py)."
        problems.append(Problem(name, line, "schema", what, fix))

    try:
        for values in reader:
            if None in values or None in values.values():
                wrong("The line has more or fewer fields than the first line.", reader.line_num)
                continue
            try:
                rows.append(kind.model_validate({key: value or None for key, value in values.items()}))
            except ValidationError as error:
                for detail in error.errors():
                    place = " → ".join(map(str, detail["loc"])) or "the line"
                    wrong(f"{place}: {detail['msg']}.", reader.line_num)
    except csv.Error as error:
        wrong(f"Not CSV: {error}.", reader.line_num + 1)
    if problems:
        raise BookError(*problems)
    return rows
