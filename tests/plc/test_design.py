"""The design system keeps its promises: small, one sprite, nothing inline, words one can read."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from plc.templatetags.ui import minutes

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CSS = (STATIC / "css/plc.css").read_text()
DOCS = (ROOT / "docs/design-system.md").read_text()
SYMBOLS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
HTML_PAGES = ("400", "403", "403_csrf", "404", "405", "429", "500")


def gzipped(name):
    return len(gzip.compress((STATIC / name).read_bytes(), 9))


# --- weight --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [("css/plc.css", 12), ("js/plc.js", 6), ("icons.svg", 12), ("vendor/htmx.js", 14)],
)
def test_a_file_stays_in_its_budget(name, kilobytes):
    assert gzipped(name) <= kilobytes * 1000


def test_a_first_visit_leaves_room_for_the_page_in_75_kib():
    font = (STATIC / "fonts/lexend-latin-400-700.woff2").stat().st_size
    files = ("css/plc.css", "js/plc.js", "icons.svg", "vendor/htmx.js")

    assert font + sum(map(gzipped, files)) <= 64 * 1024


# --- icons ---------------------------------------------------------------------------------------


def names_after(start):
    """The icon names of one list in the document."""
    return re.search(rf"^- {start}[^:]*: (.+)$", DOCS, re.MULTILINE).group(1).split()


def icons_named_in(text):
    """Names after `{{ sprite }}#`, in every branch, and those handed on as `icon="..."`."""
    uses = " ".join(re.findall(r"\{\{ sprite \}\}#(.*?)\"/>", text))
    spoken = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", uses).split()
    return {*spoken, *re.findall(r'\bicon="([a-z0-9-]+)"', text)}


def test_every_icon_a_template_names_is_in_the_sprite():
    named = set().union(*(icons_named_in(path.read_text()) for path in TEMPLATES))

    assert named - SYMBOLS == set()
    assert {"circle-check", "alert-triangle", "home"} <= named


def test_every_tab_of_the_bars_leads_somewhere():
    """The bars leave out a tab whose address is unknown, so a misspelt name would go unseen."""
    bars = [path.read_text() for path in TEMPLATES if path.match("ui/nav_*.html")]
    named = set(re.findall(r'\{% url "(\w+)"', " ".join(bars)))

    assert named - set(get_resolver().reverse_dict) == set()
    assert len(bars) >= 4


def test_the_document_lists_the_sprite():
    avatars, secrets = names_after("Avatar"), names_after("Secret")

    assert set(avatars) | set(secrets) | set(names_after("Interface")) == SYMBOLS
    assert (len(set(avatars)), len(set(secrets))) == (36, 12)
    assert set(avatars) & set(secrets) == set()


# --- nothing inline, nothing from elsewhere ------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_inline_style_script_or_handler(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text())

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text) == []
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", text) == []
    assert re.findall(r"(?:src|href|srcset)=\"(?:https?:)?//", text) == []


def test_static_files_have_no_source_map_and_no_inline_style():
    for path in [*STATIC.rglob("*.js"), *STATIC.rglob("*.css"), *STATIC.rglob("*.svg")]:
        text = path.read_text()
        assert "sourceMappingURL" not in text, path
        if path.suffix == ".svg":
            assert not re.search(r"<style|\sstyle=|<script|\son[a-z]+=", text), path


def test_vendored_files_are_the_ones_written_down():
    rows = re.findall(
        r"^\| ((?:vendor|fonts)/\S+) \|.*\| ([0-9a-f]{64}) \|$",
        (STATIC / "vendor/VENDOR.md").read_text(),
        re.MULTILINE,
    )
    shipped = {path.name for path in (STATIC / "fonts").glob("*.woff2")} | {
        path.name for path in (STATIC / "vendor").glob("*.js")
    }

    assert {Path(name).name for name, _ in rows} == shipped
    for name, digest in rows:
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest, name


# --- colours -------------------------------------------------------------------------------------


def values(selector):
    """The custom properties of the block after `selector`."""
    block = CSS.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", block))


LIGHT = values("@layer tokens {\n  :root {")
DARK = LIGHT | values(":root[data-theme=dark] {")


def luminance(color):
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_systems_dark_is_the_chosen_dark():
    assert values(":root:not([data-theme=light]) {") == values(":root[data-theme=dark] {")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read(theme):
    papers = "butter sky mint rose lilac peach lime aqua".split()
    pairs = [(f"{paper}-ink", paper, 7) for paper in papers]
    pairs += [("ink", paper, 7) for paper in [*papers, "paper", "surface", "sunken"]]
    pairs += [(f"{tone}-ink", f"{tone}-soft", 7) for tone in ("now", "alert", "info", "curio")]
    pairs += [("ink-2", "paper", 5.5), ("on-brand", "brand", 7), ("alert", "surface", 6)]
    pairs += [("line-strong", "surface", 3), ("line-strong", "paper", 3)]
    weak = [
        f"{ink} on {paper}: {contrast(theme[ink], theme[paper]):.1f}"
        for ink, paper, least in pairs
        if contrast(theme[ink], theme[paper]) < least
    ]

    assert weak == []


# --- the day -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "classes"),
    [
        (0, ""),
        (5, "at-5"),
        (40, "at-40"),
        (345, "at-300 at-40 at-5"),
        (-3, ""),
        (2000, "at-900 at-90 at-9"),
    ],
)
def test_minutes_become_classes_that_add_up(value, classes):
    assert minutes(value, "at") == classes
    assert all(f".{name} {{" in CSS for name in classes.split())


# --- error pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HTML_PAGES)
def test_an_error_page_needs_no_context_and_no_database(name):
    html = get_template(f"{name}.html").render()

    assert 'lang="en"' in html
    assert re.search(r"<title>\S.* · plc</title>", html)
    assert "<h1>" in html


def test_too_many_tries_says_how_long_to_wait():
    template = get_template("429.html")

    assert "Wait 5 minutes" in template.render()
    assert "Wait 1 minute," in template.render({"wait": 1})
