/** 合同预览：把填写值印进空白，留下选中的选项段，重新编号；正在填的那一处滚到眼前并标出来。 */

import { PENDING } from "./answers.js";

export class Paper {
  constructor(pane) {
    this.pane = pane;
    this.printed = {};
    this.blanks = new Map();
    for (const blank of pane.querySelectorAll("[data-key]")) {
      this.blanks.set(blank.dataset.key, [...(this.blanks.get(blank.dataset.key) ?? []), blank]);
    }
    this.options = [...pane.querySelectorAll(".option")];
    this.articles = [...pane.querySelectorAll("[data-article]")];
    this.references = [...pane.querySelectorAll("[data-target]")];
  }

  /** 只动变了的地方。shown：键 → 印出的文字，勾选项是真假；states：键 → 这一项的状态。 */
  update(shown, states, labels) {
    const changed = Object.keys(shown).filter((key) => this.printed[key] !== `${states[key]} ${shown[key]}`);
    for (const key of changed) {
      this.printed[key] = `${states[key]} ${shown[key]}`;
      for (const blank of this.blanks.get(key) ?? []) print(blank, shown[key], states[key], labels[key]);
    }
    const affected = this.options.filter((option) => changed.includes(option.dataset.option));
    for (const option of affected) choose(option, shown[option.dataset.option]);
    if (affected.length) this.number();
  }

  /** 留下来的款、项从一数起，引用跟着变；规则同 macros/numbering.py。 */
  number() {
    const numbers = new Map();
    for (const article of this.articles) {
      standing(article, ".para").forEach((paragraph, index) => {
        numbers.set(paragraph.dataset.anchor, index + 1);
        write(paragraph.querySelector(".no"), `${index + 1}.`);
        standing(paragraph, ".item").forEach((item, place) => write(item.querySelector(".no"), `（${place + 1}）`));
      });
    }
    for (const reference of this.references) {
      const number = numbers.get(reference.dataset.target);
      if (number) write(reference, reference.textContent.replace(/\d+(?=款$)/, number));
    }
  }

  /** 滚到这一项在正文里的位置；要素表和首部只在正文没有它的时候才算。 */
  show(key, behavior) {
    this.pane.querySelectorAll(".current, .active").forEach((node) => node.classList.remove("current", "active"));
    const places = [...(this.blanks.get(key) ?? []), ...this.options.filter((option) => option.dataset.option === key)].filter(stands);
    places.forEach((place) => place.classList.add("active"));
    const place = places.find((node) => node.closest("[data-article]")?.dataset.article) ?? places[0];
    if (!place) return;
    const line = place.closest("tr, p") ?? place;
    line.classList.add("current");
    this.bring(line, behavior);
  }

  /** 近的滑过去，远的直接到。 */
  bring(line, behavior) {
    const { top, height } = this.pane.getBoundingClientRect();
    if (!height) return;
    if (getComputedStyle(this.pane).overflowY === "visible") return line.scrollIntoView({ block: "center", behavior: "instant" });
    const offset = line.getBoundingClientRect().top - top;
    if (offset > 0 && offset < height * 0.7) return;
    const near = Math.abs(offset) < height * 1.5 && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.pane.scrollBy({ top: offset - height / 4, behavior: behavior ?? (near ? "smooth" : "instant") });
  }
}

function print(blank, value, state, label) {
  if (blank.matches(".check")) {
    blank.classList.toggle("on", value);
    return;
  }
  blank.dataset.state = state;
  if (state !== "missing") return write(blank, value);
  // 没填的：屏幕上写明缺的是什么，印出来是【待定】
  const parts = { "on-screen": `【${label}】`, "on-paper": PENDING };
  blank.replaceChildren(
    ...Object.entries(parts).map(([name, text]) => Object.assign(document.createElement("span"), { className: name, textContent: text })),
  );
}

function choose(option, value) {
  const { values } = option.dataset;
  const applies = values ? values.split("、").includes(value) : value === true;
  option.hidden = !applies && value !== PENDING;
  option.classList.toggle("chosen", applies);
}

const stands = (node) => !node.closest(".option[hidden]");
const standing = (within, selector) => [...within.querySelectorAll(selector)].filter(stands);

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
