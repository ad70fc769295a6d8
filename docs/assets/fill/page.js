/** 「在线填写」一份文件：整个合同包的填写值在中间，本页的表单、预览、核对、草稿和下载围着它转。填的内容不发往任何地方。 */

import { readAnswerFile } from "./answer-file.js";
import { renderAnswers } from "./answer-text.js";
import { readAnswers, shown, stored } from "./answers.js";
import { Downloads } from "./downloads.js";
import { Draft } from "./draft.js";
import { Form } from "./form.js";
import { findings } from "./limits.js";
import { Pack } from "./pack.js";
import { Paper } from "./paper.js";
import { setUpPrinting } from "./print.js";
import { renderReport } from "./report.js";
import { Review } from "./review.js";

const PAUSE = 350; // 毫秒：停笔这么久才提醒、存草稿，打到一半不打扰
const LARGEST = 1_000_000; // 字节：每一项都写满的填写内容也没有这么大
const NOT_KEPT = "这个浏览器不让保存草稿，离开前请下载“填写内容”。";

class FillPage {
  /** form：整个合同包的填写项、规则和场景。 */
  constructor(root, form) {
    Object.assign(this, { root, data: form, given: {}, preset: null, previous: null, kept: true });
    this.labels = Object.fromEntries(form.fields.map(({ key, label }) => [key, label]));
    this.keys = Object.fromEntries(form.fields.flatMap(({ key, label }) => [[key, key], [label, key]]));
    this.identity = new Set(form.fields.filter(({ question }) => question === "identity").map(({ key }) => key));
    this.pack = new Pack(root, form);
    this.paper = new Paper(this.find(".fill-paper"));
    const { own } = this.pack;
    this.form = new Form(this.find(".fill-form"), form.fields.filter(({ key }) => own.keys.includes(key)), (...answer) => this.answer(...answer));
    this.review = new Review(root, this.form, {
      onSafer: (key, value) => this.take(key, value),
      onGo: (key) => this.go(key),
      lawPage: this.find(".law-page a").href,
    });
    this.downloads = new Downloads(form, this.pack.scripts);
    this.draft = new Draft(form.document);
    this.listen();
    this.restore();
    root.hidden = false;
    this.pack.reveal();
    setUpPrinting(own.title, this.find(".paper-version").textContent);
    const linked = location.hash.replace("#fill-", "");
    if (this.form.entries.has(linked)) this.go(linked);
    const idle = globalThis.requestIdleCallback ?? ((task) => setTimeout(task, 500));
    idle(() => this.downloads.template(own.slug));
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
    addEventListener("pagehide", () => this.pending && this.settle());
    addEventListener("beforeunload", (event) => this.kept || event.preventDefault());
    for (const event of ["storage", "pageshow"]) addEventListener(event, () => this.draft.changed && this.followDraft());
  }

  // 填写值

  answer(key, raw, done) {
    if (raw === undefined) delete this.given[key];
    else this.given[key] = raw;
    this.find("[data-action=undo]").hidden = true;
    this.refresh();
    if (done) {
      this.settle();
      this.follow(key);
    } else {
      clearTimeout(this.pending);
      this.pending = setTimeout(() => this.settle(), PAUSE);
    }
  }

  /** 由程序填一项，例如采用更稳妥的值。 */
  take(key, raw) {
    const { label, unit } = this.form.entries.get(key).field;
    this.replace({ ...this.given, [key]: raw }, this.preset, `【${label}】已改为 ${raw}${unit ?? ""}。`);
    this.form.focus(key);
  }

  /** 算一遍，把变了的地方画出来；这一步在每次按键之后。 */
  refresh() {
    const { answers, mistakes } = readAnswers(this.given, this.data);
    Object.assign(this, { answers, mistakes, texts: shown(answers, this.data) });
    this.pack.update(answers.states);
    this.paper.update(this.texts, answers.states, this.labels);
    this.form.update(answers.states, answers.values);
    this.form.showProgress(this.essential, this.find("progress"), this.find(".progress-text"));
  }

