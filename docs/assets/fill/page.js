/** 「在线填写」：填写值在中间，表单、预览、核对、草稿和下载围着它转。填的内容只在这个页面里，不发往任何地方。 */

import { readAnswerFile } from "./answer-file.js";
import { renderAnswers } from "./answer-text.js";
import { readAnswers, shown, stored } from "./answers.js";
import { Downloads } from "./downloads.js";
import { Draft } from "./draft.js";
import { Form } from "./form.js";
import { findings } from "./limits.js";
import { Paper } from "./paper.js";
import { setUpPrinting } from "./print.js";
import { renderReport } from "./report.js";
import { Review } from "./review.js";

const PAUSE = 350; // 毫秒：停笔这么久才提醒、存草稿，打到一半不打扰

class FillPage {
  constructor(root, { form, docx }) {
    Object.assign(this, { root, data: form, given: {}, preset: null, previous: null });
    this.labels = Object.fromEntries(form.fields.map(({ key, label }) => [key, label]));
    this.keys = Object.fromEntries(form.fields.flatMap(({ key, label }) => [[key, key], [label, key]]));
    this.identity = new Set(form.fields.filter(({ question }) => question === "identity").map(({ key }) => key));
    this.paper = new Paper(this.find(".fill-paper"));
    this.form = new Form(this.find(".fill-form"), form.fields, (...answer) => this.answer(...answer));
    this.review = new Review(root, this.form, {
      onSafer: (key, value) => this.take(key, value),
      onGo: (key) => this.go(key),
      lawPage: this.find(".law-page a").href,
    });
    this.downloads = new Downloads(form, docx);
    this.draft = new Draft(form.document);
    this.listen();
    setUpPrinting(form.title, this.find(".paper-version").textContent);
    this.restore();
    root.hidden = false;
    const idle = globalThis.requestIdleCallback ?? ((task) => setTimeout(task, 500));
    idle(() => this.downloads.template());
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  get essential() {
    return this.root.dataset.mode === "essential";
  }

  listen() {
    const { root } = this;
    const on = (selector, event, act) => root.querySelectorAll(selector).forEach((node) => node.addEventListener(event, () => act(node)));
    on("[name=mode]", "change", ({ value }) => this.setMode(value));
    on("[name=view]", "change", ({ value }) => this.setView(value));
    on("[data-preset]", "click", ({ dataset }) => this.choosePreset(dataset.preset));
    on("[data-download]", "click", ({ dataset }) => this.download(dataset.download));
    on("[data-action=next]", "click", () => this.next());
    on("[data-action=clear]", "click", () => this.clear());
    on("[data-action=undo]", "click", () => this.undo());
    on("[data-action=import]", "click", () => this.find(".import-file").click());
    on(".import-file", "change", (input) => this.import(input));
    on(".to-review", "click", () => this.setView("form"));
    root.addEventListener("focusin", ({ target }) => this.follow(this.form.entryAt(target)?.key));
    this.paper.pane.addEventListener("click", ({ target }) => this.goFromPaper(target.closest("[data-key]")?.dataset.key));
    addEventListener("pagehide", () => this.pending && this.examine());
  }

  // 填写值

  answer(key, raw, done) {
    if (raw === undefined) delete this.given[key];
    else this.given[key] = raw;
    this.find("[data-action=undo]").hidden = true;
    this.refresh();
    if (done) {
      this.examine();
      this.follow(key);
    } else this.examineSoon();
  }

  /** 由程序填一项，例如采用更稳妥的值。 */
  take(key, raw) {
    this.remember();
    this.given[key] = raw;
    this.write();
    this.say(`【${this.labels[key]}】已改为 ${raw}`, true);
    this.form.focus(key);
  }

  /** 算一遍，把变了的地方画出来；这一步在每次按键之后。 */
  refresh() {
    const { answers, mistakes } = readAnswers(this.given, this.data);
    Object.assign(this, { answers, mistakes, texts: shown(answers, this.data) });
    this.paper.update(this.texts, answers.states, this.labels);
    this.form.update(answers.states, answers.values);
    this.form.showProgress(this.essential, this.find("progress"), this.find(".progress-text"));
  }

  examineSoon() {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.examine(), PAUSE);
  }

  /** 提醒、汇总、存草稿：停笔以后才做。 */
  examine() {
    clearTimeout(this.pending);
    this.pending = null;
    this.found = findings(this.answers, this.data);
    const inState = (wanted) => Object.keys(this.answers.states).filter((key) => this.answers.states[key] === wanted && this.form.entries.has(key));
    this.review.update({
      mistakes: this.mistakes.map((mistake) => ({ ...mistake, field: this.keys[mistake.key] })),
      findings: this.found,
      missing: inState("missing"),
      unknown: inState("unknown"),
    });
    if (!Object.keys(this.given).length) return this.draft.clear();
    if (!this.draft.save({ version: this.data.version, preset: this.preset, given: this.given })) {
      this.say("这个浏览器不让保存草稿；离开前请下载“填写内容”。");
    }
  }

