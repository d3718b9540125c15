"""A chart as a picture that is safe to serve and can be read aloud: only shapes and words, no script, no link, no style.

The words of people stand in it as characters alone; whatever else the drawing library leaves in is taken out by name.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import vl_convert
from django.conf import settings

if TYPE_CHECKING:
    import altair as alt

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset({"svg", "g", "path", "line", "rect", "text", "tspan"})
ATTRIBUTES = frozenset({
    "d", "dx", "dy", "fill", "fill-opacity", "font-family", "font-size", "font-weight", "height", "opacity", "stroke", "stroke-dasharray",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
})  # fmt: skip

ElementTree.register_namespace("", SVG)


def finished(chart: alt.TopLevelMixin, title: str, told: str) -> bytes:
    """The chart drawn: the same figures on the same machine give the same bytes."""
    _find_fonts()
    return cleaned(vl_convert.vegalite_to_svg(json.loads(chart.to_json())), title, told)


def cleaned(svg: str, title: str, told: str) -> bytes:
    """Nothing but shapes and words, with what it shows as its first words."""
    root = ElementTree.fromstring(svg)
    _strip(root)
    root.set("role", "img")
    for place, (name, words) in enumerate((("title", title), ("desc", told))):
        element = ElementTree.Element(f"{{{SVG}}}{name}")
        element.text = words
        root.insert(place, element)
    return ElementTree.tostring(root, encoding="utf-8")


def _strip(element: ElementTree.Element) -> None:
    for name in set(element.attrib) - ATTRIBUTES:
        del element.attrib[name]
    for child in list(element):
        if child.tag not in {f"{{{SVG}}}{each}" for each in SHAPES}:
            element.remove(child)
        else:
            _strip(child)


@lru_cache(maxsize=1)
def _find_fonts() -> None:
    """Besides the system's fonts those that documents have."""
    folder = settings.VAR / "fonts"
    if folder.is_dir():
        vl_convert.register_font_directory(str(folder))
