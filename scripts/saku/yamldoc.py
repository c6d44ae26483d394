"""YAML that remembers its lines, checked against a pydantic type."""

from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from saku.problem import BookError, Problem

T = TypeVar("T")
Where = tuple[str | int, ...]


class Yaml:
    """Plain data of one YAML text, with the line of every entry.

    `name` is the file for messages, `first_line` the line the text starts on in it.
    Raises `BookError` (yaml) for text that is not YAML or names a key twice.
    """

    def __init__(self, name: str, text: str, first_line: int = 1) -> None:
        self.name = name
        self._first = first_line
        self._at = 0
        self._lines: dict[Where, int] = {}
        try:
            loader = yaml.SafeLoader(text)
            node = loader.get_single_node()
            self.data: Any = None if node is None else self._build(loader, node, ())
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            what = str(getattr(error, "problem", None) or error).split("\n")[0]
            line = mark.line if mark else self._at
            raise self._error("yaml", line, f"Not YAML: {what}.", "Mend the YAML.") from error

    def line(self, where: Where) -> int:
        """Line of the entry at `where`, or of its nearest known parent."""
        while where and where not in self._lines:
            where = where[:-1]
        return self._lines.get(where, self._first)

    def parse(self, kind: type[T] | TypeAdapter[T]) -> T:
        """The data as `kind`. Raises `BookError` (schema), one problem per wrong value."""
        adapter = kind if isinstance(kind, TypeAdapter) else TypeAdapter(kind)
        try:
            return adapter.validate_python(self.data)
        except ValidationError as error:
            raise BookError(*(self._schema_problem(detail) for detail in error.errors())) from None

    def _schema_problem(self, detail: Any) -> Problem:
        where = tuple(part for part in detail["loc"] if part != "[key]")
        entry = " → ".join(str(part) for part in where) or "the file"
        return Problem(
            self.name,
            self.line(where),
            "schema",
            f"{entry}: {detail['msg']}.",
            "Mend this entry (types: scripts/saku/schema.py).",
        )

    def _build(self, loader: yaml.SafeLoader, node: yaml.Node, where: Where) -> Any:
        self._at = node.start_mark.line
        self._lines[where] = self._first + self._at
        if isinstance(node, yaml.SequenceNode):
            return [self._build(loader, item, (*where, index)) for index, item in enumerate(node.value)]
        if not isinstance(node, yaml.MappingNode):
            return loader.construct_object(node)
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node)
            if not isinstance(key, str):
                raise self._error(
                    "yaml", key_node.start_mark.line, f"The key {key!r} is not text.", "Put it in quotes."
                )
            if key in result:
                raise self._error(
                    "duplicate", key_node.start_mark.line, f"{key} stands twice.", "Keep one of them."
                )
            result[key] = self._build(loader, value_node, (*where, key))
            self._lines[(*where, key)] = self._first + key_node.start_mark.line
        return result

    def _error(self, id: str, offset: int, what: str, fix: str) -> BookError:
        return BookError(Problem(self.name, self._first + offset, id, what, fix))
