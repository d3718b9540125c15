"""One small set of line icons, drawn in the page itself. An icon never stands without a word beside it."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS = {
    "birth": (
        "M12 3a5 5 0 0 1 5 5c0 3-2 5-5 5s-5-2-5-5a5 5 0 0 1 5-5z"
        "M12 3c-1 1-1 2.5 1 2.5M10 8.5h.01M14 8.5h.01M5 21c1-3.5 3.5-5 7-5s6 1.5 7 5z"
    ),
    "school": "M3 9l9-5 9 5-9 5zM7 11.5V17c3 2 7 2 10 0v-5.5M21 9v6",
    "work": "M5 8h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM9 8V5h6v3M3 13h18M12 12v2",
    "ring": "M9 10a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM15 10a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM7 4h4l1 2-3 4-3-4z",
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "shop": "M4 9l1-5h14l1 5M5 12v8h14v-8M4 9c0 3.5 4 3.5 4 0 0 3.5 4 3.5 4 0 0 3.5 4 3.5 4 0 0 3.5 4 3.5 4 0M10 20v-4h4v4",
    "heart": "M12 20.5S4 15.5 4 9.8A4.3 4.3 0 0 1 12 7.4a4.3 4.3 0 0 1 8 2.4c0 5.7-8 10.7-8 10.7z",
    "tree": "M12 3c4 0 7 2.6 7 6 0 3.2-2.8 5-7 5s-7-1.8-7-5c0-3.4 3-6 7-6zM12 9v12M12 14l3-2.5M12 16l-3-2M8 21h8",
    "car": "M5 12l2-6h10l2 6M4 12h16a1 1 0 0 1 1 1v4H3v-4a1 1 0 0 1 1-1zM5 17v2.5M19 17v2.5M7 14.5h.01M17 14.5h.01",
    "water": "M12 3s6 6.5 6 11a6 6 0 0 1-12 0c0-4.5 6-11 6-11zM9 14.5a3 3 0 0 0 2.5 3",
    "building": "M5 21V5l8-2v18M13 9h6v12M3 21h18M8 8h2M8 12h2M8 16h2M16 13h.01M16 17h.01",
    "shield": "M12 3l7 2.5V11c0 5-3 8.5-7 10-4-1.5-7-5-7-10V5.5zM9 12l2 2 4-4",
    "coin": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8.5 8l3.5 4.5L15.5 8M12 12.5V17M9 12.5h6M9 15h6",
    "id": (
        "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z"
        "M8.5 9a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM5.8 16c.5-1.5 1.5-2.2 2.7-2.2s2.2.7 2.7 2.2M14 10h4M14 14h4"
    ),
    "search": "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5",
    "doc": "M6 3h8l5 5v13H6zM14 3v5h5M9 12h7M9 16h7",
    "wallet": "M5 6h13a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h11v2M20 11h-4a2 2 0 0 0 0 4h4",
    "me": "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 21c.5-4.2 3.5-6.5 7.5-6.5s7 2.3 7.5 6.5",
    "chat": "M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12.5h5",
    "check": "M5 12.5l4.5 4.5L19 7",
    "bell": "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2 2 0 0 0 4 0M12 5V3.5",
    "clock": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3.5 2",
    "warn": "M12 4l9 16H3zM12 10v4.5M12 17.3h.01",
    "next": "M9 5l7 7-7 7",
    "sign-out": "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
    "large-text": "M3 19l5-13h1l5 13M5 14h7M15 19l3-8h1l3 8M16.2 16h4.6",
    "language": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18M12 3c-5 5.5-5 12.5 0 18M12 3c5 5.5 5 12.5 0 18",
}


def icon(name: str) -> SafeString:
    """The icon of this name, hidden from screen readers: the word beside it is read. An unknown name draws a sheet of paper."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', PATHS.get(name, PATHS["doc"]))
