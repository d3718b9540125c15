"""Which rows of a table share most of the rarest runs of a text: candidates for a comparison, by the index of terms alone.

Each run of three characters is looked up by itself, as two lists of the index that are walked together; of an OR of all of them the
index would look at every second row. What is rare is known from the statistics that ANALYZE keeps of the column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.kernel.words import grams

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNS, CANDIDATES = 48, 40  # so many of the rarest runs are looked up, and so many rows that share most of them told
# {where} is of columns that the index of terms has, so that it alone is asked; {near} is looked at in what it gives
SHARING = f"""
WITH common AS MATERIALIZED (  -- the thousand commonest terms, as the last ANALYZE saw them
  SELECT term, share FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS told (term, share)
  WHERE schemaname = current_schema() AND tablename = '{{table}}' AND attname = '{{column}}' AND share > 0
), run AS MATERIALIZED (
  SELECT words, 1 - ln(coalesce(a.share, seldom) * coalesce(b.share, seldom)) AS weight
  FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked (one, two, words)
    LEFT JOIN common a ON a.term = one LEFT JOIN common b ON b.term = two,
    (SELECT coalesce(min(share), 1) AS seldom FROM common) least
  ORDER BY 2 DESC LIMIT {RUNS}
)
SELECT id FROM (
  SELECT {{table}}.id, weight
  FROM run, LATERAL (SELECT * FROM {{table}} WHERE {{column}} @@ words::tsquery AND {{where}} OFFSET 0) {{table}} WHERE {{near}}
) found GROUP BY id ORDER BY sum(weight) DESC, id LIMIT {CANDIDATES}"""


def sharing(
    text: str, *, table: str, column: str, where: tuple[str, Sequence[object]], near: tuple[str, Sequence[object]]
) -> tuple[str, list[object]] | None:
    """The statement that finds their ids, best first, and its values; None of a text in which there is nothing to share."""
    runs = grams.runs(text)
    if not runs:
        return None
    words = [" & ".join(map(grams.quoted, dict.fromkeys(run))) for run in runs]
    sql = SHARING.format(table=table, column=column, where=where[0], near=near[0])
    return sql, [*(list(each) for each in zip(*runs, strict=True)), words, *where[1], *near[1]]
