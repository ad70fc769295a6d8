"""逾期利息 for what really happens: blank terms, holidays, part payments too early, too late and too large."""

from __future__ import annotations

from playwright.sync_api import expect

from macros.operations.interest import late_interest
from macros.operations.terms import contract_terms
from tests.browser.test_calculators import fill_late, table


def test_a_term_left_blank_follows_the_contract_and_scales(page):
    calculator = fill_late(page, confirmed="2026-11-02")
    verdict = calculator.locator(".verdict")
    expect(verdict).to_contain_text("没有选双方规模，付款期限的上限没有核对")
    page.locator("#late-terms-payment_term_days").fill("")
    expect(verdict).to_contain_text("没有填写付款期限，确认之日起 30 日")
    page.locator("#late-terms-party_a_scale").select_option("大型企业")
    page.locator("#late-terms-party_b_scale").select_option("微型企业")
    expect(verdict).to_contain_text("没有填写付款期限，确认之日起 60 日")
    page.locator("#late-terms-payment_term_days").fill("0")
    expect(calculator.locator(".figures .note")).to_contain_text("付款期限写的是 0")
    expect(calculator.locator(".result")).to_be_hidden()
    page.locator("#late-terms-payment_term_days").fill("120")
    page.locator("#late-terms-party_a_scale").select_option("机关或事业单位")
    calculator.locator("[name=reasoned]").check()
    expect(verdict).to_contain_text("填写的 120 日超过上限，按 60 日算")


def test_weekends_workdays_and_the_cap_on_postponing_are_told_apart(page):
    calculator = fill_late(page, confirmed="2026-11-05", workdays="2026-12-06")
    expect(calculator.locator(".verdict")).to_contain_text("最晚付款日：2026年12月6日（确认之日起 30 日，2026年12月5日不是工作日，顺延）")
    calculator.locator("[name=confirmed]").fill("2026-11-06")
    expect(calculator.locator(".verdict")).to_contain_text("最晚付款日：2026年12月6日（确认之日起 30 日）")
    page.locator("#late-terms-party_a_scale").select_option("大型企业")
    page.locator("#late-terms-party_b_scale").select_option("小型企业")
    page.locator("#late-terms-payment_term_days").fill("60")
    calculator.locator("[name=confirmed]").fill("2026-11-03")
    expect(calculator.locator(".verdict")).to_contain_text("最晚付款日：2027年1月2日（确认之日起 60 日，当日不是工作日，但上限含顺延，不再顺延）")


def pay(calculator, *payments):
    for index, (date, amount) in enumerate(payments):
        calculator.get_by_role("button", name="加一笔").click()
        calculator.locator(".payment [name=date]").nth(index).fill(date)
        calculator.locator(".payment [name=amount]").nth(index).fill(amount)


def test_three_payments_in_any_order_one_before_the_due_date_and_one_too_late(page, library):
    rate = contract_terms({}, library.fields)["late_interest_daily_rate"]
    calculator = fill_late(page, confirmed="2026-11-02", unpaid="100000", until="2027-01-31", lpr="3%")
    paid = [("2027-01-10", "30000"), ("2026-11-20", "20,000"), ("2027-03-01", "1000")]
    pay(calculator, *paid)
    given = [{"date": date, "amount": float(amount.replace(",", ""))} for date, amount in paid]
    result = late_interest(100000, "2026-12-02", "2027-01-31", rate, 3, given)
    assert result["total"] == 80000 * 0.0005 * 39 + 50000 * 0.0005 * 21
    verdict = calculator.locator(".verdict")
    expect(verdict).to_contain_text(f"应付逾期利息 {result['total']:,.2f} 元")
    expect(verdict).to_contain_text("本金还欠 50,000.00 元")
    expect(verdict).to_contain_text("2027年1月31日 以后付的款没有算进来")
    calculator.get_by_role("button", name="删去第 1 笔").click()
    expect(calculator.get_by_role("button", name="加一笔")).to_be_focused()
    assert calculator.locator(".payment legend").all_inner_texts() == ["第 1 笔", "第 2 笔"]


def test_more_paid_than_owed_no_rate_and_before_the_due_date(page):
    calculator = fill_late(page, confirmed="2026-11-02", unpaid="1000", until="2026-12-12", lpr="0.03")
    expect(calculator.locator(".verdict")).to_contain_text("LPR 填的是 0.03%，请再核对")
    pay(calculator, ("2026-12-07", "1200"))
    assert [row[:3] for row in table(calculator)] == [["2026-12-03", "2026-12-07", "5"]]
    expect(calculator.locator(".verdict")).to_contain_text("期间付的款比欠款多 200.00 元")
    calculator.locator("[name=lpr]").fill("")
    page.locator("#late-terms-late_interest_daily_rate").fill("0")
    expect(calculator.locator(".verdict")).to_contain_text("应付逾期利息 0.00 元")
    calculator.locator("[name=until]").fill("2026-11-30")
    expect(calculator.locator(".verdict")).to_contain_text("到 2026年11月30日 没有逾期利息")
