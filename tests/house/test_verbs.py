"""Every verb keeps the contract: told who and when, atomic, locked or created, one ledger entry, one fact."""

import ast

import pytest

from tests.house import source

# A verb whose contract is kept by what it calls, or that the design exempts, with the reason.
WITHOUT_LEDGER_AND_FACT = {
    "tongban/board/actions/posting.py::drop_photo": "a photo of a message not sent yet (keep_photo)",
    "tongban/board/actions/posting.py::forget_photos": "photos of messages that were never sent (keep_photo)",
    "tongban/board/actions/posting.py::keep_photo": "a photo of a message not sent yet: only its author sees it, as with a draft",
    "tongban/cases/actions/drafts.py::save_draft": "saving a draft is exempt (DESIGN, A verb): nobody but its owner ever sees it",
    "tongban/cases/actions/alerts.py::count_saved": "a figure derived from a fact, whose act has both; nobody is told of a sum (ADR 0016)",
    "tongban/cases/actions/drafts.py::discard_draft": "a draft is not a case (ADR 0010)",
}
LOCKS_IN_ITS_ONE_STATEMENT = {
    "tongban/board/actions/importing.py::import_messages": "an advisory lock, one import at a time; its messages are new (Progress)",
    "tongban/cases/actions/alerts.py::count_saved": "INSERT … ON CONFLICT DO UPDATE makes the row or locks it",
}
LOCKS_OR_CREATES = (
    ".select_for_update",
    ".create",
    ".bulk_create",
    ".get_or_create",
    ".update_or_create",
    "rows.insert",
    "idempotency.claim",
)


def _rooms() -> dict[str, list[source.Function]]:
    """The functions of each module's actions, helpers and methods included."""
    return {module: [each for path in source.room(module, "actions") for each in source.functions(path)] for module in source.DOMAIN}


def _is_verb(each: source.Function) -> bool:
    return "." not in each.name and not each.name.startswith("_")


VERBS = {str(each): (each, functions) for functions in _rooms().values() for each in functions if _is_verb(each)}


def _reached(verb: source.Function, room: list[source.Function]) -> set[str]:
    """What a verb calls, itself or through the functions of its own room."""
    by_name = {each.name.split(".")[-1]: each for each in room}
    called, waiting, seen = set[str](), [verb], {verb.name}
    while waiting:
        for call in source.calls(waiting.pop().node):
            called.add(call)
            inner = by_name.get(call.split(".")[-1])
            if inner is not None and inner.name not in seen:
                seen.add(inner.name)
                waiting.append(inner)
    return called


REACHED = {name: _reached(*each) for name, each in VERBS.items()}


def test_every_verb_is_told_who_and_when_by_keyword() -> None:
    arguments = {name: verb.node.args for name, (verb, _room) in VERBS.items()}
    assert arguments
    positional = [name for name, told in arguments.items() if told.args or told.posonlyargs]
    assert not positional, "keyword-only:\n" + "\n".join(positional)
    without = [name for name, told in arguments.items() if not {"by", "at"} <= {each.arg for each in told.kwonlyargs}]
    assert not without, "by and at:\n" + "\n".join(without)


def test_every_verb_is_atomic() -> None:
    decorators = {name: [ast.unparse(each) for each in verb.node.decorator_list] for name, (verb, _room) in VERBS.items()}
    without = [name for name, all_of_it in decorators.items() if not any(each.startswith("transaction.atomic") for each in all_of_it)]
    assert not without, "\n".join(without)


def test_every_verb_locks_or_creates_and_asks_who_may() -> None:
    locking = {name for name, called in REACHED.items() if any(each.endswith(LOCKS_OR_CREATES) for each in called)}
    unlocked = [name for name in VERBS if name not in locking and name not in LOCKS_IN_ITS_ONE_STATEMENT]
    assert not unlocked, "locks its aggregate first, or creates it:\n" + "\n".join(unlocked)
    unasked = [name for name, called in REACHED.items() if not any(each.startswith("access.") for each in called)]
    assert not unasked, "asks `access`:\n" + "\n".join(unasked)


def test_every_verb_leaves_a_ledger_entry_and_a_fact() -> None:
    assert all(WITHOUT_LEDGER_AND_FACT.values()), "a reason"
    traceless = [name for name, called in REACHED.items() if not {"ledger.entry", "facts.entry"} <= called]
    wrong = [name for name in traceless if name not in WITHOUT_LEDGER_AND_FACT]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", source.DOMAIN)
def test_every_entry_and_fact_is_handed_to_what_writes_it(module: str) -> None:
    for path in source.python_files(f"tongban/{module}"):
        called = [each for each in ast.walk(source.tree(path)) if isinstance(each, ast.Call)]
        written = {id(each) for call in called if ast.unparse(call.func) in {"rows.write", "progress.write"} for each in call.args}
        made = [each for each in called if ast.unparse(each.func) in {"ledger.entry", "facts.entry"}]
        assert not [f"{path.name}:{each.lineno}" for each in made if id(each) not in written]


def test_every_verb_says_what_it_does_and_what_it_refuses() -> None:
    told = {name: ast.get_docstring(verb.node) or "" for name, (verb, _room) in VERBS.items()}
    silent = [name for name, words in told.items() if not words]
    assert not silent, "a verb has a docstring:\n" + "\n".join(silent)
    raising = [name for name, (verb, _room) in VERBS.items() if any(isinstance(each, ast.Raise) for each in ast.walk(verb.node))]
    wrong = [name for name in raising if "Refuse" not in told[name]]
    assert not wrong, "what it raises stands in its docstring, `Refuses: …`:\n" + "\n".join(wrong)


def test_a_verb_that_is_idempotent_takes_its_key() -> None:
    without = [
        name
        for name, (verb, _room) in VERBS.items()
        if "idempotency.claim" in source.calls(verb.node) and "key" not in {each.arg for each in verb.node.args.kwonlyargs}
    ]
    assert not without


def test_exemptions_are_of_verbs_that_exist() -> None:
    modules = {name.split("/")[1] for name in VERBS}
    assert all(name in VERBS for name in WITHOUT_LEDGER_AND_FACT if name.split("/")[1] in modules)
