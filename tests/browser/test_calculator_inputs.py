"""What people really paste, type and have stored: a calculator reads it right or says what is wrong, and never computes from a misreading."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from macros.operations.scorecard import assess_year
from macros.operations.terms import contract_terms
from tests.browser.test_calculators import DRAFT, figures, opened, table


@pytest.fixture(scope="module")
def terms(library):
    return contract_terms({}, library.fields)


@pytest.fixture
def sandbox(page):
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield opened(page, "incentives")
    assert page.errors == []


def upload(calculator, data: bytes, name="导出.csv"):
    calculator.locator("[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})


def rated(library, **rates) -> dict:
    return {key: {"rate": rates[key]} if key in rates else None for key in library.operations["scorecard"]["metrics"]}


EXPORT = '月份,店铺,月度服务费（元）,客户满意度(%),质检\n合格率,备注\r\n'.replace("质检\n合格率", '"质检\n合格率"') + '2027/5,"旗舰店,\n二店","￥104,000.00",88%,９６％,""\r\n\r\n2027/6,旗舰店,"104,000",88％,96,"两行\n备注"\r\n'


@pytest.mark.parametrize("data", [EXPORT.encode("gb18030"), EXPORT.encode("utf-8-sig"), EXPORT.encode("utf-16"), EXPORT.encode("utf-8")])
def test_an_export_is_read_in_every_encoding(sandbox, library, terms, data):
    upload(sandbox, data)
    month = {"fee": 104000, "phase": "normal", "metrics": rated(library, customer_satisfaction=88, quality_pass_rate=96)}
    [first, second] = assess_year([month, month], terms, library.operations)
    expect(sandbox.locator(".result-table tbody tr")).to_have_count(3)
    rows = table(sandbox)
    assert [row[0] for row in rows] == ["2027/5", "2027/6", "合计"]
    assert [figures(row[1]) for row in rows] == [104000, 104000, 208000]
    assert [rows[0][3], rows[1][3]] == [f"{first['score']:.2f}", f"{second['score']:.2f}"]
    expect(sandbox.locator(".paste .hint").last).to_have_text("没有用到的列：店铺、备注。要用的，列名请与空白 CSV 一致。")
    expect(sandbox.locator(".verdict")).to_contain_text("按不适用算的指标：一次性解决率、差评率、首响达标率、接通率")


HEAD = "考核月,月度服务费,客户满意度,差评率\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + "2027-01,104,000,90,0.5", "第 2 行的格子比列名多"),
        (HEAD + "2027-01,104000,0.9,0.5", "百分之八十八写 88 或者 88%"),
        (HEAD + "2027-01,104000,-90,0.5", "不小于 0 的数"),
        (HEAD + "2027-01,1e5,90,0.5", "“1e5”"),
        (HEAD + "2027-01,10%,90,0.5", "“10%”"),
        (HEAD + '2027-01,"1,04",90,0.5', "“1,04”"),
        (HEAD + "\n\n,104000,90,0.5", "第 4 行没有写“考核月”"),
        (HEAD + "2027-01,104000,90,0.5\n合计,104000,90,0.5", "第 3 行是“合计”"),
        (HEAD + "2027-01,104000,90,0.5\n2027年1月,104000,90,0.5", "第 3 行又写了一遍2027年1月"),
        (HEAD + "2027-02,104000,90,0.5\n2027-01,104000,90,0.5", "请从早到晚排"),
        (HEAD + "2027-01,104000,90,0.5\n2027-03,104000,90,0.5", "中间缺了月份"),
        (HEAD + "2027-01,104000,101,0.5", "最多 100"),
        (HEAD + '2027-01,104000,"90,0.5', "第 2 行的引号没有成对"),
        (HEAD.replace("差评率", "客户满意度%") + "2027-01,104000,90,90", "“客户满意度”有 2 列"),
        ("考核月,月度服务费,接通率分子,接通率分母\n2027-01,104000,100.5,200", "不小于 0 的整数"),
        ("考核月,月度服务费,接通率分子,接通率分母\n2027-01,104000,90%,200", "不小于 0 的整数"),
        (HEAD, "还没有数据"),
    ],
)
def test_what_would_be_misread_is_refused_with_its_line(sandbox, text, words):
    sandbox.locator("textarea").fill(text)
    expect(sandbox.locator(".paste .note")).to_contain_text(words)
    expect(sandbox.locator(".result")).to_be_hidden()


def test_a_sheet_copied_with_an_unnamed_first_column_keeps_its_columns(sandbox):
    sandbox.locator("textarea").fill("\t考核月\t月度服务费\t客户满意度\n1\t5月\t104,000\t88%\n2\t6月\t98,000\t88%\n")
    assert [row[:2] for row in table(sandbox)][:2] == [["5月", "104,000.00"], ["6月", "98,000.00"]]


@pytest.mark.parametrize("labels", [["2027年10月", "2027 年 11 月", "2027年12月份", "2028年01月"], ["10月", "11月", "12月", "1月"], ["2027/10/1", "2027/11/1", "2027/12/1", "2028/1/1"], ["202710", "202711", "202712", "202801"], ["十月", "十一月", "十二月", "一月"]])
def test_quarters_end_with_the_calendar_however_the_months_are_written(sandbox, library, terms, page, labels):
    page.locator("#terms-b-bonus_model").select_option("按季兑付")
    sandbox.locator("textarea").fill("考核月,月度服务费,客户满意度\n" + "".join(f"{label},100000,96\n" for label in labels))
    months = [{"fee": 100000, "phase": "normal", "metrics": rated(library, customer_satisfaction=96), "quarter_end": end} for end in (False, False, True, False)]
    results = assess_year(months, terms | {"bonus_model": "按季兑付"}, library.operations)
    assert [figures(row[10]) for row in table(sandbox)[:-1]] == [result["bonus_paid"] for result in results] == [0, 0, 15000, 0]
    expect(sandbox.locator(".verdict")).to_contain_text("方案 B：最后一季没有贴完，这几个月算得的奖励 5,000.00 元还没有列入")


def test_a_metric_below_its_floor_twice_allows_a_notice_and_three_misses_an_exit(sandbox):
    good = "95,95,0.1,95,95"
    head = "考核月,月度服务费,客户满意度,一次性解决率,差评率,首响达标率,接通率,质检合格率\n"
    sandbox.locator("textarea").fill(head + "".join(f"2027-0{month},100000,{good},80\n" for month in (1, 2)))
    expect(sandbox.locator(".verdict")).to_contain_text("方案 A、方案 B：同一指标连续劣于底线值，也可以发整改通知：2027-02（质检合格率）")
    sandbox.locator("textarea").fill("考核月,月度服务费,客户满意度\n" + "".join(f"2027-0{month},100000,50\n" for month in (1, 2, 3)))
    expect(sandbox.locator(".verdict")).to_contain_text("方案 A、方案 B：可以发整改通知的月份：2027-02、2027-03")
    expect(sandbox.locator(".verdict")).to_contain_text("连续不达标满 3 个月：2027-03；")


def test_own_figures_come_back_after_the_sample_and_a_workbook_does_not_replace_them(sandbox):
    own = HEAD + "2027-01,104000,90,0.5"
    sandbox.locator("textarea").fill(own)
    upload(sandbox, b"PK\x03\x04" + bytes(60), "数据.xlsx")
    expect(sandbox.locator(".paste .note")).to_contain_text("是 Excel 文件：请另存为 CSV")
    expect(sandbox.locator("textarea")).to_have_value(own)
    sandbox.get_by_role("button", name="填入演示数据").click()
    sandbox.get_by_role("button", name="换回刚才的数据").click()
    expect(sandbox.locator("textarea")).to_have_value(own)


def test_a_blank_or_wrong_term_says_what_is_used_instead(sandbox, page):
    sandbox.get_by_role("button", name="填入演示数据").click()
    page.locator("#terms-a-source").select_option(index=2)
    page.locator("#terms-a-at_risk_cap_percent").fill("")
    expect(page.locator("#terms-a-at_risk_cap_percent-note")).to_have_text("空着，先按 10 % 算。")
    sandbox.locator("#terms-a .targets summary").click()
    page.locator("#terms-a [data-term=csat_base]").fill("八十五")
    note = page.locator("#terms-a tr.term .note").first
    expect(note).to_contain_text("【客户满意度底线值】写的“八十五”不是数字")
    expect(note).to_contain_text("先按 85 % 算")
    sandbox.get_by_role("button", name="把方案 A 送到").click()
    expect(sandbox.locator(".sent")).to_contain_text("没有送出")
    sandbox.locator("[name=loss]").fill("两万")
    expect(page.locator("#incentives-loss-note")).to_contain_text("请写不小于 0 的数")


@pytest.mark.parametrize("draft", ["{", '"x"', "[]", "5", "null", '{"given":"abc"}', '{"given":[1]}', '{"given":{"at_risk_cap_percent":{"a":1},"bonus_model":"白送","__proto__":{"x":1}}}', '{"given":{"at_risk_cap_percent":"<img src=x onerror=alert(1)>"}}'])
def test_a_broken_draft_breaks_nothing(sandbox, page, draft):
    page.evaluate("([name, draft]) => localStorage.setItem(name, draft)", [DRAFT, draft])
    sandbox.get_by_role("button", name="填入演示数据").click()
    page.locator("#terms-a-source").select_option("draft")
    expect(sandbox.locator(".result")).to_be_visible()
    if "at_risk" not in draft:
        expect(page.locator("#terms-a .source .note")).to_have_text("" if "[1]" in draft or "abc" in draft else "这个浏览器里没有“在线填写”的草稿，先按默认值。")
    sandbox.get_by_role("button", name="把方案 B 送到").click()
    expect(sandbox.locator(".sent")).to_contain_text("已并入")
    assert json.loads(page.evaluate("(name) => localStorage.getItem(name)", DRAFT))["given"]["at_risk_cap_percent"] == "10"


def test_without_storage_everything_but_keeping_works(page):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })")
    calculator = opened(page, "incentives")
    calculator.get_by_role("button", name="填入演示数据").click()
    page.locator("#terms-a-source").select_option("draft")
    expect(calculator.locator(".result")).to_be_visible()
    calculator.get_by_role("button", name="把方案 A 送到").click()
    expect(calculator.locator(".sent")).to_contain_text("没有送出")


@pytest.mark.parametrize("name", ["incentives", "turnover"])
def test_after_a_reload_and_going_back_results_match_what_the_boxes_show(page, name):
    calculator = opened(page, name)
    calculator.get_by_role("button", name="填入演示数据").click()
    for leave in (lambda: page.reload(), lambda: (page.goto("calculators/late-payment/"), page.go_back())):
        leave()
        filled = bool(calculator.locator("textarea").input_value())
        assert calculator.locator(".result").is_visible() == filled


def test_the_verdict_is_written_once_for_the_same_words(sandbox, page):
    sandbox.get_by_role("button", name="填入演示数据").click()
    page.evaluate("() => { window.changes = 0; const watch = new MutationObserver((list) => (window.changes += list.length)); document.querySelectorAll('[role=status]').forEach((node) => watch.observe(node, { childList: true, subtree: true, characterData: true })); }")
    page.locator("#terms-a-at_risk_cap_percent").press_sequentially(".0")
    page.locator("#terms-a-composite_pass_score").fill("85.0")
    assert page.evaluate("() => window.changes") == 0


def test_a_printed_result_is_whole(sandbox, page):
    sandbox.get_by_role("button", name="填入演示数据").click()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    for details in sandbox.locator(".chart details").all():
        details.evaluate("details => details.open = true")
    for part in sandbox.locator(".result-table, .chart-table").all():
        wide, width, high, height = part.evaluate("node => [node.scrollWidth, node.clientWidth, node.scrollHeight, node.clientHeight]")
        assert wide <= width + 1 and high <= height + 1
    assert not any(button.is_visible() for button in sandbox.locator("button, .file").all())


def test_turnover_of_a_small_team_goes_by_heads_and_figures_that_do_not_fit_are_pointed_out(page):
    calculator = opened(page, "turnover")
    calculator.locator("textarea").fill("月份\t月初\t月末\t离职\n" + "".join(f"{month}月\t8\t8\t{int(month > 4)}\n" for month in range(1, 8)))
    assert [row[5:7] + [row[8]] for row in table(calculator)][-2:] == [["按人数考核", "2 名", "未超限"], ["按人数考核", "3 名", "连续第 1 个月超限"]]
    calculator.locator("textarea").fill("月份,月初,月末,离职\n1月,40,30,2\n2月,31,31,0")
    expect(calculator.locator(".verdict")).to_contain_text("请核对1月：月初 40 名，离开 2 名，月末不会只剩 30 名")
    expect(calculator.locator(".verdict")).to_contain_text("请核对2月：月初 31 名，与上月月末 30 名不同")
    calculator.locator("textarea").fill("月份,月初,月末,离职,不计入\n1月,40,39,1,2")
    expect(calculator.locator(".paste .note")).to_contain_text("第 2 行“其中不计入”比“离开人数”还多")
