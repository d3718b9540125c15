"""The documentation is whole: decisions are indexed, words are in the glossary, libraries have a reason."""

import enum
import importlib
import re

import pytest

from tests.house import source

DECISIONS = source.ROOT / "docs" / "adr"
GLOSSARY = (source.ROOT / "docs" / "glossary.md").read_text("utf-8")
TERMS = [module for module in source.DOMAIN if source.room(module, "terms")]


def _words(module: str) -> list[tuple[str, str]]:
    """The words of a module's enumerations: their values, or their names where the value is a number."""
    terms = importlib.import_module(f"tongban.{module}.terms")
    enumerations = [each for each in vars(terms).values() if isinstance(each, type) and issubclass(each, enum.Enum)]
    return [
        (each.__name__, str(member.value) if isinstance(member.value, str) else member.name.lower())
        for each in enumerations
        if each.__module__.startswith(terms.__name__)
        for member in each
    ]


@pytest.mark.parametrize("module", TERMS)
def test_every_word_of_the_code_is_in_the_glossary(module: str) -> None:
    plain = GLOSSARY.replace("_", " ").replace("-", " ").lower()
    missing = [f"{name}: {word}" for name, word in _words(module) if word and word.replace("_", " ").replace("-", " ").lower() not in plain]
    assert not missing, "docs/glossary.md has one English word per Chinese term, and all of them"


def test_every_module_stands_in_the_house_with_what_it_holds_from_the_top_down() -> None:
    text = (source.ROOT / "docs" / "house.md").read_text("utf-8")
    [order] = re.findall(r"^`(channels >[^`]+)`$", text, re.MULTILINE)
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| .{20,} \|$", text.split("| module | holds |")[1].split("\n\n")[0], re.MULTILINE)
    told = re.findall(r"\w+", " ".join(rows))
    assert sorted(told) == sorted(path.parent.name for path in (source.ROOT / "tongban").glob("*/__init__.py"))
    assert told == re.findall(r"\w+", order)


def test_every_decision_is_in_the_index() -> None:
    files = {path.name for path in DECISIONS.glob("[0-9]*.md")}
    linked = set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (DECISIONS / "README.md").read_text("utf-8")))
    assert files == linked
    assert sorted(int(name[:4]) for name in files) == list(range(1, len(files) + 1))


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("[0-9]*.md")), ids=lambda path: path.stem)
def test_a_decision_fits_a_page_and_says_why(path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 60
    assert all(part in text for part in ("Status:", "**Context.**", "**Decision.**", "**Consequences.**"))


@pytest.mark.parametrize("lock", ["serve", "test", "fonts", "ocr", "insight", "spark"])
def test_every_library_has_its_reason(lock: str) -> None:
    told = (source.ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    lines = (source.ROOT / "requirements" / f"{lock}.in").read_text("utf-8").splitlines()
    names = [re.split(r"[\[<>=;]", line)[0] for line in lines if line and not line.startswith("-")]
    assert not [name for name in names if name not in told], "docs/dependencies.md: one line of reason each"


@pytest.mark.parametrize("lock", ["serve", "test", "fonts", "ocr", "insight", "spark"])
def test_locks_have_hashes_and_no_address(lock: str) -> None:
    text = (source.ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9][^\s]*==\S+", text, re.MULTILINE)
    assert pinned and text.count("--hash=sha256:") >= len(pinned)
    assert "://" not in text and "index-url" not in text


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for path in [*(source.ROOT / "docs").rglob("*.md"), *source.ROOT.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(source.ROOT)} -> {target}")
    assert not broken
