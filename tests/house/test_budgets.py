"""Files, functions and complexity stay within the house's budgets; bin/test prints the ten worst of each (tests/conftest.py)."""

from tests.house import budgets, source

FORBIDDEN = {"utils", "helpers", "common", "services", "core", "base", "misc", "managers"}
DEMANDED = {"config/postgres/base.py"}  # Django looks for a database backend under this name


def test_every_file_is_within_its_budget() -> None:
    larger = [f"{source.place(path)}: {size}" for path in source.python_files() if (size := budgets.lines(path)) > budgets.limit(path)]
    assert not larger, "make it a package with the same import path:\n" + "\n".join(larger)


def test_no_function_is_longer_than_forty_lines() -> None:
    assert not [each for each in budgets.longest_functions(50) if each[0] > budgets.FUNCTION]


def test_no_function_is_too_complex() -> None:
    assert not [each for each in budgets.most_complex_functions(50) if each[0] > budgets.COMPLEXITY]


def test_no_module_passes_three_thousand_lines() -> None:
    """Then it is time to talk: is it one module? Those that were talked about have an ADR."""
    sizes = {module: sum(budgets.filled_lines(path) for path in source.python_files(f"tongban/{module}")) for module in source.DOMAIN}
    assert not {module: size for module, size in sizes.items() if size > budgets.TALKED_ABOUT.get(module, budgets.MODULE)}


def test_every_file_is_named_after_what_it_holds() -> None:
    named = {
        str(path.relative_to(source.ROOT))
        for path in source.python_files()
        if FORBIDDEN & {path.stem, *path.relative_to(source.ROOT).parts[:-1]}
    }
    assert named <= DEMANDED
