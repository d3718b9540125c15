"""The demo people who play the roles of the story, by what cities/rongcheng/demo.yaml says of them."""

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = Path(__file__).resolve().parents[1] / "cities" / "rongcheng" / "demo.yaml"
DESKS = {
    "window": "jianwei/window",
    "screen": "jianwei/review",
    "water": "shuiliju/review",
    "road": "gongluju/review",
    "approver": "jianwei/approver",
}


@cache
def _demo() -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))


def password() -> str:
    return _demo()["password"]


def phones() -> dict[str, str]:
    """Whose phone signs in for each role: the first agent of the first company, and whoever works at the role's desk."""
    agent = next(person for person in _demo()["persons"] if person["key"] == _demo()["organisations"][0]["agents"][0])
    staff = {role: next(each for each in _demo()["staff"] if desk in each["desks"])["phone"] for role, desk in DESKS.items()}
    return {"agent": agent["phone"], **staff}