  /** 整份换掉以后，控件和预览一起更新。 */
  write() {
    this.form.write(this.given, this.samples());
    this.root.querySelectorAll("[data-preset]").forEach((card) => card.setAttribute("aria-pressed", card.dataset.preset === this.preset));
    this.refresh();
    this.examine();
  }

  // 从哪里开始

  /** 场景里只有双方自己知道的内容，作为示例；没选场景就没有。 */
  samples() {
    return Object.fromEntries(this.presetAnswers().filter(([key]) => this.identity.has(key)));
  }

  presetAnswers() {
    const preset = this.data.presets.find(({ slug }) => slug === this.preset);
    return Object.entries(preset?.answers ?? {}).map(([label, value]) => [this.keys[label], value]);
  }

  choosePreset(slug) {
    this.remember();
    const own = Object.entries(this.given).filter(([key]) => this.identity.has(key));
    this.preset = slug;
    const filled = this.presetAnswers().filter(([key]) => !this.identity.has(key));
    this.given = this.plain({ ...Object.fromEntries(filled), ...Object.fromEntries(own) });
    this.write();
    this.say(`已按这个场景填好 ${filled.length} 项，请接着填双方的信息。`, true);
  }

  /** 写法统一成控件认的样子：是非、日期、全角数字等。 */
  plain(given) {
    const { answers } = readAnswers(given, this.data);
    return Object.fromEntries(Object.entries(given).map(([key, raw]) => [key, answers.states[key] === "given" ? answers.values[key] : raw]));
  }

  restore() {
    const draft = this.draft.load();
    this.preset = draft?.preset ?? null;
    this.given = Object.fromEntries(Object.entries(draft?.given ?? {}).filter(([key]) => this.form.entries.has(key)));
    this.write();
    if (!draft) return;
    this.say(draft.version === this.data.version ? "已恢复草稿；它只存在这台设备上。" : `已恢复草稿；它是按 ${draft.version} 版范本填的，请再核对一遍。`);
  }

  clear() {
    this.remember();
    Object.assign(this, { given: {}, preset: null });
    this.write();
    this.say("草稿已从这台设备清除。", true);
  }

  async import(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const { raw, problems } = readAnswerFile(await file.text(), file.name);
    if (problems.length) return this.say(problems.map(({ line, cause, remedy }) => `没有导入。第 ${line} 行：${cause}。${remedy}`).join(" "));
    const strangers = readAnswers(raw, this.data).mistakes.filter(({ key }) => !this.keys[key]);
    const known = Object.entries(raw).filter(([name]) => this.keys[name]);
    this.remember();
    this.preset = null;
    this.given = this.plain(Object.fromEntries(known.map(([name, value]) => [this.keys[name], value])));
    this.write();
    this.say([`已导入 ${known.length} 项。`, ...strangers.map(({ message, remedy }) => `${message}。${remedy}`)].join(" "), true);
  }

  remember() {
    this.previous = { given: { ...this.given }, preset: this.preset };
  }

  undo() {
    Object.assign(this, this.previous);
    this.write();
    this.say("已撤销。");
    this.find("[data-action=clear]").focus();
  }

  say(message, undoable = false) {
    this.find(".draft-status").textContent = message;
    this.find("[data-action=undo]").hidden = !undoable;
  }

  // 走动

  setMode(mode) {
    this.root.dataset.mode = mode;
    this.find(`[name=mode][value=${mode}]`).checked = true;
    this.refresh();
  }

  setView(view) {
    this.root.dataset.view = view;
    this.find(`[name=view][value=${view}]`).checked = true;
    if (view === "paper" && this.active) this.paper.show(this.active, "instant");
  }

  follow(key) {
    if (!key) return;
    this.active = key;
    this.paper.show(key);
  }

  /** 到表单里的这一项；必答里没有它，就换成全部。 */
  go(key) {
    const { row } = this.form.entries.get(key);
    if (this.essential && !row.matches(".asked, .flagged")) this.setMode("all");
    this.setView("form");
    this.form.focus(key);
  }

  goFromPaper(key) {
    const entry = this.form.entries.get(key);
    if (entry && entry.state !== "inapplicable") this.go(key);
  }

  next() {
    const entry = this.form.nextMissing(this.essential) ?? this.form.nextMissing(false);
    if (entry) this.go(entry.key);
    else this.find(".to-review").click();
  }

  // 带走

  download(kind) {
    this.examine();
    const status = this.find(".download-status");
    if (this.mistakes.length && kind !== "answers") {
      status.textContent = `有 ${this.mistakes.length} 项写法不对，改好才能下载。`;
      return this.go(this.keys[this.mistakes[0].key]);
    }
    if (kind === "print") {
      status.textContent = "";
      return print();
    }
    const content = {
      texts: this.texts,
      stored: stored(this.answers, this.data),
      answers: renderAnswers(this.answers, this.data),
      report: renderReport(this.answers, this.found, this.data),
    };
    status.textContent = `已下载：${this.downloads.save(content, kind)}`;
  }
}

const root = document.querySelector(".fill");
if (root) new FillPage(root, window.fillData);
