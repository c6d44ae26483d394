"""What every office file has in common: the same bytes from the same content."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

from saku.zipping import store


def repack(path: Path, day: date) -> None:
    """Write the office file at `path` again: names sorted, each with the date of the edition.

    The libraries write the hour of the build into the zip. Sorted, `[Content_Types].xml` comes first,
    where some readers look for it.
    """
    with ZipFile(path) as old:
        files = {name: old.read(name) for name in sorted(old.namelist())}
    with ZipFile(path, "w") as new:
        for name, data in files.items():
            store(new, name, data, day)
