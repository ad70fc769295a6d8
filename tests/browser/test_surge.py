"""大促弹性测算 in a real browser: a pasted day gives the seats, fees and consequences that the Python engine gives."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from macros.operations.surge import month_fees, plan_day, seats_by_tier, wrong_forecast
from macros.operations.terms import contract_terms

STEPS = range(-30, 101, 10)
BANDS = {"within": "容差以内", "above": "高于上限", "below": "低于下限"}
FORECAST = "时段,预测会话量\n20:00,180\n21:00,330"


@pytest.fixture
def page(page):
    page.goto("calculators/surge/")
    return page


@pytest.fixture
def calculator(page):
    return page.locator("#surge-calculator")


def sample(calculator):
    calculator.get_by_role("button", name="填入演示数据").click()


def fill(calculator, **given):
    for name, value in given.items():
        calculator.locator(f".figures [name={name}]").fill(value)


def term(page, key: str, value: str):
    page.locator(f"#surge-terms-{key}").fill(value)


def terms_on(page, library) -> dict:
    """The contract's terms as typed on the page."""
    boxes = page.locator("#surge-terms [data-term]").all()
    return contract_terms({box.get_attribute("data-term"): box.input_value() for box in boxes}, library.fields)


def surge_on(calculator, terms: dict) -> dict:
    """What is typed and pasted, as the engine takes it."""
    typed = {box.get_attribute("name"): box.input_value() for box in calculator.locator(".figures input").all()}
    number = lambda name, empty=None: float(typed[name]) if typed[name] else empty
    rows = csv.DictReader(io.StringIO(calculator.locator("textarea").input_value()))
    return {
        "hours": [{"label": row["时段"], "volume": int(row["预测会话量"]), "scheduled": int(row.get("约定席位") or terms["contracted_seats"])} for row in rows],
        "interval": {
            "aht_seconds": number("aht"), "interval_minutes": 60, "concurrency": number("concurrency", 1), "shrinkage_percent": number("shrinkage", 0),
            "max_occupancy_percent": number("occupancy", 100), "target_percent": terms["first_response_target"], "target_seconds": terms["chat_first_response_seconds"],
        },
        "peak": number("peak"), "days": number("days"), "month_days": number("month_days"), "ordinary_volume": number("ordinary"), "shift_hours": number("shift"),
        "sales_per_session": number("sales"),
    }


def table(calculator, name: str) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in calculator.locator(f".{name} tbody tr").all()]


def figures(text: str) -> float:
    return float(re.sub(r"[^\d.-]", "", text))


def eased(number: float, after: float) -> str:
    return f"{number:g}" if number == after else f"{number:g}（扩容后 {after:g}）"


def assert_seats(calculator, day: list[dict]):
    dash = lambda number: f"{number:g}" if number else "—"
    for shown, hour in zip(table(calculator, "hours"), day, strict=True):
        assert shown[:8] == [hour["label"], f"{hour['volume']:,}", f"{hour['seats']}", f"{hour['scheduled']}", *(dash(hour[key]) for key in ("promotion", "tier_one", "tier_two", "short"))]
        assert figures(shown[8]) == pytest.approx(hour["reached"], abs=0.051)


def test_a_day_gives_the_seats_the_fees_and_the_consequences(page, calculator, library):
    sample(calculator)
    terms = terms_on(page, library)
    surge = surge_on(calculator, terms)
    day = plan_day(surge, terms)
    assert_seats(calculator, day)
    assert any(hour["tier_one"] for hour in day) and any(hour["short"] for hour in day)
    worst = max(day, key=lambda hour: hour["seats"])
    expect(calculator.locator(".verdict")).to_contain_text(f"{worst['label']} 最忙，要 {worst['seats']} 席：约定席位 {worst['scheduled']} 席，大促增席 {worst['promotion']:g} 席")
    usual, month = month_fees(surge | {"days": 0}, terms), month_fees(surge, terms)
    for shown in table(calculator, "fees"):
        fee = month[shown[0]]
        extra = sum(line["amount"] for line in fee["lines"] if line["item"] in ("大促加价", "扩容加价"))
        assert [figures(text) for text in shown[1:]] == pytest.approx([usual[shown[0]]["fee"], fee["fee"], fee["fee"] - usual[shown[0]]["fee"], extra], abs=0.001)
    for shown, step in zip(table(calculator, "steps"), STEPS, strict=True):
        result = wrong_forecast(surge, terms, step)
        assert shown[1:3] == [f"{result['actual']:,.0f}", BANDS[result["band"]]] and figures(shown[3]) == pytest.approx(result["billed_sessions"], abs=0.05)
        assert shown[4:7] == [eased(result["excluded_days"], result["excluded_days_after_scale_up"]), f"{result['seats']}", eased(result["short"], result["short_after_scale_up"])]
        assert [figures(text) for text in shown[7:]] == list(result["fees"].values())


