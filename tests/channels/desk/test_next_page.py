"""The next page of a list: one template for all of them, which keeps what the list is narrowed by."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.urls import reverse

from tests.board.play import Play
from tests.channels.desk.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.desk.pages import next_page, words
from tests.house import source

LISTS = {"inbox": "clerk", "inbox-rows": "clerk", "joint": "inspection"}


def link(tag: str, **values: object) -> str:
    return Template("{% load desk %}{% " + tag + " %}").render(Context(values)).strip()


def test_one_template_writes_the_link_for_all_lists_of_the_desk() -> None:
    texts = {path.name: path.read_text("utf-8") for path in source.templates() if "/web/desk/" in path.as_posix()}
    assert {name for name, text in texts.items() if "下一页" in text} == {"next_page.html"}
    assert not [name for name, text in texts.items() if re.search(r"href=\"[^\n]*\bafter=", text)]


def test_there_is_no_link_after_the_last_page() -> None:
    assert link("next_page cursor", cursor="") == link("next_page cursor", cursor=None) == ""


def test_the_link_keeps_what_the_list_is_narrowed_by_and_leaves_out_what_is_not() -> None:
    told = link('next_page cursor "desk:queue" desk=desk view=view', cursor="a=&b", desk="shuiwu/演示", view="")
    assert 'href="/desk/?desk=shuiwu%2F%E6%BC%94%E7%A4%BA&amp;after=a%3D%26b"' in told
    assert 'href="?after=7"' in link("next_page cursor", cursor=7)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_the_board_goes_on_at_its_own_page(at, name: str) -> None:
    """The rows that are asked for again know the page that they stand in."""
    numbers = [Play.posted().row.number for _one in range(31)]
    browser, shelf = at(LISTS[name]), "to_take" if name.startswith("inbox") else ""
    first = browser.get(reverse(f"desk:{name}"), {"shelf": shelf})
    more, page = next_page(first), reverse(f"desk:{name.removesuffix('-rows')}")
    assert more.startswith(f"{page}?shelf=to_take&after=" if shelf else "?after=")
    second = browser.get(more if shelf else page + more)
    assert [words(first).count(number) + words(second).count(number) for number in numbers] == [1] * 31
    assert "下一页" not in words(second)
