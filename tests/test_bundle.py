"""The bundle: our modules as one script, or a line that says why not."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT
from saku.bundle import FOLDER, bundle
from saku.problem import BookError


def modules(root: Path, **texts: str) -> Path:
    folder = root / FOLDER
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text)
    return root


def test_a_module_runs_when_it_is_first_needed_and_once(tmp_path: Path, browser: Browser) -> None:
    root = modules(
        tmp_path,
        app='import { add, log } from "./sum.js";\nlog.push("app");\n'
        'window.result = import("./late.js").then(async ({ idle }) => {\n'
        '  await idle();\n  return [add(1, 2), ...(await import("./late.js")).seen()];\n});\n',
        sum='export const log = [];\nlog.push("sum");\nexport function add(a, b) {\n  return a + b;\n}\n',
        late='import { log } from "./sum.js";\nlog.push("late");\n'
        "export async function idle() {}\nexport class A {}\n"
        'export const seen = () => [...log, new URL("../x", import.meta.url).href];\n',
    )
    page = browser.new_page()
    page.goto("about:blank")
    page.set_content(f"<base href='https://example.org/a/b/'><script>{bundle(root, 'app.js')}</script>")
    assert page.evaluate("result") == [3, "sum", "app", "late", "https://example.org/a/x"]
    page.close()


@pytest.mark.parametrize(
    "form",
    [
        "export default 1;",
        "export { a };",
        'export * from "./b.js";',
        "export function* a() {}",
        "export let a = 1;",
        'import b from "./b.js";',
        'import * as b from "./b.js";',
        'import "./b.js";',
        'import { a as b } from "./b.js";',
        "const b = import(name);",
        'const b = await fetch("x");',
    ],
)
def test_a_form_that_it_does_not_know_is_refused(tmp_path: Path, form: str) -> None:
    root = modules(tmp_path, app=f"// import and export in a comment are nothing\n{form}\n", b="")
    with pytest.raises(BookError, match=r"docs/assets/js/app\.js: script: .*Write"):
        bundle(root, "app.js")


def test_a_module_that_is_not_there(tmp_path: Path) -> None:
    root = modules(tmp_path, app='import { a } from "./b.js";\n')
    with pytest.raises(BookError, match="unreadable"):
        bundle(root, "app.js")


def test_our_own_modules_are_of_known_forms(tmp_path: Path) -> None:
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    for path in (ROOT / FOLDER).glob("*.js"):
        assert bundle(tmp_path, path.name)
