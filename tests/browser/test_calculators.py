"""The calculators in a real browser: typed and pasted figures give what the Python engine gives, to the fen."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from macros.operations.interest import compare_penalty_with_loss, due_date, late_interest, payment_limit
from macros.operations.scorecard import assess_year
from macros.operations.terms import contract_terms
from macros.operations.turnover import compare, core_turnover

PAGES = ("incentives", "surge", "late-payment", "turnover")
DRAFT = "在线填写：service-agreement"


@pytest.fixture(scope="module")
def terms(library):
    return contract_terms({}, library.fields)


def opened(page, name):
    page.goto(f"calculators/{name}/")
    return page.locator(f"#{name}-calculator")


def figures(text: str) -> float:
    return float(re.sub(r"[^\d.-]", "", text))


def table(calculator) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in calculator.locator(".result-table tbody tr").all()]


def months_of(text: str, metrics) -> list[dict]:
    """The sample of the sandbox, read by Python's own CSV reader."""
    months = []
    for row in csv.DictReader(io.StringIO(text)):
        counts = {key: {"numerator": int(row[f"{rule['name']}分子"]), "denominator": int(row[f"{rule['name']}分母"])} for key, rule in metrics.items()}
        phase = {"记录": "record_only", "爬坡": "ramp_up", "": "normal"}[row["阶段"]]
        months.append({
            "fee": float(row["月度服务费"]), "metrics": counts, "phase": phase, "red_lines": int(row["红线起数"]), "other_deductions": float(row["其他考核扣减"]),
            "quarter_end": int(row["考核月"][-2:]) % 3 == 0,
        })
    return months


def test_the_sandbox_compares_two_sets_of_terms_month_by_month(page, library, terms):
    calculator = opened(page, "incentives")
    calculator.get_by_role("button", name="填入演示数据").click()
    page.locator("#terms-b-at_risk_cap_percent").fill("15")
    page.locator("#terms-b-bonus_model").select_option("按季兑付")
    page.locator("#terms-b-earn_back_model").select_option("连续达标返还")
    months = months_of(calculator.locator("textarea").input_value(), library.operations["scorecard"]["metrics"])
    other = terms | {"at_risk_cap_percent": 15, "bonus_model": "按季兑付", "earn_back_model": "连续达标返还"}
    sides = [assess_year(months, each, library.operations) for each in (terms, other)]
    rows = table(calculator)
    for index, month in enumerate(months):
        shown = rows[index]
        for first, side in ((3, sides[0]), (8, sides[1])):
            result = side[index]
            assert shown[first] == ("不计分" if result["score"] is None else f"{result['score']:.2f}")
            assert figures(shown[first + 1]) == result["deduction"]
            assert [figures(text) for text in shown[first + 2 : first + 4]] == [result["bonus_paid"], result["earn_back"]]
            assert figures(shown[first + 4]) == pytest.approx(month["fee"] - result["deduction"] + result["bonus_paid"] + result["earn_back"], abs=0.001)
    totals = [sum(m["fee"] - r["deduction"] + r["bonus_paid"] + r["earn_back"] for m, r in zip(months, side)) for side in sides]
    assert figures(rows[-1][7]) == pytest.approx(totals[0], abs=0.001)
    assert figures(rows[-1][2]) == pytest.approx(totals[0] - totals[1], abs=0.001)
    assert any(result["earn_back"] for result in sides[1]) and any(result["capped"] or result["deduction"] for result in sides[0])


def test_the_deductions_are_held_against_the_loss(page, library, terms):
    calculator = opened(page, "incentives")
    calculator.get_by_role("button", name="填入演示数据").click()
    calculator.locator("[name=loss]").fill("20000")
    months = months_of(calculator.locator("textarea").input_value(), library.operations["scorecard"]["metrics"])
    taken = sum(result["deduction"] for result in assess_year(months, terms, library.operations))
    found = compare_penalty_with_loss(taken, 20000)
    assert found["over_30_percent"]
    expect(calculator.locator(".verdict")).to_contain_text(f"方案 A、方案 B：扣减合计是估计损失的 {found['ratio']:g}%，超出损失 30% 以上")