def test_the_slider_says_what_a_wrong_forecast_does(page, calculator, library):
    sample(calculator)
    terms = terms_on(page, library)
    surge = surge_on(calculator, terms)
    slider, said = calculator.get_by_role("slider"), calculator.locator(".deviation-verdict")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    result = wrong_forecast(surge, terms, 30)
    expect(slider).to_have_attribute("aria-valuetext", "实际比预测多 30%")
    expect(said).to_contain_text(f"当月实际 {result['actual']:,.0f} 件，锁定预测 {result['forecast']:,.0f} 件：{BANDS[result['band']]}")
    expect(said).to_contain_text(f"首响达标率和接通率剔除 {result['excluded_days']:g} 日")
    expect(said).to_contain_text(f"比排班缺 {result['short']:g} 席")
    expect(said).to_contain_text(f"按量 {result['fees']['按量']:,.2f} 元")
    page.keyboard.press("Home")
    calculator.get_by_label("偏差发生在").select_option("整个月")
    result = wrong_forecast(surge, terms, -30, True)
    assert result["band"] == "below"
    expect(said).to_contain_text(f"按 {result['billed_sessions']:,.0f} 件结算（保底）")
    expect(said).to_contain_text("没有哪一日要剔除")
    slider.fill("50")
    assert wrong_forecast(surge, terms, 50, True)["excluded_days"] == 30
    expect(said).to_contain_text("剔除 30 日")


def test_seats_come_first_and_fees_when_they_can_be_reckoned(page, calculator, library):
    calculator.locator("textarea").fill(FORECAST)
    expect(calculator.locator(".figures .note")).to_have_text("先填平均处理时长（秒）、约定席位数。")
    fill(calculator, aht="300")
    term(page, "contracted_seats", "20")
    terms = terms_on(page, library)
    day = plan_day(surge_on(calculator, terms), terms)
    assert_seats(calculator, day)
    assert day[1]["tier_one"] == 2 and day[1]["tier_two"] and not day[1]["promotion"]
    expect(calculator.locator(".without-fees")).to_have_text("再填当月大促日数、当月日数、平日每日会话量（件）、每日排班时长（小时），就能算费用和偏差。")
    expect(calculator.locator(".with-fees")).to_be_hidden()
    fill(calculator, days="3", month_days="30", ordinary="1000", shift="8")
    term(page, "seat_monthly_price", "5200")
    rows = {row[0]: row[1:] for row in table(calculator, "fees")}
    surge = surge_on(calculator, terms := terms_on(page, library))
    assert figures(rows["按席位"][1]) == month_fees(surge, terms)["按席位"]["fee"]
    assert rows["按量"] == ["没有填首档会话量、首档会话单价、超档会话单价"] and rows["混合"] == ["没有填提成比例、每件有效成交额（元）"]
    assert calculator.locator(".steps thead th").all_inner_texts()[-1] == "按席位（元）"


