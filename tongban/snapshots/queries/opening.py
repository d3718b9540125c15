"""How questions reach the files: only where the extra is installed."""

from typing import Any

from tongban.snapshots.terms import ExtraMissing


def answers() -> Any:
    """What answers. Raises ExtraMissing."""
    try:
        from tongban.snapshots.parquet import answers  # noqa: PLC0415  the extra may not be there
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "") from error
    return answers
