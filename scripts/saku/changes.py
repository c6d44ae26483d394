"""What each edition changed in the one before, newest first: `docs/data/changes.yml`."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from saku.problem import Problem
from saku.schema import Change
from saku.yamldoc import Yaml


@dataclass(frozen=True)
class History:
    """The changes in the order of their file, and the line of each."""

    yaml: Yaml
    entries: tuple[Change, ...]

    @classmethod
    def read(cls, yaml: Yaml) -> "History":
        """Raises `BookError` (schema)."""
        return cls(yaml, yaml.parse(TypeAdapter(tuple[Change, ...])))

    def newest(self, code: str) -> Change | None:
        """The last that happened to a card, rule or page."""
        return next((change for change in self.entries if change.code == code), None)

    def withdrawal(self, code: str) -> Change | None:
        """Why a card must not be used, as long as nothing newer is said of it."""
        change = self.newest(code)
        return change if change and change.kind == "withdrawn" else None

    def problem(self, index: int, field: str, what: str, fix: str) -> Problem:
        entry = self.entries[index]
        name = f"{entry.code or 'the book'} ({entry.date})"
        return Problem(self.yaml.name, self.yaml.line((index, field)), "change", f"{name}: {what}", fix)
