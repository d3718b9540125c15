"""A ranked week as a picture for print: the rates of messages, group by group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.ranked import tables
from tongban.channels.parts.tags.supervision import share, week_words
from tongban.channels.parts.time_words import day_words
from tongban.kernel import clock, documents

if TYPE_CHECKING:
    from tongban.channels.parts.ranked import Row, Table
    from tongban.supervision.terms import RankingView, Rate

TEMPLATE = Path(__file__).resolve().parent / "papers" / "ranking.typ"


def drawn(view: RankingView, *, form: documents.Form) -> bytes:
    """As "svg" or "png", in the language of the request. Refuses: DocumentError."""
    assert view.line.signed_at is not None
    return documents.picture(TEMPLATE, _data(view), form=form, at=view.line.signed_at)


def _data(view: RankingView) -> dict[str, Any]:
    line, ranked = view.line, view.ranked
    city = str(catalog_queries.city().name)
    told = {"signer": line.signer, "day": day_words(clock.city_date(line.signed_at)) if line.signed_at else "", "version": line.version}
    least = {"due": ranked.minimum.due, "rated": ranked.minimum.rated, "digest": line.digest[:16]}
    return {
        "title": _("%(city)s留言办理排名：%(week)s") % {"city": city, "week": week_words(ranked.week)},
        "city": city,
        "told": _("%(signer)s %(day)s签发，第 %(version)s 版") % told,
        "corrected": _("勘误：%(reason)s") % {"reason": line.corrected_because} if line.corrected_because else "",
        "heads": [_("名次"), _("单位"), _("按时率"), _("满意率")],
        "groups": [_group(each) for each in tables(ranked, rated=True)],
        "notes": _(
            "点是比率，横线是 95%% 的威尔逊区间，竖线是本组平均；名次按下限排。"
            "到期少于 %(due)s 件、评价少于 %(rated)s 条的不排名，组里只有一个单位的也不排。摘要 %(digest)s…"
        )
        % least,
    }


def _group(table: Table) -> dict[str, Any]:
    group = table.group
    return {"name": str(group.name), "on_time": group.on_time, "satisfied": group.satisfied, "rows": [_row(each) for each in table.rows]}


def _row(row: Row) -> dict[str, Any]:
    line = row.line
    place = str(line.on_time.rank) if line.on_time.rank else "—"
    return {"place": place, "name": _name(row), "on_time": _rate(line.on_time), "satisfied": _rate(line.satisfied)}


def _name(row: Row) -> str:
    """With the units that were merged into it."""
    merged = _("、").join(str(each) for each in row.merged)
    return _("%(unit)s（含%(merged)s）") % {"unit": row.name, "merged": merged} if merged else str(row.name)


def _rate(rate: Rate) -> dict[str, Any]:
    told = {"share": rate.share, "lower": rate.lower, "upper": rate.upper, "standing": rate.standing.value}
    return told | {"words": share(rate.share), "of": f"{rate.good}/{rate.n}"}
