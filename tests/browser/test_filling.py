"""What a person does on the page 在线填写: choose a scenario, answer, see the contract and the warnings, leave and come back."""

import json
import re

import pytest
from playwright.sync_api import expect

from macros.answers import read_answers, shown
from macros.contract import Item, Reference, inlines_of, paragraphs, settled, walk

PRESET = "ecommerce-promotion"


@pytest.fixture
def page(page):
    page.goto("fill/")
    return page


def field(page, library, label):
    key = next(key for key, field in library.agreement.fields.items() if field.label == label)
    return page.locator(f"#fill-{key}")


def entry(page, library, label):
    return page.locator(".entry", has=field(page, library, label))


def printed(page, library, label):
    """What the paper says in the first place that stands."""
    key = next(key for key, field in library.agreement.fields.items() if field.label == label)
    return page.locator(f".paper [data-key={key}]").first


def choose(page, slug=PRESET):
    page.locator(f"[data-preset={slug}]").click()


def show_all(page):
    page.locator(".switch label", has_text="全部").click()


def bring(page, name, text):
    """Import a file of answers."""
    page.locator(".import-file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()})
    expect(page.locator(".draft-status")).to_contain_text("导入")


def complete(form, slug, **changes):
    preset = next(preset for preset in form["presets"] if preset["slug"] == slug)
    return preset["answers"] | changes


def test_a_scenario_fills_everything_but_what_only_the_parties_know(page, library, form):
    choose(page)
    answers = complete(form, PRESET)
    names = [data for data in form["fields"] if data["key"] in library.agreement.fields and data["question"] == "identity" and data["type"] == "text" and data["label"] in answers and not data["default"]]
    for data in names:
        control = page.locator(f"#fill-{data['key']}")
        assert control.input_value() == "" and control.get_attribute("placeholder") == f"例：{answers[data['label']]}"
    label, value = next((data["label"], answers[data["label"]]) for data in form["fields"] if data["label"] in answers and data["question"] != "identity" and data["type"] == "integer")
    assert field(page, library, label).input_value() == value
    expect(page.locator(f"[data-preset={PRESET}]")).to_have_attribute("aria-pressed", "true")


def test_typing_shows_in_the_contract_where_it_is_being_read(page, library):
    field(page, library, "甲方名称").fill("上海某某商贸有限公司")
    expect(page.locator(".paper .current")).to_contain_text("上海某某商贸有限公司")
    expect(page.locator(".paper .current")).to_be_in_viewport()
    assert {node.text_content() for node in page.locator(".paper [data-key=party_a_name]").all()} == {"上海某某商贸有限公司"}


def test_a_value_beyond_the_law_is_named_with_its_article_and_mended_with_one_click(page, library):
    field(page, library, "甲方规模").select_option("大型企业")
    field(page, library, "乙方规模").select_option("小型企业")
    term = field(page, library, "付款期限")
    term.fill("90")
    term.blur()
    finding = entry(page, library, "付款期限").locator(".finding").first
    expect(finding).to_contain_text("《保障中小企业款项支付条例》")
    expect(finding).to_contain_text(re.compile(r"施行：\d{4}-\d\d-\d\d"))
    expect(page.locator(".review-notes").first).to_contain_text("付款期限")
    finding.get_by_role("button", name="改为").click()
    assert int(term.input_value()) <= 60
    expect(entry(page, library, "付款期限").locator(".finding")).to_have_count(0)


def test_what_cannot_be_used_is_explained_and_stops_the_download(page, library):
    field(page, library, "付款期限").fill("三十天左右")
    field(page, library, "付款期限").blur()
    expect(entry(page, library, "付款期限").locator(".finding-mistake")).to_contain_text("不是数字")
    expect(field(page, library, "付款期限")).to_have_attribute("aria-invalid", "true")
    page.locator("[data-download=final]").click()
    expect(page.locator(".download-status")).to_contain_text("改好才能下载")
    expect(field(page, library, "付款期限")).to_be_focused()


def test_not_known_is_an_answer(page, library):
    choose(page)
    entry(page, library, "付款期限").get_by_label("还不知道").check()
    expect(printed(page, library, "付款期限")).to_have_text("【待定】")
    expect(field(page, library, "付款期限")).to_be_disabled()
    expect(page.locator(".review-summary")).to_contain_text("还不知道")
    entry(page, library, "付款期限").get_by_label("还不知道").uncheck()
    expect(field(page, library, "付款期限")).to_be_enabled()
    expect(printed(page, library, "付款期限")).not_to_have_text("【待定】")


def test_money_is_spelled_out(page, library):
    field(page, library, "预计月度服务费").fill("104000.50")
    expect(entry(page, library, "预计月度服务费").locator(".words")).to_have_text("人民币壹拾万肆仟元伍角整")


def test_an_emptied_field_goes_back_to_its_default(page, library):
    term = field(page, library, "付款期限")
    default = term.input_value()
    term.fill("45")
    term.fill("")
    term.blur()
    assert term.input_value() == default
    expect(entry(page, library, "付款期限")).to_have_attribute("data-state", "default")


@pytest.mark.parametrize("answers", [
    {"计费方式": "按量"}, {"计费方式": "混合", "履约担保方式": "定金"}, {"争议解决方式": "诉讼", "续期方式": "自动续期"},
    {"智能客服使用方式": "乙方提供", "考核奖励方式": "按季兑付"}, {"计费方式": "不知道", "电话渠道": "是"},
], ids=lambda answers: "、".join(answers.values()))
def test_options_come_and_go_with_numbers_and_references_right(page, library, form, answers):
    bring(page, "answers.json", json.dumps(answers))
    document = settled(library.agreement, shown(read_answers(answers, form)[0], form))
    numbering = library.numbering(document)
    found = page.evaluate(
        """() => {
            const stands = (node) => !node.closest(".option[hidden]");
            const all = (selector, within = document.querySelector(".paper")) => [...within.querySelectorAll(selector)].filter(stands);
            return {
                paragraphs: Object.fromEntries(all(".para").map((para) => [para.dataset.anchor, para.querySelector(".no").textContent])),
                items: Object.fromEntries(all(".para").map((para) => [para.dataset.anchor, all(".item .no", para).map((number) => number.textContent)])),
                references: all("[data-target]").map((reference) => [reference.dataset.target, reference.textContent]),
            };
        }"""
    )
    remaining = [paragraph for clause in document.clauses for paragraph in paragraphs(clause.blocks)]
    assert found["paragraphs"] == {paragraph.anchor: f"{numbering.paragraphs[paragraph.anchor]}." for paragraph in remaining}
    counts = {paragraph.anchor: sum(isinstance(block, Item) for block in walk(paragraph.blocks)) for paragraph in remaining}
    assert found["items"] == {anchor: [f"（{number + 1}）" for number in range(count)] for anchor, count in counts.items()}
    referred = {i.target for clause in document.clauses for block in walk(clause.blocks) for i in inlines_of(block) if isinstance(i, Reference)}
    assert {target for target, _ in found["references"]} >= referred
    assert [(target, text) for target, text in found["references"] if text != numbering.reference(target)] == []


def test_only_what_applies_is_asked(page, library):
    show_all(page)
    field(page, library, "计费方式").select_option("按席位")
    expect(field(page, library, "首档会话单价")).to_be_hidden()
    field(page, library, "计费方式").select_option("按量")
    expect(field(page, library, "首档会话单价")).to_be_visible()
    expect(field(page, library, "席位月单价")).to_be_hidden()


def test_the_draft_survives_a_reload_and_can_be_cleared(page, library):
    field(page, library, "甲方名称").fill("上海某某商贸有限公司")
    field(page, library, "甲方名称").blur()
    page.reload()
    expect(page.locator(".draft-status")).to_contain_text("已恢复")
    assert field(page, library, "甲方名称").input_value() == "上海某某商贸有限公司"
    page.get_by_role("button", name="清除草稿").click()
    assert field(page, library, "甲方名称").input_value() == ""
    assert page.evaluate("localStorage.length") == 0 or "上海某某" not in page.evaluate("JSON.stringify({...localStorage})")
    page.get_by_role("button", name="撤销").click()
    assert field(page, library, "甲方名称").input_value() == "上海某某商贸有限公司"
    page.get_by_role("button", name="清除草稿").click()
    page.reload()
    assert field(page, library, "甲方名称").input_value() == ""


def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(page, library):
    field(page, library, "甲方名称").fill("上海某某商贸有限公司")
    bring(page, "answers.yml", "甲方名称: a\n  乙方: [")
    expect(page.locator(".draft-status")).to_contain_text("没有导入。第 2 行")
    assert field(page, library, "甲方名称").input_value() == "上海某某商贸有限公司"


def test_unknown_blanks_in_a_file_are_reported(page, library):
    bring(page, "answers.yml", "甲方名称: 上海某某商贸有限公司\n付款期: 30\n")
    expect(page.locator(".draft-status")).to_contain_text("付款期限")
    assert field(page, library, "甲方名称").input_value() == "上海某某商贸有限公司"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("合同.docx", b"PK\x03\x04", "Word、PDF 和表格不能导入"),
        ("vendors.csv", "甲方名称,乙方名称\n".encode(), "Word、PDF 和表格不能导入"),
        ("answers.json", b'{"a": "' + b"x" * 5_000_000 + b'"}', "不到 1 MB"),
        ("answers.yml", "甲方名称: 北京\n".encode("gbk"), "UTF-8"),
        ("answers.json", b'{"foo": "1"}', "没有“foo”这一填写项"),
        ("answers.json", '{"范本": "nda", "甲方名称": "北京"}'.encode(), "另一份范本“nda”"),
        ("answers.yml", "甲方名称:\n".encode(), "一项也没有填"),
    ],
)
def test_a_file_that_holds_no_answers_of_this_contract_changes_nothing(page, library, name, content, reason):
    field(page, library, "甲方名称").fill("上海某某商贸有限公司")
    page.locator(".import-file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    expect(page.locator(".draft-status")).to_contain_text("没有导入")
    expect(page.locator(".draft-status")).to_contain_text(reason)
    assert field(page, library, "甲方名称").input_value() == "上海某某商贸有限公司"


def test_what_is_wrong_or_old_in_a_file_is_said_at_once(page, library):
    bring(page, "answers.yml", "范本版本: 0.1.0\n甲方名称: 上海某某商贸有限公司\n付款期限: 三十天\n签订日期: 待定\n甲方规模: 不知道\n")
    status = page.locator(".draft-status")
    for words in ("已导入 4 项", "其中 1 项写法不对", "按 0.1.0 版范本填的"):
        expect(status).to_contain_text(words)
    for label in ("签订日期", "甲方规模"):
        expect(entry(page, library, label).get_by_label("还不知道")).to_be_checked()


def test_two_windows_keep_the_same_draft(page, library):
    other = page.context.new_page()
    other.goto("fill/")
    field(page, library, "甲方名称").fill("上海某某商贸有限公司")
    field(page, library, "甲方名称").blur()
    expect(field(other, library, "甲方名称")).to_have_value("上海某某商贸有限公司")
    expect(other.locator(".draft-status")).to_contain_text("另一个页面")
    field(other, library, "乙方名称").fill("云接客服有限公司")
    field(other, library, "乙方名称").blur()
    expect(field(page, library, "乙方名称")).to_have_value("云接客服有限公司")
    assert field(page, library, "甲方名称").input_value() == "上海某某商贸有限公司"


def test_an_unsaved_draft_is_not_lost_silently(page):
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    page.reload()
    choose(page)
    expect(page.locator(".draft-status")).to_contain_text("已按这个场景填好")
    expect(page.locator(".draft-status")).to_contain_text("不让保存草稿")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_the_main_questions_include_everything_without_a_default(page, library, form):
    missing = page.locator(".entry[data-state=missing]")
    assert missing.count() > 30
    assert missing.evaluate_all("rows => rows.filter((row) => !row.checkVisibility()).map((row) => row.dataset.key)") == []
    field(page, library, "单笔退款限额").fill("200")
    expect(field(page, library, "单笔退款限额")).to_be_visible()
    expect(field(page, library, "首档会话量")).to_be_hidden()
    field(page, library, "计费方式").select_option("按量")
    expect(field(page, library, "首档会话量")).to_be_visible()
    choose(page)
    expect(field(page, library, "单笔退款限额")).to_be_hidden()


def test_part_of_a_date_can_be_typed_again(page, library):
    date = field(page, library, "签订日期")
    date.fill("2027-03-04")
    date.focus()
    page.keyboard.press("Backspace")
    page.keyboard.type("05")
    assert date.input_value() == "2027-05-04"


def test_only_what_the_own_answer_brought_up_is_read_out(page, library):
    voice = page.locator(".fill-voice")
    choose(page)
    expect(page.locator(".finding").first).to_be_attached()
    assert voice.text_content() == "" and page.locator(".entry [role=status]").count() == 0
    field(page, library, "付款期限").fill("三十天左右")
    field(page, library, "付款期限").blur()
    expect(voice).to_have_text(re.compile("^付款期限，写法不对："))
    field(page, library, "付款期限").fill("30")
    field(page, library, "付款期限").blur()
    expect(voice).to_have_text("")


@pytest.mark.parametrize("width", [1280, 360])
def test_going_back_with_the_keyboard_never_lands_under_the_bar(page, library, width):
    page.set_viewport_size({"width": width, "height": 640})
    field(page, library, "预计月度服务费").focus()
    covered = """() => {
        const [here, bar] = [document.activeElement, document.querySelector(".fill-bar")].map((node) => node.getBoundingClientRect());
        return here.top < bar.bottom ? document.activeElement.outerHTML.slice(0, 80) : null;
    }"""
    found = []
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        found.append(page.evaluate(covered))
    assert [where for where in found if where] == []


def test_a_phone_shows_what_is_next_and_does_not_zoom(page, library):
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("button", name="下一个没填的").click()
    expect(field(page, library, "签订日期")).to_be_focused()
    expect(field(page, library, "签订日期")).to_have_css("font-size", "16px")
    show_all(page)
    rows = page.locator(".fill-bar > :is(.switch, .progress, button, a)").evaluate_all("nodes => new Set(nodes.map((node) => { const { top, bottom } = node.getBoundingClientRect(); return Math.round((top + bottom) / 20); })).size")
    assert rows == 2
    expect(page.locator(".md-top")).to_be_hidden()


def test_progress_counts_to_the_end(page, form):
    bring(page, "answers.json", json.dumps(complete(form, PRESET)))
    progress = page.locator(".progress-text")
    done, all_ = map(int, re.findall(r"\d+", progress.text_content()))
    assert done == all_ > 30
    expect(page.locator(".review-summary")).not_to_contain_text("没填")


def test_the_keyboard_alone_is_enough(page, library):
    page.locator("[data-preset]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".draft-status")).to_contain_text("已按这个场景填好")
    page.get_by_role("button", name="下一个没填的").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.entry').dataset.state") == "missing"
    field(page, library, "甲方名称").focus()
    page.keyboard.type("上海某某商贸有限公司")
    expect(printed(page, library, "甲方名称")).to_have_text("上海某某商贸有限公司")
    page.keyboard.press("Tab")
    key = page.evaluate("document.activeElement.matches('.unsure input') && document.activeElement.closest('.entry').dataset.key")
    page.keyboard.press("Space")
    expect(page.locator(f".paper [data-key={key}]").first).to_have_text("【待定】")
    page.locator("[name=mode][value=essential]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".fill")).to_have_attribute("data-mode", "all")
    page.locator("[data-download=answers]").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith("-填写内容.json")


def test_without_javascript_the_page_points_to_the_other_ways(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("fill/")
    expect(page.locator(".fill")).to_be_hidden()
    expect(page.get_by_text("没有启用 JavaScript")).to_be_visible()
    expect(page.locator("article a[href='../download-center/']").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)])
def test_a_filled_page_is_accessible(chromium, site, repository, library, scheme, width):
    context = chromium.new_context(base_url=site, color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto("fill/")
    choose(page)
    show_all(page)
    field(page, library, "付款期限").fill("九十")
    field(page, library, "甲方统一社会信用代码").fill("91310115MA1XX00050")
    field(page, library, "甲方统一社会信用代码").blur()
    expect(page.locator(".finding").first).to_be_attached()
    page.evaluate((repository / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    findings = []
    for view in ("form", "paper") if width < 960 else ("form",):
        page.locator(f"[name=view][value={view}]").evaluate("radio => radio.click()")
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        findings += [f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0].get('failureSummary', '')[:200]}" for v in result["violations"] if v["impact"] in ("serious", "critical")]
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert findings == []
