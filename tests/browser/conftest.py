"""A real Chromium: pages of a signed-in person, screenshots kept under var/, the accessibility check."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from core.models import User
from tests.factories.people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "assets" / "axe.min.js"
SHOTS = ROOT / "var" / "screenshots"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
QUIET = "--disable-component-update --disable-sync"
Open = Callable[..., Page]
# The only picture server the tests know; it always answers.
PICTURES = "https://images.example.com/**"
PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#e8edf6"/>
<path d="M3 3h4v4H3z" fill="#3b5bdb"/></svg>"""


def chromium() -> str | None:
    """The installed Chromium or Chrome: CHROMIUM names one, else the usual names are looked for."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests of this worker."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium here: install one, or name it in CHROMIUM")
    # Playwright runs a loop in this thread; Django would refuse the tests' own queries beside it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=program, args=f"{FLAGS} {QUIET}".split())
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, live_site: str) -> Iterator[Open]:
    """`open_page("/products/", user=..., theme="dark", width=390, language="fr")`.

    Errors in the browser's console, broken content policy included, fail the test.
    """
    contexts, complaints = [], []

    def opened(
        path: str, *, user: User | None = None, theme: Any = "light", width: int = 1440, language: str = "en"
    ) -> Page:
        context = browser.new_context(
            base_url=live_site,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.route(PICTURES, lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if user is None:
            page.goto(path)
        else:
            sign_in(page, user, path=path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, user: User, *, path: str) -> None:
    """Through the login page, as a person does who followed a link to `path`."""
    page.goto(f"/login/?next={quote(path)}")
    page.fill("input[name=username]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form.sign-in button")
    page.wait_for_url(lambda url: "/login" not in url)


def shot(page: Page, name: str) -> Path:
    """A picture of the whole page under var/screenshots/."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def flaws(page: Page) -> list[str]:
    """What axe finds wrong (WCAG 2.2 AA and good practice), one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def overflows(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def check_looks(page: Page, addresses: dict[str, str], *, look: str) -> None:
    """Open the pages, keep a picture of each as `name-look`; none may have a flaw or be wider than its window."""
    for name, address in addresses.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        shot(page, f"{name}-{look}")
        assert (name, flaws(page)) == (name, [])
        assert (name, overflows(page)) == (name, False)


def settled(page):
    """Wait until what HTMX has put into the page is alive: a choice made in the moment before is not sent."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
