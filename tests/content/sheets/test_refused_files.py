"""The folder of nasty files: each is refused for what it is, before anything is made of it."""

import io
import struct
import zipfile

import openpyxl
import pytest
from openpyxl.xml import functions as xml_of_openpyxl

from bot.content.sheets import book, declarations, guard, limits, xlsx
from bot.content.sheets.book import read_book
from bot.content.sheets.grid import FileRefused
from tests.content.sheets.workbooks import (
    OFFICE,
    PACKAGE,
    SHEET,
    TYPES,
    WORKBOOK,
    parts,
    row_of,
    sheet,
    texts,
    workbook,
    zipped,
)

TEN_TIMES = (f'<!ENTITY lol{number} "' + f"&lol{number - 1};" * 10 + '">' for number in range(1, 10))
LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol0 "lol">' + "".join(TEN_TIMES) + "]>"
QUADRATIC = f'<!DOCTYPE a [<!ENTITY a "{"a" * 50_000}">]>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refusal(content: bytes, name: str = "programme.xlsx") -> str:
    with pytest.raises(FileRefused) as refused:
        read_book(content, name)
    assert "{" not in str(refused.value)
    return refused.value.reason.text


def test_a_plain_workbook_is_none_of_them() -> None:
    assert read_book(workbook(row_of(["id"])), "programme.xlsx").sheets[0].rows[0].cells == {1: "id"}


def test_openpyxl_reads_xml_with_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML
    assert xml_of_openpyxl.fromstring.__module__.startswith("defusedxml")
    assert xml_of_openpyxl.iterparse.__module__.startswith("defusedxml")
    with pytest.raises(ValueError, match="Entities"):
        xml_of_openpyxl.fromstring(LAUGHS + "<a>&lol9;</a>")


def test_a_file_of_more_than_5_mb() -> None:
    assert refusal(b"PK" + bytes(5 * 1024 * 1024)) == limits.TOO_LARGE
    assert refusal(b"a" * (5 * 1024 * 1024 + 1), "programme.csv") == limits.TOO_LARGE
    assert refusal(bytes(100 * 1024 * 1024)) == limits.TOO_LARGE


def test_an_empty_file_and_one_that_is_something_else() -> None:
    assert refusal(b"") == book.EMPTY
    assert refusal(b"%PDF-1.7") == guard.NOT_A_WORKBOOK
    assert refusal(b"<html><table/></html>", "programme.xls") == guard.OTHER_FORMAT
    assert refusal(zipped({"word/document.xml": "<a/>", "[Content_Types].xml": "<Types/>"})) == guard.NOT_A_WORKBOOK
    assert refusal(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})) == guard.NOT_A_WORKBOOK
    assert refusal(zipped({})) == guard.NOT_A_WORKBOOK


@pytest.mark.parametrize("declaration", [LAUGHS, QUADRATIC, EXTERNAL, "<!DOCTYPE worksheet>"])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "docProps/core.xml", "xl/a.vml"])
def test_a_part_that_declares_a_document_type_or_entities(declaration: str, part: str) -> None:
    contents = parts()
    body = contents.get(part, "<a/>")
    assert isinstance(body, str)
    contents[part] = declaration + body
    assert refusal(zipped(contents)) == declarations.DECLARES


def test_entities_are_found_in_every_encoding_of_xml() -> None:
    hidden = f'<?xml version="1.0" encoding="UTF-16"?>{EXTERNAL}<a>&a;</a>'.encode("utf-16")
    assert refusal(zipped({**parts(), "docProps/app.xml": hidden})) == declarations.DECLARES


@pytest.mark.parametrize("encoding", ["cp037", "windows-1251", "utf-7"])
def test_an_encoding_in_which_markup_might_hide_from_being_counted(encoding: str) -> None:
    hidden = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + "<a/>".encode(encoding)
    assert refusal(zipped({**parts(), "docProps/app.xml": hidden})) == declarations.BROKEN


@pytest.mark.parametrize("size", [41, 200])
def test_a_bomb_is_counted_while_it_is_inflated(size: int) -> None:
    bomb = bytes(size * 1024 * 1024)
    assert refusal(zipped({**parts(), "xl/media/image1.png": bomb})) == limits.TOO_MUCH_INSIDE
    assert refusal(zipped({"xl/worksheets/sheet9.xml": b" " * len(bomb), **parts()})) == limits.TOO_MUCH_INSIDE


def test_many_parts_together_are_a_bomb_as_well() -> None:
    flat = {f"xl/media/image{number}.png": bytes(1024 * 1024) for number in range(41)}
    assert refusal(zipped({**parts(), **flat})) == limits.TOO_MUCH_INSIDE


def test_a_bomb_within_a_part_is_not_opened() -> None:
    inner = zipped({"a": bytes(30 * 1024 * 1024)})
    assert read_book(zipped({**parts(), "xl/embeddings/a.zip": zipped({"b": inner})}), "a.xlsx").sheets


