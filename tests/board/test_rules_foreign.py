"""Any list at all is read as messages and faults, each with its line; nothing makes the reading stop."""

import json
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tongban.board.rules import foreign
from tongban.board.terms import Foreign

ZONE = ZoneInfo("Asia/Shanghai")
CELLS = st.dictionaries(
    st.sampled_from([name for names in foreign.COLUMNS.values() for name in names]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.lists(st.integers(), max_size=2),
)


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.jsonl", "a"]))
def test_any_bytes(content: bytes, name: str) -> None:
    for each in foreign.messages(content, name=name, zone=ZONE):
        assert isinstance(each, Foreign) or (isinstance(each[0], int) and each[1])


@given(st.lists(CELLS, max_size=4))
def test_any_values(rows: list[dict[str, object]]) -> None:
    content = "\n".join(json.dumps(row) for row in rows).encode()
    found = list(foreign.messages(content, name="a.jsonl", zone=ZONE))
    assert len(found) == len(rows)
    for each in found:
        if isinstance(each, Foreign):
            assert each.number and (each.sent_at is None or each.sent_at.tzinfo is not None)
        else:
            each[1].encode()  # can be printed


@given(st.text(max_size=200))
def test_a_header_and_any_lines(text: str) -> None:
    list(foreign.messages(f"number,text,sent_at\n{text}".encode(errors="surrogatepass"), name="a.csv", zone=ZONE))
