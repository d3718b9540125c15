"""Writing OFD: the same bytes for the same document, parts where GB/T 33190 has them, words that are read back."""

import xml.etree.ElementTree as tree

import pytest

from tests.kernel.contents import jpg, png
from tests.kernel.ofd.making import a_document, parts_of
from tongban.kernel import ofd

NAMESPACE = "{http://www.ofdspec.org/2016}"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert ofd.write(a_document()) == ofd.write(a_document())
    assert ofd.write(a_document()) != ofd.write(a_document(title="另一个"))


def test_parts_are_where_the_standard_has_them() -> None:
    parts = parts_of(ofd.write(a_document()))
    assert list(parts) == [
        "OFD.xml",
        "Doc_0/Document.xml",
        "Doc_0/PublicRes.xml",
        "Doc_0/DocumentRes.xml",
        "Doc_0/Res/picture_4.png",
        "Doc_0/Pages/Page_0/Content.xml",
        "Doc_0/Pages/Page_1/Content.xml",
    ]
    for name, content in parts.items():
        if name.endswith(".xml"):
            assert tree.fromstring(content).tag.startswith(NAMESPACE)


def test_every_object_has_a_number_of_its_own_and_the_last_is_told() -> None:
    parts = parts_of(ofd.write(a_document()))
    ids = [int(each.get("ID") or 0) for name, content in parts.items() if name.endswith(".xml") for each in tree.fromstring(content).iter()]
    used = sorted(id for id in ids if id)
    assert len(set(used)) == len(used)
    told = tree.fromstring(parts["Doc_0/Document.xml"]).find(f".//{NAMESPACE}MaxUnitID")
    assert told is not None and int(told.text or 0) == used[-1]


def test_what_is_written_is_read() -> None:
    document = a_document()
    found = ofd.read(ofd.write(document))
    assert found.title == document.title
    assert found.custom == document.custom
    assert [page.text for page in found.pages] == ["演示证照", "第二页 <甲&乙>"]
    assert found.text == "演示证照\n第二页 <甲&乙>"
    assert found.signatures == ()


def test_every_character_has_its_place() -> None:
    """One step less than characters, whatever fonts the reader has."""
    page = ofd.Page((ofd.Text(10, 20, "甲乙丙AAAA1", 5, spacing=1),))
    content = parts_of(ofd.write(a_document(pages=(page,))))["Doc_0/Pages/Page_0/Content.xml"].decode()
    assert 'DeltaX="g 3 6 g 4 4.5"' in content
    assert '<ofd:TextCode X="0" Y="4.5"' in content


def test_a_single_character_has_no_steps() -> None:
    content = parts_of(ofd.write(a_document(pages=(ofd.Page((ofd.Text(10, 20, "甲", 5),)),))))["Doc_0/Pages/Page_0/Content.xml"]
    assert b"DeltaX" not in content


def test_one_picture_on_two_pages_is_kept_once() -> None:
    pages = tuple(ofd.Page((ofd.Picture(1, 1, 5, 5, content),)) for content in (png(), png(), jpg()))
    names = [name for name in parts_of(ofd.write(a_document(pages=pages))) if "/Res/" in name]
    assert [name.rpartition(".")[2] for name in names] == ["png", "jpg"]


def test_a_document_without_pictures_has_no_resources_of_its_own() -> None:
    parts = parts_of(ofd.write(a_document(pages=(ofd.Page((ofd.Text(10, 20, "甲", 5),)),))))
    assert "Doc_0/DocumentRes.xml" not in parts


@pytest.mark.parametrize("character", ["\ue123", "\U000f1234", "\uffff", "\x00", "\x1b", "\U0001f3e0"])
def test_a_character_that_no_font_has_is_refused_and_named(character: str) -> None:
    for document in (
        a_document(title=f"王{character}"),
        a_document(custom={"CZZT": f"王{character}"}),
        a_document(pages=(ofd.Page((ofd.Text(10, 20, f"王{character}", 5),)),)),
    ):
        with pytest.raises(ofd.UnprintableCharacter, match=f"U\\+{ord(character):04X}") as refused:
            ofd.write(document)
        assert refused.value.characters == character


