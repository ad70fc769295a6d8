/** 粘贴框：读出表格里的行；不对的说清第几行、怎么改，粘贴的文字原样留着。 */

import { offer } from "../fill/offer.js";
import { element, say } from "./element.js";
import { isPercent, numberOf, readFile, readTable } from "./pasted.js";

const SHOWN = 6;

export class PasteBox {
  /** columns：[{key, names, required, kind: "number"|"text", integer, percent, fraction}]；fraction 是小于 1 也说得通的比率。sample：示例的文字；onChange：每次改动以后。 */
  constructor(root, { columns, sample, fileName, onChange }) {
    Object.assign(this, { columns, text: root.querySelector("textarea"), status: root.querySelector(".note"), onChange });
    this.unused = element("p", { className: "hint" });
    this.status.after(this.unused);
    this.back = element("button", { type: "button", textContent: "换回刚才的数据", hidden: true, onclick: () => this.fill(this.earlier) });
    root.querySelector(".tools").append(this.back);
    this.text.addEventListener("input", () => onChange());
    root.querySelector("[data-action=sample]").addEventListener("click", () => this.fill(sample));
    root.querySelector("[data-action=template]").addEventListener("click", () => offer(fileName, `\ufeff${columns.map(({ names }) => names[0]).join(",")}\n`));
    root.querySelector("[type=file]").addEventListener("change", ({ target }) => this.load(target));
  }

  /** 换成这段文字；原来的还能换回来。 */
  fill(text) {
    const earlier = this.text.value;
    if (earlier.trim() && earlier !== text) this.earlier = earlier;
    this.back.hidden = this.earlier === undefined;
    this.text.value = text;
    this.onChange();
  }

  async load(input) {
    const [file] = input.files;
    if (!file) return;
    try {
      const text = await readFile(file);
      this.fill(text);
    } catch ({ message }) {
      this.say([message]);
    }
    input.value = "";
  }

  /** 读得懂的行；有一处不对就是 null，原因写在框下面。check：逐格之外还要查的，返回原因。 */
  rows(check = () => []) {
    if (!this.text.value.trim()) {
      this.say([]);
      return null;
    }
    const { rows, problems, unused } = readTable(this.text.value, this.columns);
    const read = rows.map((row) => ({ line: row.line, ...Object.fromEntries(this.columns.map((column) => [column.key, this.cell(row, column, problems)])) }));
    if (!problems.length) problems.push(...(read.length ? check(read) : ["只有列名，还没有数据。"]));
    this.say(problems, unused);
    return problems.length ? null : read;
  }

  cell(row, { key, names, kind, required, integer, percent, fraction }, problems) {
    const text = row[key] ?? "";
    const value = kind === "text" ? text || null : numberOf(text);
    const written = `第 ${row.line} 行“${names[0]}”写的是“${text}”`;
    if (value === null) {
      if (required) problems.push(`第 ${row.line} 行没有写“${names[0]}”。`);
    } else if (kind !== "text") {
      if (Number.isNaN(value) || value < 0 || (integer && !Number.isInteger(value)) || (!percent && isPercent(text))) {
        problems.push(`${written}：请写${integer ? "不小于 0 的整数" : "不小于 0 的数"}。`);
      } else if (percent && !fraction && value > 0 && value <= 1 && !isPercent(text)) {
        problems.push(`${written}：比率按百分数写，百分之八十八写 88 或者 88%。`);
      }
    }
    return kind === "text" ? text : value;
  }

  say(problems, unused = []) {
    const more = problems.length > SHOWN ? [`这样的还有 ${problems.length - SHOWN} 处。`] : [];
    say(this.status, [...problems.slice(0, SHOWN), ...more]);
    this.unused.textContent = unused.length ? `没有用到的列：${unused.join("、")}。要用的，列名请与空白 CSV 一致。` : "";
    if (problems.length) this.text.setAttribute("aria-invalid", "true");
    else this.text.removeAttribute("aria-invalid");
  }
}
