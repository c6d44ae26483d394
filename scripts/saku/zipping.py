"""Writes a file into a zip so that the same files give the same bytes on any day and machine."""

from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PERMISSIONS = 0o644


def store(out: ZipFile, name: str, data: bytes, day: date) -> None:
    """Add `data` as `name`, with the date of the edition."""
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, PERMISSIONS << 16
    out.writestr(entry, data, ZIP_DEFLATED, 9)
