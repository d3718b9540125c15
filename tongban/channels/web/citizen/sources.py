"""Where a value on a page comes from, in words: which licence, whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from tongban.cases.terms import Prefilled
    from tongban.catalog.terms import Release

LICENCE = "licence:"


def sources_of(release: Release, known: Prefilled, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """For each of these fields that still says what the city knows, where the city knows it from."""
    types = {kind.code: str(kind.name) for kind in licence_queries.licence_types()}
    return {
        name: _source(release.form.prefill.get(name, ""), known.provenance[name], types)
        for name in names
        if name in known.form and known.form[name] == values.get(name)
    }


def _source(prefill: str, origin: str, types: Mapping[str, str]) -> str:
    if not origin.startswith(LICENCE):
        return _("来自您的登记信息，有变化请改")
    code = prefill.removeprefix("licences.").partition(".")[0]
    return _("来自%(licence)s，不用再填") % {"licence": types.get(code, code)}
