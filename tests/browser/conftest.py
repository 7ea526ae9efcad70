"""A real headless Chromium for the pages, one for each worker; skipped with a reason where there is none."""

import shutil

import pytest

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
#: Milliseconds a start or a step may take. What waits longer is broken, however busy the machine.
START, STEP = 120_000, 60_000


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=FLAGS, timeout=START)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Open a file and collect what a page must not do: errors on the console, requests to anywhere else."""
    contexts = []

    def open_page(path, **more):
        context = chromium.new_context(accept_downloads=True, **more)
        contexts.append(context)
        context.set_default_timeout(STEP)
        page = context.new_page()
        page.wrong = []
        page.on("console", lambda m: page.wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: page.wrong.append(str(e)))
        page.on(
            "request",
            lambda r: page.wrong.append(r.url) if not r.url.startswith(("file:", "blob:", "data:")) else None,
        )
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
