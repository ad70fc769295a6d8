"""What every workbook must be: locked where it computes, open where one types, checked, printable, free of anything that other programs lack."""

from __future__ import annotations

import io
import re
import time
import zipfile

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from macros.amounts import amount_in_words
from macros.answers import read_answers
from scripts.workbooks import WORKBOOKS, build_workbooks
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import at
from scripts.workbooks.words import HEADS, LARGEST, write_words
from tests import sample_year
from tests.engine import vectors
from tests.recalculation import read, recalculate

SLUGS = list(WORKBOOKS)
TERMS = {"contracted_seats": 24, "seat_monthly_price": 5800, "pricing_model": "按席位", "overtime_hourly_price": 58, "training_hourly_price": 32}
FUNCTIONS = {  # known to Excel 2010, WPS and LibreOffice alike
    "ABS", "AND", "COUNT", "COUNTIF", "COUNTIFS", "EDATE", "EOMONTH", "EXP", "IF", "INDEX", "INT", "ISNUMBER", "LEFT", "LEN", "MAX", "MID", "MIN", "MOD", "MONTH", "N",
    "NOT", "OR", "POISSON.DIST", "RIGHT", "ROUND", "ROUNDUP", "SUM", "SUMIF", "SUMPRODUCT", "TEXT", "TRUNC",
}
MOST_SECONDS = 3


@pytest.fixture(scope="module")
def filled(library) -> dict[str, bytes]:
    inputs = {slug: getattr(sample_year, slug.replace("-", "_"))() for slug in SLUGS}
    return build_workbooks(library, TERMS, inputs)


@pytest.fixture(scope="module", params=["blank", "filled"])
def books(request, library, filled) -> dict[str, bytes]:
    return filled if request.param == "filled" else build_workbooks(library, {})


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_there_are_four(books):
    assert list(books) == [f"{slug}.xlsx" for slug in SLUGS] and len(SLUGS) == 4
    assert all(book["title"] and book["summary"] for book in WORKBOOKS.values())


def test_a_year_is_built_in_time(library, filled):
    inputs = {slug: getattr(sample_year, slug.replace("-", "_"))() for slug in SLUGS}
    started = time.process_time()
    again = build_workbooks(library, TERMS, inputs)
    assert time.process_time() - started <= MOST_SECONDS
    assert again == filled, "the same content must give the same bytes"


@pytest.mark.parametrize("slug", SLUGS)
def test_formulas_are_locked_and_inputs_are_open(slug: str, books):
    yellow = 0
    for sheet in opened(books[f"{slug}.xlsx"]):
        assert sheet.protection.sheet and not sheet.protection.password, sheet.title
        for row in sheet.iter_rows():
            for cell in (cell for cell in row if not isinstance(cell, MergedCell)):
                locked, fill = cell.protection.locked, cell.fill.fgColor.rgb
                assert not (isinstance(cell.value, str) and cell.value.startswith("=")) or locked, (sheet.title, cell.coordinate)
                assert locked == (fill != "FFFDF5DC") or sheet.title == "说明", (sheet.title, cell.coordinate, fill)
                yellow += not locked
    assert yellow > 20


@pytest.mark.parametrize("slug", SLUGS)
def test_formats_and_checks_look_at_their_own_sheet(slug: str, books):
    for sheet in opened(books[f"{slug}.xlsx"]):
        rules = [formula for ranges in sheet.conditional_formatting for rule in ranges.rules for formula in rule.formula]
        rules += [rule.formula1 for rule in sheet.data_validations.dataValidation]
        assert not [rule for rule in rules if "!" in str(rule)], "Excel 2010 and WPS want this"


@pytest.mark.parametrize("preset", ["ecommerce-promotion", "finance-inbound", "marketplace-year", "cross-border", "micro-per-session"])
def test_every_scenario_fills_them(preset: str, library, form):
    answers, _ = read_answers(library.presets[preset].answers, form)
    book = read(build_workbooks(library, answers.values, slugs=["settlement"])["settlement.xlsx"])
    names = {cell.value for cell in book["合同参数"].values()}
    assert {answers.values["party_a_name"], answers.values["pricing_model"]} <= names


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_typed_is_checked_in_chinese(slug: str, books):
    rules = [rule for sheet in opened(books[f"{slug}.xlsx"]) for rule in sheet.data_validations.dataValidation]
    assert len(rules) >= 5
    for rule in rules:
        assert re.search(r"[\u4e00-\u9fff]", rule.error) and len(rule.error) <= 255 and len(rule.prompt or "") <= 255
        assert rule.errorTitle and len(rule.errorTitle) <= 32


@pytest.mark.parametrize("slug", SLUGS)
def test_pages_are_a4_and_say_what_they_are(slug: str, books, library):
    for sheet in opened(books[f"{slug}.xlsx"]):
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToWidth in (None, 1) and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert library.version_line(library.agreement) in sheet.oddFooter.left.text and "不构成法律意见" in sheet.oddFooter.left.text
        assert WORKBOOKS[slug]["title"] in sheet.oddHeader.left.text
        assert sheet.freeze_panes or sheet.title == "说明" or sheet.sheet_state == "hidden", sheet.title


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_but_cells_formulas_and_charts(slug: str, books):
    names = zipfile.ZipFile(io.BytesIO(books[f"{slug}.xlsx"])).namelist()
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower() or "connection" in name.lower()]
    book = opened(books[f"{slug}.xlsx"])
    assert not book._external_links
    for name, defined in book.defined_names.items():
        assert re.fullmatch(r"[\u4e00-\u9fff]\w*", name) and re.fullmatch(r"'(合同参数'!\$B\$\d+|选项'!\$A\$1:\$A\$\d+)", defined.attr_text), (name, defined.attr_text)
    for name, cells in read(books[f"{slug}.xlsx"]).items():
        for place, cell in cells.items():
            if cell.formula:
                bare = re.sub(r'"[^"]*"', "", cell.formula)
                used = {function.removeprefix("_xlfn.") for function in re.findall(r"([A-Za-z_.]+)\(", bare)}
                assert used <= FUNCTIONS and "[" not in bare and "#" not in bare, (name, place, used - FUNCTIONS)
                assert not str(cell.value).startswith("#") and len(cell.formula) <= 8192, (name, place, cell)


def test_amounts_in_words(library, tmp_path):
    amounts = [amount for amount in map(float, vectors("amounts")) if amount <= LARGEST]
    amounts += [sign * 10**power + cents for power in range(12) for sign in (1, 3, 9.05) for cents in (0, 0.01, 0.1, 0.99, 1000.5) if sign * 10**power + cents <= LARGEST]
    amounts = [round(amount, 2) for amount in amounts]
    book = Book("大写", library)
    sheet = book.sheet("大写", [20] * (len(HEADS) + 1))
    sheet.row(0, ("原数", *HEADS))
    for row, amount in enumerate(amounts, 1):
        sheet.file.write(row, 0, -amount if row % 2 else amount)
        write_words(sheet, row, 1, at(row, 0), amount)
    cells = recalculate({"大写": book.data()}, tmp_path)["大写"]["大写"]
    expected = {amount: amount_in_words(f"{amount:.2f}") for amount in amounts}
    assert {amount: cells[row, len(HEADS) + 1].value for row, amount in enumerate(amounts, 2)} == expected


def test_a_term_that_no_blank_has_is_refused(library):
    sheet = Book("试", library).sheet("试", [10])
    with pytest.raises(AssertionError, match="没有的参数"):
        sheet.formula(0, 0, "=没有的参数*2", 0)
