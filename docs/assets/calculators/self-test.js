/** 真外包自测：答题、看结果；查一段文字。全在网页里，不存、不传。 */

import { assess, namer, scan } from "./dispatch-signs.js";
import { element } from "./element.js";

const quiz = document.querySelector(".self-test");
const scanner = document.querySelector(".self-scan");
const data = JSON.parse(quiz.dataset.rules);
const form = quiz.querySelector("form");
const questions = new Map([...form.querySelectorAll(".sign")].map((sign) => [sign.dataset.key, sign]));

/** 结果的三处：一句话（读屏软件会念）、明细、复制和打印。 */
class Result {
  constructor(root) {
    this.status = root.querySelector(".self-status");
    this.findings = root.querySelector(".self-findings");
    this.takeaways = root.querySelector(".self-takeaways");
    this.takeaways.querySelector("[data-action=copy]").addEventListener("click", () => this.copy());
    this.takeaways.querySelector("[data-action=print]").addEventListener("click", () => print());
  }

  get shown() {
    return !this.takeaways.hidden;
  }

  show({ name, say }, figures, parts) {
    this.status.replaceChildren(element("strong", { textContent: name }), `　${figures}${say}`);
    this.findings.replaceChildren(...parts);
    this.takeaways.hidden = false;
  }

  clear() {
    this.status.replaceChildren();
    this.findings.replaceChildren();
    this.takeaways.hidden = true;
  }

  /** 一段一行，题目和说明之间用冒号。 */
  lines() {
    const inside = [...this.findings.querySelectorAll("h3, h4, p, blockquote, dl > div")].map((node) => [...node.children].some((child) => child.matches("dt"))
      ? [...node.children].map((child) => child.textContent).join("：")
      : node.textContent);
    return [document.querySelector("h1").firstChild.textContent.trim(), this.status.textContent, ...inside];
  }

  async copy() {
    const lines = this.lines();
    const told = this.takeaways.querySelector(".copy-status");
    const html = element("div", {}, lines.map((line) => element("p", { textContent: line }))).outerHTML;
    try {
      await window.writeClipboard(html, lines.join("\n")); // docs/assets/site.js
      told.textContent = "已复制";
    } catch {
      told.textContent = "复制失败，请选中文字后手动复制";
    }
    setTimeout(() => (told.textContent = ""), 4000);
  }
}

/** 题下面的说明，抄出要用的几行；parts 也是次序。 */
function about(key, parts) {
  const rows = parts.map((part) => questions.get(key).querySelector(`[data-part="${part}"]`).cloneNode(true));
  return element("dl", {}, rows);
}

function row(name, words) {
  return element("div", {}, [element("dt", { textContent: name }), element("dd", { textContent: words })]);
}

const title = (key) => data.signs[key].title;
const question = (key) => questions.get(key).querySelector("legend").lastChild.textContent.trim();
const heading = (words) => element("h3", { textContent: words });

/* ---------- 答题 ---------- */

const result = new Result(quiz);
const progress = quiz.querySelector(".self-progress");

function answers() {
  return Object.fromEntries(new FormData(form));
}

function answered() {
  const given = answers();
  progress.textContent = `已答 ${Object.keys(given).length} / ${questions.size} 题`;
  for (const [key, sign] of questions) sign.classList.toggle("is-sign", given[key] === data.signs[key].sign);
  if (result.shown) showResult();
}

function showResult() {
  const found = assess(answers(), data);
  const spread = found.low === found.high ? `${found.low} 分` : `最少 ${found.low} 分、最多 ${found.high} 分`;
  const figures = `信号 ${found.found.length} 处，${spread}（满分 ${found.total} 分）。`;
  result.show(data.verdicts[found.verdict], figures, [
    ...section("信号", found.found.map(foundSign)),
    ...section("回答相互矛盾，先弄清", found.clashes.map(clash)),
    ...section("还不清楚的", found.unknown.map(unknownSign)),
    element("p", { className: "self-limits", textContent: "是不是劳务派遣，由劳动行政部门、仲裁机构和法院看全部事实认定。分值和分档是起草建议，不是法律标准。" }),
  ]);
}

function section(name, parts) {
  return parts.length ? [heading(`${name}（${parts.length}）`), ...parts] : [];
}

function foundSign(key) {
  const { weight, sign } = data.signs[key];
  return element("article", {}, [
    element("h4", { textContent: `${title(key)}（${weight} 分）` }),
    element("p", { textContent: `${question(key)}答：${sign}。` }),
    about(key, ["meaning", "laws", "risk", "instead", "paragraphs"]),
  ]);
}

function clash({ why, keys }) {
  return element("article", {}, [element("h4", { textContent: keys.map(title).join("、") }), element("p", { textContent: `${why}。` }), element("dl", {}, keys.map((key) => row(title(key), checks(key))))]);
}

function unknownSign(key) {
  return element("article", {}, [element("h4", { textContent: title(key) }), element("p", { textContent: question(key) }), element("dl", {}, [row("怎么弄清", checks(key))])]);
}

function checks(key) {
  return questions.get(key).querySelector('[data-part="find_out"] dd').textContent;
}

form.addEventListener("change", answered);
quiz.querySelector("[data-action=assess]").addEventListener("click", showResult);
quiz.querySelector("[data-action=reset]").addEventListener("click", () => {
  form.reset();
  result.clear();
  answered();
  form.querySelector("input").focus();
});
answered();

/* ---------- 查文字 ---------- */

const scanned = new Result(scanner);
const [box, partyA, partyB] = ["#scan-text", "#scan-a", "#scan-b"].map((id) => scanner.querySelector(id));

function showScan() {
  const { verdict, findings } = scan(box.value, data.scan, namer({ 甲方: partyA.value, 乙方: partyB.value }));
  scanned.show(data.scan.verdicts[verdict], findings.length ? `${findings.length} 句。` : "", section("逐句看", findings.map(foundSentence)));
}

function foundSentence({ sentence, signs }) {
  const parts = signs.flatMap(({ sign, words, depends, reword }) => [
    element("h4", { textContent: `${title(sign)}：${words}` }),
    element("dl", {}, [
      ...(depends ? [row("要弄清", depends)] : []),
      ...about(sign, ["meaning", "laws"]).children,
      row("可以改成", reword),
      ...about(sign, ["paragraphs"]).children,
    ]),
  ]);
  return element("article", {}, [element("blockquote", { textContent: sentence }), ...parts]);
}

scanner.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
scanner.querySelector("[data-action=scan]").addEventListener("click", showScan);
scanner.querySelector("[data-action=clear]").addEventListener("click", () => {
  scanner.querySelector("form").reset();
  scanned.clear();
  box.focus();
});

/* ---------- 打印：说明都打开 ---------- */

addEventListener("beforeprint", () => form.querySelectorAll("details").forEach((details) => (details.open = true)));
