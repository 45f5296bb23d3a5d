"""Templates and static files keep to the strict content policy and to what the sprite holds."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = [path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES]
# Mails are read by programs that know no stylesheets.
PAGES = [path for path in TEMPLATES if path.parent.name != "mail"]
STATIC = ROOT / "core" / "static" / "core"
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org)")
ICON = re.compile(
    r"""(?:icon|icon_name=)\s*\(?["']([a-z0-9-]+)["']|(?:nav_link [^%]*?|menu "[^"]+" [^%"]+)"([a-z0-9-]+)\""""
)


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_template_has_nothing_inline_and_nothing_from_elsewhere(path):
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


def test_every_icon_named_is_in_the_sprite():
    symbols = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    sources = [*TEMPLATES, *(ROOT / "core" / "templatetags").glob("*.py")]
    named = {
        name for path in sources for found in ICON.findall(path.read_text(encoding="utf-8")) for name in found if name
    }
    from core.templatetags.flow import STEP_LOOKS
    from core.templatetags.tables import DIRECTIONS
    from core.templatetags.ui import JOB_LOOKS, LEVEL_ICONS

    named |= {look[1] for look in (*STEP_LOOKS.values(), *DIRECTIONS.values(), *JOB_LOOKS.values())}
    named |= set(LEVEL_ICONS.values())
    assert len(named) > 40
    assert named - symbols == set()


def test_stylesheet_loads_nothing_from_elsewhere():
    css = (STATIC / "app.css").read_text(encoding="utf-8")
    assert re.findall(r"url\((?!\"fonts/)[^)]*\)|@import", css) == []


def test_bundled_files_have_their_licences():
    licences = (STATIC / "vendor" / "LICENCES.md").read_text(encoding="utf-8")
    bundled = [*(STATIC / "vendor").glob("*.js"), *(STATIC / "fonts").iterdir(), STATIC / "icons.svg"]
    assert [path.name for path in bundled if path.name not in licences] == []
