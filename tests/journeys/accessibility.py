"""What a machine can see of accessibility: axe, the width of the page, the size of what is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_core_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRAVE = ("serious", "critical")
PRESSED = (
    "button, a.button, .row > a, .grid a, .tabs a, summary, select, textarea, label.choice, a.case-card, a.face,"
    "input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
)
TOO_SMALL = """([selector, least]) => [...document.querySelectorAll(selector)]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest('.visually-hidden, [tabindex="-1"]'))
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.height > 1 && box.height < least - 0.5)
    .map(([each, box]) => `${Math.round(box.height)}px: ${each.outerHTML.replace(/\\s+/g, ' ').slice(0, 100)}`)"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 4).map(each => each.outerHTML.replace(/\\s+/g, ' ').slice(0, 100))"""
RUN = "async () => (await axe.run(document, {resultTypes: ['violations'], selectors: false, preload: false})).violations"


def grave_violations(page: Page) -> list[str]:
    """What axe calls serious or critical, each with the places where it is."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [_told(each) for each in page.evaluate(RUN) if each["impact"] in GRAVE]


def _told(violation: dict[str, Any]) -> str:
    nodes = [node["html"][:200] + "  " + " ".join(_reasons(node)) for node in violation["nodes"][:3]]
    return f"{violation['id']} ({violation['impact']}, {len(violation['nodes'])}): " + " | ".join(nodes)


def _reasons(node: dict[str, Any]) -> list[str]:
    return [check["message"] for check in node["any"] + node["all"] + node["none"]]


def too_wide(page: Page, width: int) -> list[str]:
    """What makes the page scroll sideways at this width; nothing when it does not."""
    resize(page, width)
    needed = page.evaluate("() => document.documentElement.scrollWidth")
    return [f"{needed}px at {width}", *page.evaluate(TOO_WIDE)] if needed > width else []


def resize(page: Page, width: int) -> None:
    size = page.viewport_size
    assert size is not None
    if size["width"] != width:
        page.set_viewport_size({"width": width, "height": size["height"]})


def too_small(page: Page, least: int) -> list[str]:
    """Controls that are less high than a finger needs."""
    return page.evaluate(TOO_SMALL, [PRESSED, least])


def elder(page: Page, wanted: bool) -> None:
    """Show the page as the elder mode does: a class on the root, nothing else."""
    page.evaluate("wanted => document.documentElement.classList.toggle('elder', wanted)", wanted)
