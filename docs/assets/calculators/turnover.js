/** 「流动率两种算法」：粘贴每月人数，按合同公式和期初法各算一遍。 */

import { compare, coreTurnover } from "../operations/turnover.js";
import { Figure } from "./chart.js";
import { element } from "./element.js";
import { PasteBox } from "./paste-box.js";
import { Terms } from "./terms.js";

const COLUMNS = [
  { key: "label", names: ["考核月", "月份"], kind: "text", required: true },
  { key: "opening", names: ["月初在册", "月初", "期初"], kind: "number", required: true, integer: true },
  { key: "closing", names: ["月末在册", "月末", "期末"], kind: "number", required: true, integer: true },
  { key: "leavers", names: ["离开人数", "流出", "离职"], kind: "number", required: true, integer: true },
  { key: "excluded", names: ["其中不计入", "不计入"], kind: "number", integer: true },
];
const SAMPLE = `考核月,月初在册,月末在册,离开人数,其中不计入
2026-01,40,41,0,0
2026-02,41,42,1,0
2026-03,42,45,1,1
2026-04,45,48,0,0
2026-05,48,50,2,1
2026-06,50,52,1,0
2026-07,52,53,1,0
2026-08,53,55,2,1
2026-09,55,56,1,0
2026-10,56,58,1,0
2026-11,58,60,2,0
2026-12,60,60,1,0`;
const BASES = { report_only: "只报告，不考核", annualised: "折算成 12 个月", rolling: "最近 12 个月", headcount: "按人数考核" };

class TurnoverPage {
  constructor(root, data) {
    Object.assign(this, { root, data });
    const calculate = () => this.calculate();
    this.terms = new Terms(root.querySelector(".terms"), data, calculate);
    this.box = new PasteBox(root.querySelector(".paste"), { columns: COLUMNS, sample: SAMPLE, fileName: "流动率-每月人数.csv", onChange: calculate });
    this.figure = new Figure(root.querySelector("figure"), { title: "逐月流动率", unit: "%" });
    this.result = root.querySelector(".result");
    this.calculate();
  }

  calculate() {
    const terms = this.terms.values();
    const rows = this.box.rows();
    const months = rows?.map((row) => ({ ...row, excluded: row.excluded ?? 0 }));
    const wrong = months?.find(({ excluded, leavers }) => excluded > leavers);
    if (wrong) this.box.say([`${wrong.label}：“其中不计入”比“离开人数”还多。`]);
    const usable = Boolean(months?.length) && !wrong;
    this.result.hidden = this.root.querySelector("figure").hidden = !usable;
    if (usable) this.show(months, coreTurnover(months, terms, this.data.rules), terms);
  }

  show(months, results, terms) {
    const cell = (value) => element("td", { textContent: value });
    const percent = (value) => (value === null ? "—" : `${value}%`);
    this.result.querySelector("tbody").replaceChildren(
      ...results.map((result, index) => {
        const { opening } = compare(months.slice(Math.max(0, index - 11), index + 1));
        const limit = result.basis === "headcount" ? `${result.limit} 名` : `${result.limit}%`;
        return element("tr", {}, [
          element("th", { scope: "row", textContent: months[index].label }), cell(result.leavers), cell(result.average.toLocaleString("zh-CN", { maximumFractionDigits: 2 })),
          cell(percent(result.rate)), cell(BASES[result.basis]), cell(percent(opening)), cell(limit),
          cell(result.exceeded === null ? "不考核" : result.exceeded ? "超限" : "未超限"), cell(result.deduction_percent ? `${result.deduction_percent}%` : "—"),
        ]);
      }),
    );
    const last = results.at(-1);
    const { opening } = compare(months.slice(-12));
    this.result.querySelector(".verdict").textContent =
      `截至${months.at(-1).label}：按合同公式 ${percent(last.rate)}（${BASES[last.basis]}），按期初法 ${percent(opening)}。` +
      (last.exceeded === null ? "还不满 6 个考核月，只报告。" : last.exceeded ? `超过上限${last.basis === "headcount" ? `（最多 ${last.limit} 名，实际 ${last.leavers} 名）` : `（${last.limit}%）`}。` : "没有超过上限。");
    this.figure.update({
      labels: months.map(({ label }) => label),
      series: [
        { name: "合同公式", kind: "line", values: results.map(({ rate }) => rate) },
        { name: "期初法", kind: "line", values: months.map((_, index) => compare(months.slice(Math.max(0, index - 11), index + 1)).opening) },
        { name: "上限", kind: "line", values: months.map(() => terms.turnover_cap_percent) },
      ],
    });
  }
}

const root = document.querySelector("#turnover-calculator");
if (root) new TurnoverPage(root, window.calculatorData);
