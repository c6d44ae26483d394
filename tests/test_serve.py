"""The writers' server: shows the site, rebuilds it on change, keeps the last good pages on a mistake."""

import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import copy_tree


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    root = copy_tree(tmp_path / "tree")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [root / "scripts/serve", "--port", str(port)]
    with (
        open(tmp_path / "log", "w") as log,
        subprocess.Popen(command, cwd="/", stdout=log, stderr=log) as process,
    ):
        yield root, f"http://127.0.0.1:{port}/"
        process.terminate()


def wait(condition: Callable[[], bool]) -> bool:
    """Whether the condition comes true within a minute."""
    for _ in range(240):
        try:
            if condition():
                return True
        except OSError:
            pass
        time.sleep(0.25)
    return False


def text_of(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()


def test_a_change_is_shown_and_a_mistake_keeps_the_last_good_page(
    served: tuple[Path, str], tmp_path: Path
) -> None:
    root, address = served
    assert wait(lambda: "Apa masalahnya?" in text_of(address))
    home = root / "docs/data/strings.yml"
    home.write_text(home.read_text().replace("Buku Saku SOP JamkesWatch", "Buku Percobaan"))
    assert wait(lambda: "Buku Percobaan" in text_of(address))
    (root / "docs/id/index.md").write_text("bukan halaman")
    assert wait(lambda: "docs/id/index.md:1: front-matter:" in (tmp_path / "log").read_text())
    assert "Buku Percobaan" in text_of(address)
