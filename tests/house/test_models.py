"""Tables follow the direction of the imports: a foreign key points down, and across modules it is hidden from below."""

from django.apps import apps
from django.db import models

from tests.house import source

ORDER = {
    name: level
    for level, names in enumerate(
        [
            ["kernel"],
            ["identity"],
            ["notices"],
            ["seals"],
            ["licences", "sources", "duty", "classifiers", "responsibilities"],
            ["sharing"],
            ["catalog", "clients"],
            ["cases", "board", "booking", "declarations"],
            ["supervision"],
            ["snapshots"],
            ["insight"],
            ["watches"],
            ["directives"],
            ["campaigns"],
            ["reports"],
            ["prints"],
        ]
    )
    for name in names
}


def _references() -> list[tuple[str, models.Field, type[models.Model]]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("tongban.")]
    return [
        (f"{model._meta.label}.{field.name}", field, field.related_model)
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and isinstance(field.related_model, type)
    ]


REFERENCES = {name: (field, target) for name, field, target in _references()}


def _module(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def test_every_foreign_key_points_down() -> None:
    ours = {name: each for name, each in REFERENCES.items() if each[1].__module__.startswith("tongban.")}
    ends = {name: (_module(field.model), _module(target)) for name, (field, target) in ours.items()}
    wrong = [f"{name}: {here} -> {there}" for name, (here, there) in ends.items() if here != there and ORDER[there] >= ORDER[here]]
    assert ends and not wrong, "it stands below the table it points to, or beside it:\n" + "\n".join(wrong)


def test_every_foreign_key_across_modules_is_hidden_below() -> None:
    wrong = [
        name
        for name, (field, target) in REFERENCES.items()
        if (_module(field.model) != _module(target) or not target.__module__.startswith("tongban.")) and not field.remote_field.hidden
    ]
    assert not wrong, 'related_name="+":\n' + "\n".join(wrong)


def test_doors_have_no_tables() -> None:
    assert not [model._meta.label for model in apps.get_models() if model.__module__.startswith("tongban.channels")]


def test_times_and_dates_are_named_as_such() -> None:
    """Times end `_at`, dates `_on`; a validity names its ends `…_from` and `…_until`, and a bare `at` is when a row's act happened."""
    wrong = []
    for model in apps.get_models():
        if model.__module__.startswith("tongban."):
            for field in model._meta.local_fields:
                if isinstance(field, models.DateTimeField) and not (
                    field.name.endswith(("_at", "_before", "_until")) or field.name in ("at", "last_login")
                ):
                    wrong.append(f"{model._meta.label}.{field.name}")
                elif type(field) is models.DateField and not field.name.endswith(("_on", "_from", "_until")):
                    wrong.append(f"{model._meta.label}.{field.name}")
    assert not wrong


def test_every_module_of_the_order_exists() -> None:
    assert set(source.DOMAIN) | {"kernel"} == set(ORDER)