@pytest.mark.parametrize("claimed", [1, 100, 2**31])
def test_a_header_that_lies_about_the_size_is_not_believed(claimed: int) -> None:
    bomb = zipped({**parts(), "xl/media/image1.png": bytes(60 * 1024 * 1024)})
    real = struct.pack("<I", 60 * 1024 * 1024)
    assert bomb.count(real) == 2
    lying = bomb.replace(real, struct.pack("<I", claimed))
    assert refusal(lying) in {limits.TOO_MUCH_INSIDE, declarations.BROKEN}


def test_parts_that_overlap_are_counted_each() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts().items():
            archive.writestr(name, part)
        archive.writestr("xl/media/image0.png", bytes(8 * 1024 * 1024))
        kernel = archive.infolist()[-1]
        for number in range(1, 9):
            again = zipfile.ZipInfo(f"xl/media/image{number}.png")
            for what in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(again, what, getattr(kernel, what))
            archive.filelist.append(again)
    assert refusal(made.getvalue()) in {limits.TOO_MUCH_INSIDE, declarations.BROKEN}


def test_more_than_200_parts() -> None:
    contents = parts()
    filled = {f"docProps/{number}.txt": "" for number in range(200 - len(contents))}
    assert read_book(zipped({**contents, **filled}), "programme.xlsx").sheets
    assert refusal(zipped({**contents, **filled, "one.txt": ""})) == limits.TOO_MANY_PARTS


def test_a_broken_and_a_truncated_zip() -> None:
    whole = workbook(row_of("abc"))
    assert refusal(whole[: len(whole) // 2]) == declarations.BROKEN
    assert refusal(whole[:4]) == declarations.BROKEN
    middle = whole.index(b"xl/worksheets") + 40
    assert refusal(whole[:middle] + b"\xff\xff\xff\xff" + whole[middle + 4 :]) == declarations.BROKEN


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../a.xml", "xl/../../a.xml", "C:/a.xml", "xl\\a.xml", "XL/WORKBOOK.xml"]
)
def test_part_names_that_lead_elsewhere_or_come_twice(name: str) -> None:
    assert refusal(zipped({**parts(), name: "<a/>"})) == declarations.BROKEN


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_no_spreadsheet_uses(compression: int) -> None:
    assert refusal(zipped(parts(), compression)) == declarations.BROKEN


def test_a_part_that_is_encrypted() -> None:
    whole = bytearray(workbook())
    directory = whole.index(b"PK\x01\x02")
    whole[directory + 8] |= 1
    assert refusal(bytes(whole)) == guard.PASSWORD


def test_a_workbook_with_a_password_and_one_of_the_old_format() -> None:
    ole = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")) == guard.PASSWORD
    assert refusal(ole + "Workbook".encode("utf-16-le"), "programme.xls") == guard.OTHER_FORMAT


def _with_type(kind: str, part: str = "/xl/other.bin") -> bytes:
    return workbook(types=TYPES.replace("</Types>", f'<Override PartName="{part}" ContentType="{kind}"/></Types>'))


def test_macros_by_part_by_type_and_by_name() -> None:
    assert refusal(zipped({**parts(), "xl/vbaProject.bin": "x"})) == guard.MACROS
    assert refusal(zipped({**parts(), "xl/macrosheets/sheet1.xml": "<a/>"})) == guard.MACROS
    assert refusal(zipped({**parts(), "xl/activeX/activeX1.xml": "<a/>"})) == guard.MACROS
    assert refusal(_with_type("application/vnd.ms-office.vbaProject")) == guard.MACROS
    assert refusal(_with_type("application/vnd.ms-excel.sheet.macroEnabled.main+xml")) == guard.MACROS
    assert refusal(workbook(), "programme.XLSM") == guard.MACROS


def test_a_binary_and_a_strict_workbook() -> None:
    binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    assert refusal(_with_type(binary)) in {guard.MACROS, guard.OTHER_FORMAT}
    strict = WORKBOOK.format(properties="").replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert refusal(zipped({**parts(), "xl/workbook.xml": strict})) == guard.STRICT


def _with_relationship(kind: str, mode: str = "External") -> bytes:
    link = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/{kind}" '
        f'Target="https://example.org/" TargetMode="{mode}"/></Relationships>'
    )
    return zipped({**parts(row_of("a")), "xl/worksheets/_rels/sheet1.xml.rels": link})


