"""What the tally tells of a file: one line each, with file, line, what and remedy."""

from dataclasses import dataclass

from saku.schema import Both, Lang


@dataclass(frozen=True, order=True)
class Found:
    """`key` names the sentence `tally_<key>` of strings.yml, `values` fill it."""

    file: str
    line: int
    """Counted from 1; 0 where it is the whole file."""
    key: str
    lost: bool
    """Not counted; else counted, but somebody should look."""
    values: tuple[tuple[str, str], ...] = ()

    def say(self, strings: dict[str, Both], lang: Lang) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        verdict = strings["tally_lost" if self.lost else "tally_kept"][lang]
        return f"{place}: {verdict}: {strings[f'tally_{self.key}'][lang].format(**dict(self.values))}"


def shown(value: object) -> str:
    """The beginning of a wrong value, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= 45 else text[:44] + "…"
