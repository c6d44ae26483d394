"""What is wrong with the book: one line each, with file, line and remedy."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that stops the build."""

    path: str
    """File below the project's root, as a person would type it."""
    line: int
    """Counted from 1; 0 where the problem is the whole file."""
    id: str
    what: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return " ".join(f"{place}: {self.id}: {self.what} {self.fix}".split())


class BookError(Exception):
    """Stops the build; carries every problem found so far."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = tuple(sorted(problems))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def read_text(root: Path, path: Path) -> str:
    """Read a source file as UTF-8; an unreadable file is a `BookError` (encoding, unreadable)."""
    name = path.relative_to(root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BookError(
            Problem(name, 0, "unreadable", f"{error.strerror}.", "Check the file and its permissions.")
        ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BookError(
            Problem(name, line, "encoding", "This line is not UTF-8.", "Save the file as UTF-8.")
        ) from error
    for mark, meaning in (("\ufeff", "a byte order mark"), ("\r", "Windows line ends"), ("\0", "a NUL byte")):
        if mark in text:
            line = text[: text.index(mark)].count("\n") + 1
            raise BookError(
                Problem(
                    name,
                    line,
                    "encoding",
                    f"The file has {meaning}.",
                    "Save it as plain UTF-8 with LF line ends.",
                )
            )
    return text