  /** 停笔以后：提醒、读出新的提醒、存草稿。 */
  settle() {
    this.review.announce(this.examine());
    this.keep();
    if (!this.kept) this.say("");
  }

  /** 提醒和汇总；返回这次新出现的提醒。 */
  examine() {
    clearTimeout(this.pending);
    this.pending = null;
    this.found = findings(this.answers, this.data);
    const here = (key) => this.form.entries.has(key);
    const inState = (wanted) => Object.keys(this.answers.states).filter((key) => this.answers.states[key] === wanted && here(key));
    return this.review.update({
      mistakes: this.mistakes.map((mistake) => ({ ...mistake, key: this.keys[mistake.key] })).filter(({ key }) => here(key)),
      findings: this.found.map((finding) => ({ ...finding, key: finding.fields.find(here) })).filter(({ key }) => key),
      missing: inState("missing"),
      unknown: inState("unknown"),
    });
  }

  keep() {
    const { given, preset } = this;
    this.kept = this.draft.save(Object.keys(given).length ? { version: this.data.version, preset, given } : null);
  }

  /** 换成另一份填写值，可以撤销。 */
  replace(given, preset, message) {
    this.previous = { given: this.given, preset: this.preset };
    Object.assign(this, { given, preset });
    this.write();
    this.keep();
    this.say(message, true);
  }

  /** 整份换掉以后，控件和预览一起更新。 */
  write() {
    this.form.write(this.given, this.samples());
    this.root.querySelectorAll("[data-preset]").forEach((card) => card.setAttribute("aria-pressed", card.dataset.preset === this.preset));
    this.refresh();
    this.examine();
    this.review.announce([]);
  }

  // 从哪里开始

  /** 场景里只有双方自己知道的内容，作为示例；没选场景就没有。 */
  samples() {
    return Object.fromEntries(this.presetAnswers(this.preset).filter(([key]) => this.identity.has(key)));
  }

  presetAnswers(wanted) {
    const preset = this.data.presets.find(({ slug }) => slug === wanted);
    return Object.entries(preset?.answers ?? {}).map(([label, value]) => [this.keys[label], value]);
  }

  choosePreset(slug) {
    const own = Object.entries(this.given).filter(([key]) => this.identity.has(key));
    const filled = this.presetAnswers(slug).filter(([key]) => !this.identity.has(key));
    this.replace(this.plain([...filled, ...own]), slug, `已按这个场景填好 ${filled.length} 项，请接着填双方的信息。`);
    this.find(".draft-tools").scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** 写法统一成控件认的样子：是非、日期、全角数字、待定等。 */
  plain(entries) {
    const { answers } = readAnswers(Object.fromEntries(entries), this.data);
    const known = { given: (key) => answers.values[key], unknown: () => "不知道" };
    return Object.fromEntries(entries.map(([key, raw]) => [key, known[answers.states[key]]?.(key) ?? raw]));
  }

  restore() {
    const draft = this.draft.load();
    this.preset = draft?.preset ?? null;
    this.given = Object.fromEntries(Object.entries(draft?.given ?? {}).filter(([key]) => key in this.labels));
    this.write();
    if (draft) this.say(`已恢复草稿；它只存在这台设备上。${this.aged(draft.version)}`);
  }

  /** 同一份草稿在别的页面、别的窗口里改了，这里跟着换，免得后改的盖掉先改的。 */
  followDraft() {
    this.restore();
    this.say("草稿在另一个页面里改过，这里已经换成改后的。");
  }

  aged(version) {
    return version && version !== this.data.version ? `它是按 ${version} 版范本填的，现在是 ${this.data.version} 版，请再核对一遍。` : "";
  }

  clear() {
    this.replace({}, null, "草稿已从这台设备清除。");
  }

  async import(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const { raw, reason } = await this.read(file);
    if (reason) return this.say(`没有导入。${reason}`);
    const { mistakes } = readAnswers(raw, this.data);
    const strangers = mistakes.filter(({ key }) => !this.keys[key]).map(({ message, remedy }) => `${message}。${remedy}`);
    const answered = Object.entries(raw).filter(([name, value]) => this.keys[name] && String(value ?? "").trim());
    if (!answered.length || mistakes.some(({ key }) => ["范本", "template"].includes(key))) {
      return this.say(`没有导入。${strangers[0] ?? "文件里一项也没有填。"}`);
    }
    const wrong = mistakes.length - strangers.length;
    const remarks = [
      `已导入 ${answered.length} 项。`,
      wrong ? `其中 ${wrong} 项写法不对，已经标出。` : "",
      this.aged(raw["范本版本"] ?? raw.template_version),
      ...strangers.slice(0, 3),
      strangers.length > 3 ? `这样的还有 ${strangers.length - 3} 处。` : "",
    ];
    this.replace(this.plain(answered.map(([name, value]) => [this.keys[name], value])), null, remarks.join(""));
  }

  /** 填写内容文件里的值，或者读不了的原因。 */
  async read(file) {
    if (!/\.(json|ya?ml)$/i.test(file.name) || file.size > LARGEST) {
      return { reason: `“${file.name}”不是填写内容。请选从这里下载的“填写内容”，文件名以 .json、.yml 或 .yaml 结尾，不到 1 MB；Word、PDF 和表格不能导入。` };
    }
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    } catch {
      return { reason: "文件的文字不是 UTF-8 编码。用记事本打开，另存为时编码选 UTF-8，再导入。" };
    }
    const { raw, problems } = readAnswerFile(text, file.name);
    return { raw, reason: problems.map(({ line, cause, remedy }) => `第 ${line} 行：${cause}。${remedy}`).join("") };
  }