@pytest.mark.parametrize("name", ["㛃", "䶮", "𠮷", "龘", "𬭚", "é", "Ångström", "买买提·阿不都", "№1㎡℃①"])
def test_rare_characters_of_names_are_written(name: str) -> None:
    assert ofd.read(ofd.write(a_document(pages=(ofd.Page((ofd.Text(10, 20, name, 5),)),)))).text == name


def test_text_is_as_wide_as_the_wider_of_the_usual_fonts() -> None:
    assert ofd.width("证照", 10) == 20
    assert ofd.width("“〔", 10) == 20
    assert ofd.width("il", 10) == 10
    assert ofd.width("W", 10) == 10
    assert ofd.width("é", 10) == 5
    assert ofd.width("e\u0301", 10) == 5.5
    assert ofd.width("甲乙", 10, spacing=2) == 22


def test_lines_break_where_chinese_lines_break() -> None:
    assert ofd.wrap("甲乙丙丁", 1, 2) == ("甲乙", "丙丁")
    assert ofd.wrap("甲乙丙，丁", 1, 3) == ("甲乙", "丙，丁")
    assert ofd.wrap("甲乙（丙）", 1, 3) == ("甲乙", "（丙）")
    assert ofd.wrap("甲 Rongcheng", 1, 5.5) == ("甲", "Rongcheng")
    assert ofd.wrap("Rongcheng", 1, 2)[0] == "Ron"
    assert ofd.wrap("甲\n乙", 1, 5) == ("甲", "乙")
    assert ofd.wrap("", 1, 5) == ("",)
    assert "".join(ofd.wrap("，" * 9, 1, 2)) == "，" * 9


def flow() -> ofd.Flow:
    return ofd.Flow(left=20, right=20, top=20, bottom=20, background=(ofd.box(10, 10, 190, 277, stroke=(0, 0, 0)),))


def lines(page: ofd.Page) -> list[ofd.Text]:
    return [item for item in page.items if isinstance(item, ofd.Text)]


def test_a_flow_takes_another_page_where_there_is_no_room() -> None:
    drawn = flow()
    for _each in range(60):
        drawn.paragraph("一行", ofd.Style(14))
    pages = drawn.pages(footer=[("脚注{page}", ofd.Style(8))], footer_top=280)
    assert len(pages) == 2
    assert [len(lines(page)) for page in pages] == [35, 27]
    assert all(isinstance(page.items[0], ofd.Path) for page in pages)
    assert [lines(page)[-1].text for page in pages] == ["脚注  第 1 页，共 2 页", "脚注  第 2 页，共 2 页"]
    assert all(20 < each.y < 277 for page in pages for each in lines(page)[:-1])


def test_one_page_has_no_number() -> None:
    drawn = flow()
    drawn.paragraph("一行", ofd.Style(14, align="centre"))
    (page,) = drawn.pages(footer=[("脚注{page}", ofd.Style(8, align="right"))], footer_top=280)
    first, last = lines(page)
    assert last.text == "脚注"
    assert first.x + ofd.width("一行", first.size) / 2 == pytest.approx(105)
    assert last.x + ofd.width("脚注", last.size) == pytest.approx(190)


def test_a_row_stays_together_and_one_longer_than_a_page_goes_on() -> None:
    drawn, style = flow(), ofd.Style(12)
    drawn.space(230)
    drawn.columns((0.3, [("标签", style), ("Label", ofd.Style(7))]), (0.7, [("值" * 200, style)]), gap=3, rule=(0, 0, 0))
    assert drawn.page == 1
    drawn.columns((0.3, [("标签", style)]), (0.7, [("长" * 3000, style)]), gap=3)
    pages = drawn.pages()
    assert len(pages) > 3
    assert "".join(each.text for page in pages for each in lines(page)).count("长") == 3000
