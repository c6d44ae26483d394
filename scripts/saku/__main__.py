"""The commands behind scripts/: build, serve, check, translated, overdue, bench, contact, tally."""

import argparse
import logging
import sys
from datetime import date
from pathlib import Path

from saku.problem import BookError
from saku.schema import LANGS

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run one command; 0 when it went well, 1 with one line a problem when it did not."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    for name in ("weasyprint", "fontTools", "pikepdf"):
        logging.getLogger(name).setLevel(logging.ERROR)
    arguments = _parser().parse_args()
    try:
        return arguments.run(arguments)
    except BookError as error:
        count = len(error.problems)
        print(error, file=sys.stderr)
        print(f"Stopped: {count} problem{'s' if count > 1 else ''}. site/ is as it was.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. site/ is as it was.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m saku", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help)
        sub.set_defaults(run=run)
        return sub

    build = command("build", _build, "make site/")
    build.add_argument(
        "part", nargs="?", choices=["site"], help="only the web part; unduh/ is kept from the last full build"
    )
    build.add_argument(
        "--region", default="", metavar="CITY", help="with the contacts of docs/data/regions/CITY.yml"
    )
    serve = command("serve", _serve, "show the site and rebuild it on change")
    serve.add_argument("--port", type=int, default=8000)
    command("check", _check, "check docs/ and say what is wrong")
    translated = command("translated", _translated, "mark English pages as compared with the Indonesian")
    translated.add_argument("pages", nargs="+", metavar="PAGE", type=Path, help="docs/en/….md")
    overdue = command("overdue", _overdue, "list rules that ended and cards and rules past their review date")
    overdue.add_argument("--today", type=date.fromisoformat, default=date.today(), help="YYYY-MM-DD")
    contact = command("contact", _contact, "put all pages of a PDF on one picture, to look at")
    contact.add_argument("pdf", type=Path)
    contact.add_argument("picture", type=Path, metavar="picture.png")
    count = command("tally", _tally, "add up the case registers that the DPDs sent")
    count.add_argument("folder", type=Path, metavar="FOLDER", help="results come into FOLDER/rekap")
    count.add_argument("--lang", choices=LANGS, default="id")
    command("bench", _bench, "measure times, memory and sizes")
    return parser


def _build(arguments: argparse.Namespace) -> int:
    from saku.build import build

    build(ROOT, site_only=arguments.part == "site", region=arguments.region)
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from saku.serve import serve

    serve(ROOT, arguments.port)
    return 0


def _bench(arguments: argparse.Namespace) -> int:
    from saku.bench import bench

    print(bench(ROOT))
    return 0


def _tally(arguments: argparse.Namespace) -> int:
    from saku.tally.run import tally

    if not arguments.folder.is_dir():
        print(f"{arguments.folder}: no such folder. Name the folder with the registers.", file=sys.stderr)
        return 1
    return 0 if tally(ROOT, arguments.folder, arguments.lang) else 1


def _contact(arguments: argparse.Namespace) -> int:
    from saku.contact import contact_sheet

    contact_sheet(arguments.pdf, arguments.picture)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from saku.checks import check
    from saku.model import load

    check(load(ROOT))
    return 0


def _translated(arguments: argparse.Namespace) -> int:
    from saku.translated import renew

    for path in arguments.pages:
        renew(ROOT, path.resolve())
    return 0


def _overdue(arguments: argparse.Namespace) -> int:
    from saku.model import load
    from saku.overdue import overdue

    problems = list(overdue(load(ROOT), arguments.today))
    if problems:
        raise BookError(*problems)
    return 0


if __name__ == "__main__":
    sys.exit(main())