def test_terms_go_to_the_form_and_nothing_else_of_the_draft_changes(page):
    page.goto("calculators/incentives/")
    page.evaluate("([name, draft]) => localStorage.setItem(name, draft)", [DRAFT, json.dumps({"version": "3.0.0", "given": {"party_a_name": "某店", "at_risk_cap_percent": "12"}})])
    calculator = opened(page, "incentives")
    page.locator("#terms-a-source").select_option("draft")
    expect(page.locator("#terms-a-at_risk_cap_percent")).to_have_value("12")
    page.locator("#terms-a-at_risk_cap_percent").fill("8")
    calculator.get_by_role("button", name="把方案 A 送到").click()
    expect(calculator.locator(".sent")).to_contain_text("已并入")
    given = json.loads(page.evaluate("(name) => localStorage.getItem(name)", DRAFT))["given"]
    assert given["party_a_name"] == "某店" and given["at_risk_cap_percent"] == "8"
    page.goto("fill/")
    expect(page.locator("#fill-at_risk_cap_percent")).to_have_value("8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-01,104000,90", "没有找到“考核月”这一列"),
        ("考核月,月度服务费,客户满意度\n2027-01,十万,90", "第 2 行“月度服务费”写的是“十万”"),
        ("考核月,月度服务费,客户满意度\n2027-01,,90", "第 2 行没有写“月度服务费”"),
        ("考核月,月度服务费,客户满意度分子\n2027-01,1,90", "客户满意度的分子、分母要一起写"),
        ("考核月,月度服务费,客户满意度分子,客户满意度分母\n2027-01,1,90,80", "第 2 行：客户满意度的分子 90 大于分母 80"),
        ("考核月,月度服务费,客户满意度,阶段\n2027-01,1,90,试用", "“阶段”写的是“试用”"),
        ("考核月,月度服务费\n" + "2027-01,1\n" * 13, "最多算 12 个月"),
    ],
)
def test_a_bad_paste_is_explained_and_kept(page, text, words):
    calculator = opened(page, "incentives")
    calculator.locator("textarea").fill(text)
    expect(calculator.locator(".paste .note")).to_contain_text(words)
    expect(calculator.locator("textarea")).to_have_value(text.rstrip("\n") if text.endswith("\n") is False else text)
    expect(calculator.locator(".result")).to_be_hidden()


def test_weights_that_do_not_total_100_are_named(page):
    calculator = opened(page, "incentives")
    calculator.get_by_role("button", name="填入演示数据").click()
    calculator.locator("#terms-b .targets summary").click()
    calculator.locator("#terms-b [data-term=csat_weight]").fill("20")
    expect(page.locator("#terms-b .problem")).to_contain_text("权重相加应当正好是100分")
    expect(page.locator("#terms-a .problem")).to_be_empty()
    expect(calculator.locator(".result")).to_be_hidden()


def test_rates_pasted_from_a_spreadsheet_with_percent_signs(page, library, terms):
    calculator = opened(page, "incentives")
    names = {key: rule["name"] for key, rule in library.operations["scorecard"]["metrics"].items()}
    rates = {"customer_satisfaction": 88, "first_contact_resolution": 75.5, "negative_review_rate": 0.8, "first_response_attainment": 91, "quality_pass_rate": 96}
    header = ["月份", "月度服务费（元）", *(names[key] for key in rates)]
    calculator.locator("textarea").fill("\t".join(header) + "\n" + "\t".join(["2027年5月", "104,000", *(f"{rate}%" for rate in rates.values())]))
    month = {"fee": 104000, "phase": "normal", "metrics": {key: {"rate": rates[key]} if key in rates else None for key in names}}
    [result] = assess_year([month], terms, library.operations)
    shown = table(calculator)[0]
    assert shown[3] == f"{result['score']:.2f}" and figures(shown[4]) == result["deduction"]


def test_a_year_is_recomputed_within_100_ms(page):
    calculator = opened(page, "incentives")
    calculator.get_by_role("button", name="填入演示数据").click()
    times = page.evaluate(
        """() => Array.from({ length: 9 }, (_, index) => {
            const box = document.querySelector("#terms-a-composite_pass_score");
            box.value = String(80 + index);
            const started = performance.now();
            box.dispatchEvent(new Event("input", { bubbles: true }));
            return performance.now() - started;
        })"""
    )
    assert min(times) <= 100, times  # the best of nine: other tests may be using the machine


def fill_late(page, **given):
    calculator = opened(page, "late-payment")
    for name, value in given.items():
        if name in ("holidays", "workdays"):
            calculator.locator("details").evaluate("details => details.open = true")
        calculator.locator(f"[name={name}]").fill(value)
    return calculator


