"""The weight of a first page, and the colours of the sheet: contrast holds in both modes."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

KILOBYTE = 1024
SHEET = Path(str(finders.find("parts/tongban.css"))).read_text("utf-8")
LIGHT_MODE, DARK_MODE = (
    dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\n\s*\}", SHEET, re.DOTALL)[:2]
)
MODES = {"light": LIGHT_MODE, "dark": LIGHT_MODE | DARK_MODE}
TEXT = [
    *[(ink, ground) for ink in ("ink", "soft", "qing", "green", "amber", "red") for ground in ("paper", "mist")],
    *[(f"{tone}", f"{tone}-tint") for tone in ("qing", "green", "amber", "red")],
    *[("ink", f"{tone}-tint") for tone in ("qing", "green", "amber", "red")],
    *[("soft", f"{tone}-tint") for tone in ("qing", "green", "amber", "red")],
    *[("on-fill", ground) for ground in ("fill", "fill-deep", "stripe", "green-fill", "red-fill")],
    ("rail-ink", "rail"),
    ("on-fill", "rail-on"),
]
EDGES = [("edge", "paper"), ("green-fill", "paper"), ("red-fill", "paper"), ("fill", "paper")]


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(mode: str, one: str, other: str) -> float:
    light, dark = sorted((_luminance(MODES[mode][one]), _luminance(MODES[mode][other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(mode: str, ink: str, ground: str) -> None:
    assert _contrast(mode, ink, ground) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(mode: str, edge: str, ground: str) -> None:
    assert _contrast(mode, edge, ground) >= 3


def test_the_sheet_is_small_and_brings_nothing_from_outside() -> None:
    assert len(SHEET.splitlines()) <= 1000
    assert len(gzip.compress(SHEET.encode())) <= 30 * KILOBYTE
    assert "@import" not in SHEET
    assert "url(" not in SHEET


def test_elders_get_large_text_and_large_targets() -> None:
    block = re.search(r"\.elder \{(.*?)\}", SHEET, re.DOTALL)
    assert block is not None
    values = dict(re.findall(r"(--?[\w-]+|font-size):\s*([\d.]+)", block[1]))
    base = 16 * float(values["font-size"]) / 100
    assert base >= 18
    assert all(base * float(values[size]) >= 18 for size in ("--small", "--tiny"))
    assert base * float(values["--h1"]) >= 30
    assert float(values["--target"]) >= 60


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/accounts/login/"])
def test_a_first_page_weighs_little(client: Client, rongcheng: None, address: str) -> None:
    page = client.get(address).content
    names = re.findall(r'/static/([^"?]+)', page.decode())
    sizes = {name: len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in names}
    scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
    assert scripts <= 40 * KILOBYTE
    assert len(gzip.compress(page)) + sum(sizes.values()) <= 100 * KILOBYTE


@pytest.mark.parametrize("bar", ["tabs", "start"])
def test_a_bar_that_stays_at_the_bottom_leaves_room_for_what_is_focused(bar: str) -> None:
    """On phones a field that is reached by keyboard scrolls to above the bar, not under it."""
    assert re.search(rf"^\s*\.{bar} \{{\s*position: sticky; bottom:", SHEET, re.MULTILINE)
    assert f"html:has(.{bar}) {{ scroll-padding-bottom: " in SHEET
