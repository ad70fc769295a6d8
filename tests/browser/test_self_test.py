"""What a person does on the page 真外包自测: answer, see the verdict and what to change, paste wording, take the result away."""

import re

import pytest
from playwright.sync_api import expect

OPPOSITE = {"是": "否", "否": "是"}
SIGNED = "服务人员由甲方统一排班、考勤，工资由甲方直接发放。甲方不得要求服务人员加班。"


@pytest.fixture
def page(page):
    page.goto("self-test/")
    return page


@pytest.fixture
def signs(library):
    return library.dispatch_signs.signs


def answer(page, key, choice):
    page.locator(f'input[name="{key}"][value="{choice}"]').check()


def answer_all(page, signs, **others):
    """Every question as in a real outsourcing, except `others`."""
    for key, sign in signs.items():
        answer(page, key, others.get(key, OPPOSITE[sign.sign]))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def status(page):
    return page.locator(".self-test .self-status")


def scan(page, text):
    page.get_by_label("把文字贴在这里").fill(text)
    press(page, "查一查")


def scan_status(page):
    return page.locator(".self-scan .self-status")


def test_few_signs_are_no_clearance(page, signs):
    answer_all(page, signs)
    expect(page.locator(".self-progress")).to_have_text("已答 20 / 20 题")
    press(page, "看结果")
    expect(status(page)).to_contain_text("信号少")
    expect(status(page)).to_contain_text("这不是合格证明")
    expect(page.locator(".self-test .self-findings")).to_contain_text("分值和分档是起草建议，不是法律标准")


def test_each_sign_comes_with_its_article_risk_change_and_paragraph(page, signs, library):
    answer_all(page, signs, pay="是", discipline="是", orders="是", group_chat="是", house_rules="是")
    press(page, "看结果")
    expect(status(page)).to_contain_text("信号多")
    found = page.locator(".self-test .self-findings article")
    assert found.count() == 5
    first = found.first
    expect(first).to_contain_text(signs["pay"].risk)
    expect(first).to_contain_text(signs["pay"].instead)
    expect(first.get_by_role("link", name="《中华人民共和国劳动合同法》第六十二条")).to_have_attribute("href", "../laws/#ldht-57-67")
    first.get_by_role("link", name=re.compile("不直接奖惩个人")).click()
    page.wait_for_url("**/clauses/performance/#individual-discipline")


def test_too_much_unknown_cannot_be_judged_and_says_where_to_look(page, signs):
    answer_all(page, signs, pay="不清楚")
    press(page, "看结果")
    expect(status(page)).to_contain_text("不能判断")
    expect(status(page)).to_contain_text("最少 0 分、最多 3 分")
    expect(page.locator(".self-test .self-findings")).to_contain_text(signs["pay"].find_out)
    answer(page, "pay", "否")  # the result follows
    expect(status(page)).to_contain_text("信号少")


def test_contradicting_answers_cannot_be_judged(page, signs):
    answer_all(page, signs, scheduling="是")
    press(page, "看结果")
    expect(status(page)).to_contain_text("不能判断")
    expect(page.locator(".self-test .self-findings")).to_contain_text("回答相互矛盾")


def test_nothing_answered_cannot_be_judged(page):
    press(page, "看结果")
    expect(status(page)).to_contain_text("不能判断")


def test_by_keyboard_alone(page, signs):
    page.locator('input[name="scheduling"]').first.focus()
    for _ in signs:
        page.keyboard.press("Space")  # 是
        page.keyboard.press("Tab")  # why we ask
        page.keyboard.press("Tab")  # the next question, or the button
    expect(page.get_by_role("button", name="看结果")).to_be_focused()
    page.keyboard.press("Enter")
    expect(status(page)).not_to_be_empty()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(status(page)).to_be_empty()
    expect(page.locator(".self-progress")).to_have_text("已答 0 / 20 题")


def test_results_are_announced(page):
    assert page.get_by_role("status").count() == 2
    expect(page.get_by_role("group", name=re.compile("某一天哪个人上哪个班"))).to_be_visible()