def test_late_interest_with_a_payment_in_between(page, terms):
    calculator = fill_late(page, confirmed="2026-11-02", unpaid="100,000", until="2027-01-01", lpr="3")
    calculator.get_by_role("button", name="加一笔").click()
    calculator.locator(".payment [name=date]").fill("2026-12-20")
    calculator.locator(".payment [name=amount]").fill("40000")
    due = due_date("2026-11-02", terms["payment_term_days"])
    result = late_interest(100000, due, "2027-01-01", terms["late_interest_daily_rate"], 3, [{"date": "2026-12-20", "amount": 40000}])
    expect(calculator.locator(".verdict")).to_contain_text("最晚付款日：2026年12月2日")
    expect(calculator.locator(".verdict")).to_contain_text(f"应付逾期利息 {result['total']:,.2f} 元")
    assert [figures(row[4]) for row in table(calculator)] == pytest.approx([segment["interest"] for segment in result["segments"]], abs=0.005)
    calculator.get_by_role("button", name="删去第 1 笔").click()
    expect(calculator.locator(".verdict")).to_contain_text("1,500.00 元")


def test_the_floor_and_the_cap_of_the_term_apply(page):
    calculator = fill_late(page, confirmed="2026-11-02", unpaid="100000", until="2027-06-01", lpr="20")
    page.locator("#late-terms-payment_term_days").fill("90")
    page.locator("#late-terms-party_a_scale").select_option("大型企业")
    page.locator("#late-terms-party_b_scale").select_option("小型企业")
    assert payment_limit(90, "大型企业", "小型企业") == {"days": 60, "limit": 60}
    expect(calculator.locator(".verdict")).to_contain_text("最晚付款日：2027年1月1日")
    expect(calculator.locator(".verdict")).to_contain_text("超过上限，按 60 日算")
    expect(calculator.locator(".verdict")).to_contain_text("已按 LPR 下限")
    calculator.locator("[name=reasoned]").check()
    expect(calculator.locator(".verdict")).to_contain_text("确认之日起 90 日")


def test_holidays_move_the_last_day_and_bad_dates_are_explained(page):
    calculator = fill_late(page, confirmed="2027-01-06", holidays="2027-02-05～2027-02-11")
    assert due_date("2027-01-06", 30, [f"2027-02-{day:02}" for day in range(5, 12)]) == "2027-02-12"
    expect(calculator.locator(".verdict")).to_contain_text("最晚付款日：2027年2月12日（确认之日起 30 日，2027年2月5日不是工作日，顺延）")
    calculator.locator("[name=holidays]").fill("春节")
    expect(calculator.locator(".figures .note")).to_contain_text("“春节”看不懂")
    expect(calculator.locator(".result")).to_be_hidden()


def test_two_turnover_formulas_side_by_side(page, library, terms):
    calculator = opened(page, "turnover")
    calculator.get_by_role("button", name="填入演示数据").click()
    rows = list(csv.DictReader(io.StringIO(calculator.locator("textarea").input_value())))
    months = [{"opening": int(r["月初在册"]), "closing": int(r["月末在册"]), "leavers": int(r["离开人数"]), "excluded": int(r["其中不计入"])} for r in rows]
    results = core_turnover(months, terms, library.operations)
    for index, (shown, result) in enumerate(zip(table(calculator), results, strict=True)):
        plain = compare(months[: index + 1])
        assert [figures(text) for text in shown[3:5]] == [plain["contract"], plain["opening"]]
        assert figures(shown[1]) == result["leavers"] and figures(shown[6]) == result["rate"]
        assert shown[8] == {None: "不考核", False: "未超限"}[result["exceeded"]]
    page.locator("#turnover-terms-turnover_cap_percent").fill("10")
    expect(calculator.locator(".verdict")).to_contain_text("考核看的是最近 12 个月：19.67%，上限 10%，连续第 7 个月超限")
    assert figures(table(calculator)[-1][9]) == core_turnover(months, terms | {"turnover_cap_percent": 10}, library.operations)[-1]["deduction_percent"]


def test_a_chart_can_be_read_with_the_keyboard_and_taken_away(page):
    calculator = opened(page, "turnover")
    calculator.get_by_role("button", name="填入演示数据").click()
    chart = calculator.locator("canvas")
    chart.focus()
    page.keyboard.press("ArrowRight")
    expect(calculator.locator(".chart-voice")).to_contain_text("2026-02：合同公式（不折算） 2.44 %")
    with page.expect_download() as picture:
        calculator.get_by_role("button", name="存为 PNG").click()
    assert picture.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with page.expect_download() as sheet:
        calculator.get_by_role("button", name="存为 CSV").click()
    rows = list(csv.reader(io.StringIO(sheet.value.path().read_text(encoding="utf-8-sig"))))
    calculator.get_by_text("数据表").click()
    assert len(rows) == calculator.locator(".chart-table tr").count() == 13 and rows[-1][0] == "2026-12"


@pytest.mark.parametrize("name", PAGES)
def test_a_calculator_asks_no_other_host_and_weighs_little(page, name):
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    opened(page, name)
    page.wait_for_load_state("networkidle")
    assert page.foreign == []
