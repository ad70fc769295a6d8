/** 粘贴框：读出表格里的行；不对的说清第几行、怎么改，粘贴的文字原样留着。 */

import { offer } from "../fill/offer.js";
import { numberOf, readFile, readTable } from "./pasted.js";

export class PasteBox {
  /** columns：[{key, names, required, kind: "number"|"text", integer}]；sample：示例的文字；onChange：每次改动以后。 */
  constructor(root, { columns, sample, fileName, onChange }) {
    Object.assign(this, { columns, text: root.querySelector("textarea"), status: root.querySelector(".note"), onChange });
    this.text.addEventListener("input", () => onChange());
    root.querySelector("[data-action=sample]").addEventListener("click", () => this.fill(sample));
    root.querySelector("[data-action=template]").addEventListener("click", () => offer(fileName, `\ufeff${columns.map(({ names }) => names[0]).join(",")}\n`));
    root.querySelector("[type=file]").addEventListener("change", ({ target }) => this.load(target));
  }

  fill(text) {
    this.text.value = text;
    this.onChange();
  }

  async load(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    try {
      this.fill(await readFile(file));
    } catch ({ message }) {
      this.say([message]);
    }
  }

  /** 读得懂的行；有一处不对就是 null，原因写在框下面。 */
  rows() {
    if (!this.text.value.trim()) {
      this.say([]);
      return null;
    }
    const { rows, problems } = readTable(this.text.value, this.columns);
    const read = rows.map((row) => Object.fromEntries(this.columns.map((column) => [column.key, this.cell(row, column, problems)])));
    this.say(problems);
    return problems.length ? null : read;
  }

  cell(row, { key, names, kind, required, integer }, problems) {
    const text = row[key] ?? "";
    if (kind === "text") return text;
    const value = numberOf(text);
    if (Number.isNaN(value) || (value !== null && (value < 0 || (integer && !Number.isInteger(value))))) {
      problems.push(`第 ${row.line} 行“${names[0]}”写的是“${text}”：请写${integer ? "不小于 0 的整数" : "不小于 0 的数"}。`);
    } else if (value === null && required) {
      problems.push(`第 ${row.line} 行没有写“${names[0]}”。`);
    }
    return value;
  }

  say(problems) {
    this.status.replaceChildren(...problems.slice(0, 6).map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    if (problems.length > 6) this.status.append(`这样的还有 ${problems.length - 6} 处。`);
    if (problems.length) this.text.setAttribute("aria-invalid", "true");
    else this.text.removeAttribute("aria-invalid");
  }
}
