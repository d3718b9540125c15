"""Every module says what it is; every question says what it answers."""

import ast

from tests.house import source

SPEAKS_FOR_ITSELF = ("apps.py",)
MODULES = [path for path in source.python_files("tongban", "config", "bin", "bench") if path.name not in SPEAKS_FOR_ITSELF]


def test_every_module_says_what_it_is() -> None:
    told = {source.place(path): ast.get_docstring(source.tree(path)) or "" for path in MODULES}
    wrong = [name for name, words in told.items() if not 1 <= len(words.splitlines()) <= 15]
    assert not wrong, "a docstring of at most 15 lines: what it is, and what it is not:\n" + "\n".join(wrong)


def test_every_question_says_what_it_answers() -> None:
    queries = [each for module in source.DOMAIN for path in source.room(module, "queries") for each in source.functions(path)]
    questions = [each for each in queries if "." not in each.name and not each.name.startswith("_")]
    assert questions
    without = [str(each) for each in questions if not ast.get_docstring(each.node)]
    assert not without, "\n".join(without)


def test_every_module_package_says_what_it_is_not() -> None:
    """From the first day, before it has rooms."""
    without = [
        module
        for module in (*source.DOMAIN, "kernel", "channels")
        if not ast.get_docstring(source.tree(source.ROOT / "tongban" / module / "__init__.py"))
    ]
    assert not without