  undo() {
    Object.assign(this, this.previous);
    this.write();
    this.keep();
    this.say("已撤销。");
    this.find("[data-action=clear]").focus();
  }

  say(message, undoable = false) {
    const [status, text] = [this.find(".draft-status"), this.kept ? message : message + NOT_KEPT];
    if (status.textContent !== text) status.textContent = text;
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

  /** 到表单里的这一项；主要项里没有它，就换成全部。 */
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
    const entry = this.form.nextMissing();
    if (entry) this.go(entry.key);
    else this.find(".to-review").click();
  }

  // 带走

  download(kind) {
    if (this.pending) this.settle();
    const status = this.find(".download-status");
    const wrong = kind === "answers" ? [] : this.mistakes.map(({ key }) => this.keys[key]).filter((key) => kind === "pack" || this.form.entries.has(key));
    if (wrong.length) return this.refuse(wrong, status);
    if (kind === "print") {
      status.textContent = "";
      return print();
    }
    const content = {
      texts: this.texts,
      stored: stored(this.answers, this.data),
      values: this.answers.values,
      answers: renderAnswers(this.answers, this.data),
      report: renderReport(this.answers, this.found, this.data),
    };
    if (kind === "pack") this.savePack(content, status);
    else status.textContent = `已下载：${this.downloads.save(this.pack.own, content, kind)}`;
  }

  async savePack(content, status) {
    status.textContent = "正在打包……";
    try {
      status.textContent = `已下载：${await this.downloads.savePack(content)}`;
    } catch {
      status.textContent = "没有取到其他文件的范本，所以没有打包。连上网再点一次，或者到每份文件的页面分别下载。";
    }
  }

  /** 有写法不对的：到本页的第一处去；都在别的文件里，就说是哪一份的哪一项。 */
  refuse(wrong, status) {
    status.textContent = `有 ${wrong.length} 项写法不对，改好才能下载。`;
    const here = wrong.find((key) => this.form.entries.has(key));
    if (here) return this.go(here);
    const { title, link } = this.pack.home(wrong[0]);
    status.append(Object.assign(document.createElement("a"), { href: `${link.href}#fill-${wrong[0]}`, textContent: `${title}：${this.labels[wrong[0]]}` }));
  }
}

const root = document.querySelector(".fill");
if (root) new FillPage(root, window.fillData);