def test_terms_of_a_scenario(page, calculator, library):
    sample(calculator)
    page.locator("#surge-terms-source").select_option("ecommerce-promotion")
    expect(page.locator("#surge-terms-contracted_seats")).to_have_value("24")
    fill(calculator, peak="60")
    terms = terms_on(page, library)
    assert (terms["bench_percent"], terms["commission_rate"]) == (20, 0.8)
    surge = surge_on(calculator, terms)
    assert_seats(calculator, plan_day(surge, terms))
    rows = {row[0]: row[1:] for row in table(calculator, "fees")}
    assert figures(rows["混合"][1]) == month_fees(surge, terms)["混合"]["fee"] and rows["按时长"] == ["没有填小时单价"]
    expect(calculator.locator(".verdict")).to_contain_text("“约定席位”一列合计 160 席位小时，约定席位数乘以每日排班时长是 192 席位小时")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("20:00,180", "没有找到“时段”这一列"),
        ("时段,预测会话量\n20:00,很多", "第 2 行“预测会话量”写的是“很多”：请写不小于 0 的整数"),
        ("时段,预测会话量\n20:00,", "第 2 行没有写“预测会话量”"),
        ("时段,预测会话量\n20:00,1\n20:00,2", "“20:00”写了不止一次"),
        ("时段,预测会话量\n" + "\n".join(f"{hour},1" for hour in range(25)), "一共 25 行：一行一小时，最多 24 行"),
        ("时段,预测会话量\n20:00,100001", "一小时最多算到 100,000"),
        ("时段,预测会话量,约定席位\n20:00,100,21", "比约定席位数 20 还多"),
    ],
)
def test_a_bad_paste_is_explained_and_kept(calculator, text, words):
    sample(calculator)
    calculator.locator("textarea").fill(text)
    expect(calculator.locator(".paste .note")).to_contain_text(words)
    expect(calculator.locator("textarea")).to_have_value(text)
    expect(calculator.locator(".result")).to_be_hidden()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"aht": "八分钟"}, "“平均处理时长（秒）”写的是“八分钟”，请写 1 到 7,200 的数"),
        ({"occupancy": "120"}, "“占用率上限（%）”写的是“120”，请写 30 到 100 的数"),
        ({"days": "2.5"}, "“当月大促日数”写的是“2.5”，请写 1 到 31 的整数"),
        ({"days": "31"}, "大促 31 日比当月的 30 日还多"),
        ({"peak": "11"}, "大促峰值席位 11 席比当班的约定席位 12 席还少"),
    ],
    ids=str,
)
def test_a_bad_figure_is_explained(calculator, given, words):
    sample(calculator)
    fill(calculator, **given)
    expect(calculator.locator(".figures .note")).to_contain_text(words)
    expect(calculator.locator(".result")).to_be_hidden()
    sample(calculator)
    assert calculator.locator(f"[name={next(iter(given))}]").input_value() == next(iter(given.values()))


def test_no_visitors_need_no_seats(calculator):
    sample(calculator)
    calculator.locator("textarea").fill("时段\t预测会话量\n20:00\t0")
    expect(calculator.locator(".verdict")).to_contain_text("20:00 最忙，要 0 席")
    expect(calculator.locator(".verdict")).to_contain_text("够用")


def test_the_charts_can_be_read_with_the_keyboard_and_taken_away(page, calculator, library):
    sample(calculator)
    terms = terms_on(page, library)
    day = plan_day(surge_on(calculator, terms), terms)
    seats = calculator.locator("figure.seats")
    seats.locator("canvas").focus()
    page.keyboard.press("End")
    expect(seats.locator(".chart-voice")).to_contain_text(f"23:00：约定席位 8 席，大促增席 {day[-1]['promotion']:g} 席")
    with page.expect_download() as sheet:
        seats.get_by_role("button", name="存为 CSV").click()
    header, *rows = csv.reader(io.StringIO(sheet.value.path().read_text(encoding="utf-8-sig")))
    assert header[-1] == "实际比预测多 20%要的席位（席）"
    assert [sum(map(float, row[1:5])) for row in rows] == [hour["seats"] for hour in day]
    with page.expect_download() as picture:
        calculator.locator("figure.money").get_by_role("button", name="存为 PNG").click()
    assert picture.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_the_results_are_accessible(chromium, site, repository, scheme, width):
    context = chromium.new_context(base_url=site, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)  # for axe
    page = context.new_page()
    page.goto("calculators/surge/")
    sample(page.locator("#surge-calculator"))
    page.evaluate((repository / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [f"{violation['id']}: {violation['nodes'][0]['html'][:120]}" for violation in found if violation["impact"] in ("serious", "critical")] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()


def test_a_slide_is_recomputed_within_100_ms(page, calculator):
    sample(calculator)
    times = page.evaluate(
        """() => Array.from({ length: 9 }, (_, index) => {
            const slider = document.querySelector("#surge-percent");
            slider.value = String(index * 10);
            const started = performance.now();
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            return performance.now() - started;
        })"""
    )
    assert sorted(times)[4] <= 100, times


def test_the_worked_example_is_what_the_engine_says(page):
    terms = {"contracted_seats": 20, "bench_percent": 10, "scale_up_percent": 50}
    assert seats_by_tier(33, 20, None, terms) == {"promotion": 0, "tier_one": 2, "tier_two": 8, "short": 3}
    assert seats_by_tier(36, 20, 30, terms)["short"] == 36 - 32 == 4
    example = page.locator("#example + p")
    expect(example).to_contain_text("多出的 13 席里，第一档 2 席，第二档 8 席，还有 3 席排不出")
    expect(example).to_contain_text("席位总数最多 32 席，要 36 席就缺 4 席")
