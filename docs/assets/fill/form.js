/** 表单：控件里填着什么、每一项是什么状态、哪些现在不用填、填了多少。 */

import { amountInWords } from "./amounts.js";

const SETTLED = new Set(["given", "default", "blank"]);

export class Form {
  /** onAnswer(键, 原样的填写值或 undefined, 是否填完这一处)。 */
  constructor(root, fields, onAnswer) {
    this.root = root;
    this.entries = new Map(fields.filter(({ type }) => type !== "amount_in_words").map((field) => [field.key, new Entry(root, field)]));
    this.groups = [...root.querySelectorAll(".fill-group")].map((group) => ({
      text: group.querySelector(".group-progress"),
      entries: [...group.querySelectorAll(".entry")].map((row) => this.entries.get(row.dataset.key)),
    }));
    const answer = (done) => ({ target }) => {
      const entry = this.entryAt(target);
      if (!entry) return;
      const raw = entry.raw();
      if (done) entry.restoreDefault();
      entry.unlock();
      onAnswer(entry.key, raw, done);
    };
    root.addEventListener("input", answer(false));
    root.addEventListener("change", answer(true));
    root.addEventListener("submit", (event) => event.preventDefault());
  }

  entryAt(node) {
    return this.entries.get(node.closest?.(".entry")?.dataset.key);
  }

  /** 把整份填写值写进控件；samples：标签之外另给的示例（场景里的样例）。 */
  write(given, samples = {}) {
    for (const entry of this.entries.values()) entry.write(given[entry.key], samples[entry.key]);
  }

  update(states, values) {
    for (const [key, entry] of this.entries) entry.update(states[key], values[key]);
  }

  /** 现在要填的：适用的，少看模式下只算主要的。 */
  wanted(essential) {
    return [...this.entries.values()].filter((entry) => entry.state !== "inapplicable" && (!essential || entry.asked));
  }

  showProgress(essential, progress, text) {
    const count = (entries) => [entries.filter((entry) => SETTLED.has(entry.state)).length, entries.length];
    const wanted = new Set(this.wanted(essential));
    for (const group of this.groups) {
      const [done, all] = count(group.entries.filter((entry) => wanted.has(entry)));
      group.text.textContent = all ? `${done} / ${all}` : "";
    }
    const [done, all] = count([...wanted]);
    progress.max = all || 1;
    progress.value = done;
    text.textContent = `已填 ${done} / ${all}`;
  }

  /** 从现在的位置往下，第一个还没填的；到底了从头找。 */
  nextMissing() {
    const missing = [...this.entries.values()].filter((entry) => entry.state === "missing");
    const here = this.entryAt(document.activeElement)?.row;
    return missing.find((entry) => here && here.compareDocumentPosition(entry.row) & Node.DOCUMENT_POSITION_FOLLOWING) ?? missing[0];
  }

  focus(key) {
    const entry = this.entries.get(key);
    entry.row.closest("details").open = true;
    entry.row.scrollIntoView({ block: "center", behavior: "instant" });
    (entry.control.disabled ? entry.unsure : entry.control).focus({ preventScroll: true });
  }
}

class Entry {
  constructor(root, field) {
    Object.assign(this, { key: field.key, label: field.label, field, state: "" });
    this.control = root.querySelector(`#fill-${field.key}`);
    this.row = this.control.closest(".entry");
    this.core = this.asked = this.row.classList.contains("asked");
    this.unsure = this.row.querySelector(".unsure input");
    this.words = this.row.querySelector(".words");
    this.note = this.row.querySelector(".note");
    this.example = this.control.placeholder;
    this.ticks = this.control.type === "checkbox";
  }

  raw() {
    if (this.ticks) return this.control.checked;
    if (this.unsure.checked) return "不知道";
    return this.control.value.trim() ? this.control.value : undefined;
  }

  /** 列不列进主要项。 */
  ask(asked) {
    if (this.asked === asked) return;
    this.asked = asked;
    this.row.classList.toggle("asked", asked);
  }

  write(raw, sample) {
    this.ask(this.core);
    const { default: fallback } = this.field;
    if (this.ticks) this.control.checked = raw ?? fallback;
    else {
      this.unsure.checked = raw === "不知道";
      this.control.value = raw === undefined || this.unsure.checked ? fallback : raw;
      this.unlock();
    }
    if (this.example) this.control.placeholder = sample ? `例：${sample}` : this.example;
  }

  unlock() {
    if (this.unsure) this.control.disabled = this.unsure.checked;
  }

  /** 有默认值的，清空就是改回默认值。 */
  restoreDefault() {
    const { default: fallback } = this.field;
    if (!this.ticks && fallback && !this.control.value.trim()) this.control.value = fallback;
  }

  update(state, value) {
    if (this.words) {
      const words = state === "given" || state === "default" ? amountInWords(value) : "";
      if (this.words.textContent !== words) this.words.textContent = words;
    }
    if (state === "missing") this.ask(true); // 没有默认值的，填完也还列着，好改
    if (state === this.state) return;
    this.state = state;
    this.row.dataset.state = state;
    this.row.hidden = state === "inapplicable";
  }
}