def test_wording_shows_sentence_reason_article_and_rewording(page, signs):
    scan(page, SIGNED)
    expect(scan_status(page)).to_contain_text("有要改的句子")
    found = page.locator(".self-scan .self-findings article")
    assert found.count() == 1
    expect(found.locator("blockquote")).to_have_text("服务人员由甲方统一排班、考勤，工资由甲方直接发放")
    expect(found).to_contain_text(signs["attendance"].meaning)
    expect(found).to_contain_text(signs["attendance"].wording[0].reword)
    expect(found.get_by_role("link", name="《劳务派遣暂行规定》第二十七条").first).to_be_visible()


@pytest.mark.parametrize(("text", "words"), [
    ("甲方不得对乙方人员考勤，也不得排班。乙方负责服务人员的考勤和工资发放。", "没有发现"),
    ("太短了。", "不能判断"),
    ("Party A shall schedule the agents of Party B.", "不能判断"),
    ("双方应对在合作中知悉的对方商业秘密保密，未经对方书面同意不得向任何第三方披露。", "不能判断"),
])
def test_wording_without_a_finding_is_no_clearance(page, text, words):
    scan(page, text)
    expect(scan_status(page)).to_contain_text(words)
    assert page.locator(".self-scan .self-findings article").count() == 0


def test_own_names_of_the_parties(page):
    page.get_by_label("甲方在文字里叫什么（可不填）").fill("蓝海商贸")
    scan(page, "外包客服由蓝海商贸统一考勤。")
    expect(page.locator(".self-scan blockquote")).to_have_text("外包客服由蓝海商贸统一考勤")


def test_pasted_markup_stays_text(page):
    scan(page, "服务人员由甲方考勤<img src=x onerror=alert(1)>")
    expect(page.locator(".self-scan blockquote")).to_have_text("服务人员由甲方考勤<img src=x onerror=alert(1)>")
    assert page.locator(".self-scan blockquote img").count() == 0


def test_the_result_can_be_copied_as_text(page, signs):
    answer_all(page, signs, pay="是")
    press(page, "看结果")
    page.locator(".self-test [data-action=copy]").click()
    expect(page.locator(".self-test .copy-status")).to_have_text("已复制")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == "真外包自测" and lines[1].startswith("有一些信号")
    assert f"风险：{signs['pay'].risk}" in lines and "发薪（3 分）" in lines
    assert not any("是 否 不清楚" in line for line in lines)


def test_print_holds_the_result_and_not_the_form(page, signs):
    answer_all(page, signs, pay="是")
    press(page, "看结果")
    page.emulate_media(media="print")
    expect(page.locator(".self-questions")).to_be_hidden()
    expect(page.locator(".self-test .self-findings article")).to_be_visible()
    expect(page.get_by_role("button", name="看结果")).to_be_hidden()


def test_nothing_is_kept_or_sent(page, signs):
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    answer_all(page, signs, pay="是")
    press(page, "看结果")
    scan(page, SIGNED)
    kept = page.evaluate("[JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}), document.cookie]")
    assert "是" not in kept[0] and "考勤" not in kept[0] and kept[1] == ""
    assert asked == [] and page.foreign == []
    page.reload()
    assert page.locator(".sign input:checked").count() == 0
    assert page.get_by_label("把文字贴在这里").input_value() == ""


def test_a_long_text_is_scanned_at_once(page):
    page.get_by_label("把文字贴在这里").fill(SIGNED * 500)  # some 20,000 characters
    took = page.evaluate("() => { const start = performance.now(); document.querySelector('[data-action=scan]').click(); return performance.now() - start; }")
    assert took < 1500
    expect(scan_status(page)).to_contain_text("500 句")


def test_without_scripts_it_is_a_list_to_read(chromium, site, signs):
    context = chromium.new_context(base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto("self-test/")
    for sign in signs.values():
        expect(page.get_by_text(sign.question)).to_be_visible()
        expect(page.get_by_text(sign.instead).first).to_be_visible()
    expect(page.get_by_role("button", name="看结果")).to_be_hidden()
    expect(page.locator(".self-scan")).to_be_hidden()
    context.close()
