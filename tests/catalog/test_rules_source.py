"""Reading YAML: plain data with the line of every value, or one fault that says where and what to do."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.catalog.terms import Fault
from tongban.kernel import yaml
from tongban.kernel.yaml import Document

TEXT = """\
# a comment
code: 999999-JW-0001
name: {zh: 示例, en: "Example"}
limits:
  promised: {working_days: 0.5}
days: [1, -2, 3.5, 1e3, .5]
answers: {yes: "yes", no: no, nothing: , none: null, tilde: ~, true: true}
day: 2026-09-07
phone: 0999-8000001
code9: "0012"
many: |
  two
  lines
rows:
  - {a: 1}
  - a: 2
"""


def read(text: str | bytes) -> Document | Fault:
    return yaml.read("x.yaml", text.encode() if isinstance(text, str) else text)


def test_values_are_plain_and_know_their_line() -> None:
    document = read(TEXT)
    assert isinstance(document, Document)
    assert document.data["limits"] == {"promised": {"working_days": 0.5}}
    assert document.data["days"] == [1, -2, 3.5, 1000.0, 0.5]
    assert document.data["answers"] == {"yes": "yes", "no": "no", "nothing": None, "none": None, "tilde": None, "true": True}
    assert (document.data["day"], document.data["phone"], document.data["code9"]) == ("2026-09-07", "0999-8000001", "0012")
    assert document.data["many"] == "two\nlines\n"
    assert [document.line(path) for path in (("code",), ("limits", "promised"), ("rows", 1), ("rows", 1, "a"), ("many",))] == [
        2,
        5,
        16,
        16,
        11,
    ]
    assert document.line(("limits", "statutory", "basis")) == 4, "the nearest thing around it"
    assert document.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "words", "remedy"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "this is not YAML", "a service that loads"),
        ("a: 1\n\tb: 2\n", 2, "this is not YAML", "a service that loads"),
        ("a: b: c\n", 1, "mapping values are not allowed here", "a service that loads"),
        ("a: 'open\n", 2, "this is not YAML", "a service that loads"),
        ("a: 1\nb: 2\na: 3\n", 3, "`a` stands here for the second time", "Remove one"),
        ("x: {b: 1, b: 2}\n", 1, "`b` stands here for the second time", "Remove one"),
        ("a: &name 1\nb:\n  c: *name\n", 3, "aliases (*name) are not read", "Write the text out"),
        ("a: !!python/object:os.system ls\n", 1, "YAML tags", "Remove the tag"),
        ("a: 1\nb: !date 2026\n", 2, "YAML tags (!date)", "Remove the tag"),
        ("? [a, b]\n: c\n", 1, "a key is a word", "a service that loads"),
        ("a: 1\n---\nb: 2\n", 2, "a second document", "one document"),
        ('a: 1\nb: "x\\0y"\n', 2, "characters that nobody sees", "Type it again"),
        ('"a\\u0007": 1\n', 1, "characters that nobody sees", "Type it again"),
        ('a: "\\ud800"\n', 1, "characters that nobody sees", "Type it again"),
        ("a: 1e999\n", 1, "too large a number", "smaller"),
        ("[" * 300, 1, "nested without end", "a service that loads"),
        ("%YAML 3.0\n---\na: 1\n", 1, "this is not YAML", "a service that loads"),
        ("a: " + "长" * 400_000, 1, "longer than", "Split"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(text, line, words, remedy) -> None:
    fault = read(text)
    assert isinstance(fault, Fault)
    assert (fault.file, fault.line) == ("x.yaml", line)
    assert words in fault.problem and remedy in fault.remedy
    assert str(fault).startswith(f"x.yaml:{line}: ")


def test_a_file_that_is_not_utf8_says_so() -> None:
    fault = read("a: 1\nname: 示例\n".encode("gb18030"))
    assert isinstance(fault, Fault)
    assert (fault.line, fault.problem, fault.remedy) == (2, "the file is not UTF-8.", "Save it as UTF-8.")


def test_a_byte_order_mark_is_no_matter() -> None:
    document = read(b"\xef\xbb\xbfa: 1\n")
    assert isinstance(document, Document) and document.data == {"a": 1}


@given(st.text(st.sampled_from("ab:-[]{}'\"*&!|>#%?,\n\t \\0é中"), max_size=60) | st.text(max_size=60))
def test_no_text_breaks_the_reader(text) -> None:
    found = yaml.read("x.yaml", text.encode(errors="surrogatepass"))
    assert isinstance(found, (Document, Fault))


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3), max_leaves=8)
)
def test_whatever_is_written_as_json_comes_back(value) -> None:
    document = yaml.read("x.yaml", json.dumps({"a": value}, ensure_ascii=True).encode())
    if isinstance(document, Document):
        assert document.data == {"a": value}
    else:
        assert "nobody sees" in document.problem