def test_links_to_other_files_but_not_to_pages() -> None:
    assert refusal(zipped({**parts(), "xl/externalLinks/externalLink1.xml": "<a/>"})) == guard.LINKS
    assert refusal(zipped({**parts(), "xl/connections.xml": "<a/>"})) == guard.LINKS
    assert refusal(_with_relationship("externalLinkPath")) == guard.LINKS
    assert refusal(_with_relationship("image")) == guard.LINKS
    assert refusal(_with_relationship("oleObject")) == guard.LINKS
    assert read_book(_with_relationship("hyperlink"), "programme.xlsx").sheets[0].rows


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("XFD1048576", limits.TOO_MANY_ROWS), ("A5001", limits.TOO_MANY_ROWS), ("AY1", limits.TOO_MANY_COLUMNS)],
)
def test_a_value_too_far_away(cell: str, reason: str) -> None:
    far = f'<row r="{cell.lstrip("AXFDY")}"><c r="{cell}"><v>1</v></c></row>'
    with pytest.raises(FileRefused, match=cell) as refused:
        read_book(workbook(far), "programme.xlsx")
    assert refused.value.reason.text == reason
    formula = far.replace("<v>1</v>", "<f>1+1</f>")
    assert refusal(workbook(formula)) == reason


def test_what_is_only_formatted_may_be_as_far_away_as_it_likes() -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
    far = '<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>'
    claiming = sheet(near + far).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    content = zipped({**parts(), SHEET: claiming})
    (read,) = read_book(content, "programme.xlsx").sheets
    assert [dict(row.cells) for row in read.rows] == [{1: 1}]


def test_5000_rows_are_read_and_one_more_is_not_even_over_several_sheets() -> None:
    rows = "".join(row_of("a", number) for number in range(1, 5001))
    assert len(read_book(workbook(rows), "programme.xlsx").sheets[0].rows) == 5000
    assert refusal(workbook(rows + row_of("a", 5001))) == limits.TOO_MANY_ROWS
    contents = parts(rows)
    contents["xl/worksheets/sheet2.xml"] = sheet(row_of("a"))
    contents["xl/workbook.xml"] = WORKBOOK.format(properties="").replace(
        "</sheets>", '<sheet name="People" sheetId="2" r:id="rId2"/></sheets>'
    )
    contents["xl/_rels/workbook.xml.rels"] = str(contents["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
    )
    assert refusal(zipped(contents)) == limits.TOO_MANY_ROWS_IN_ALL


def test_50_columns_are_read_and_one_more_is_not() -> None:
    assert len(read_book(workbook(row_of("a" * 50)), "programme.xlsx").sheets[0].rows[0].cells) == 50
    assert refusal(workbook(row_of("a" * 51))) == limits.TOO_MANY_COLUMNS


def test_one_text_named_in_every_cell_does_not_multiply() -> None:
    cells = '<c t="s"><v>0</v></c>' * 50
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(1, 201))
    assert refusal(workbook(rows, texts=texts("я" * 4000))) == limits.TOO_MUCH_TEXT


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "wrong", ["", "<a", "<a></b>", "<a>&nbsp;</a>", "plain", "<?xml version='1.0' encoding='nonsense'?><a/>"]
)
def test_a_part_that_is_no_xml(part: str, wrong: str) -> None:
    reason = refusal(zipped({**parts(), part: wrong}))
    assert reason in {declarations.BROKEN, guard.NOT_A_WORKBOOK}


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_workbook_without_a_part_that_it_names(missing: str) -> None:
    contents = parts()
    del contents[missing]
    assert refusal(zipped(contents)) == declarations.BROKEN


def test_a_workbook_without_sheets() -> None:
    empty = WORKBOOK.format(properties="").replace('<sheet name="Programme" sheetId="1" r:id="rId1"/>', "")
    assert refusal(zipped({**parts(), "xl/workbook.xml": empty})) == xlsx.NO_SHEETS


def test_texts_that_are_not_there_and_cells_without_a_place() -> None:
    assert refusal(workbook('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', texts=texts("a"))) == declarations.BROKEN
    assert refusal(workbook('<row r="1"><c r="1A"><v>1</v></c></row>')) == declarations.BROKEN
    assert refusal(workbook('<row r="1"><c r="A99999999"><v>1</v></c></row>')) == declarations.BROKEN


def test_merged_cells_that_overlap_without_end() -> None:
    merged = '<mergeCells><mergeCell ref="A1:AX5000"/><mergeCell ref="A1:AX5000"/></mergeCells>'
    assert refusal(workbook(row_of("a"), after=merged)) == declarations.BROKEN


def test_many_sheets_that_are_one_part_and_names_without_end() -> None:
    again = '<sheet name="{number}" sheetId="{number}" r:id="rId1"/>'
    plain = WORKBOOK.format(properties="")
    twice = plain.replace("</sheets>", again.format(number=2) + "</sheets>")
    assert refusal(zipped({**parts(), "xl/workbook.xml": twice})) == declarations.BROKEN
    names = "<definedNames>" + '<definedName name="a">A1</definedName>' * 10_000 + "</definedNames>"
    named = plain.replace("</workbook>", names + "</workbook>")
    assert refusal(zipped({**parts(), "xl/workbook.xml": named})) == xlsx.TOO_MANY_NAMES
