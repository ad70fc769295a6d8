/** 「流动率两种算法」：粘贴每月人数，按合同公式和期初法各算一遍。 */

import { compare, coreTurnover } from "../operations/turnover.js";
import { Figure } from "./chart.js";
import { element, say } from "./element.js";
import { monthProblems } from "./months.js";
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
const MOST = 60;
const BASES = { report_only: "只报告", annualised: "折算成 12 个月", rolling: "最近 12 个月", headcount: "按人数考核" };

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
    const rows = this.box.rows((read) => [
      ...(read.length > MOST ? [`一共 ${read.length} 个月，最多算 ${MOST} 个月，请删去多余的行。`] : []),
      ...monthProblems(read),
      ...read.filter(({ excluded, leavers }) => excluded > leavers).map(({ line }) => `第 ${line} 行“其中不计入”比“离开人数”还多。`),
    ]);
    this.result.hidden = this.root.querySelector("figure").hidden = !rows;
    if (!rows) return;
    const months = rows.map((row) => ({ ...row, excluded: row.excluded ?? 0 }));
    this.show(months, coreTurnover(months, terms, this.data.rules));
  }

  show(months, results) {
    const cell = (value) => element("td", { textContent: value });
    const percent = (value) => (value === null ? "—" : `${value}%`);
    const limit = (result) => (result.basis === "headcount" ? `${result.limit} 名` : `${result.limit}%`);
    const assessed = (result) => (result.basis === "headcount" ? `${result.leavers} 名` : percent(result.rate));
    const plain = months.map((_, index) => compare(months.slice(Math.max(0, index + 1 - this.data.rules.turnover.window_months), index + 1)));
    this.result.querySelector("tbody").replaceChildren(
      ...results.map((result, index) =>
        element("tr", {}, [
          element("th", { scope: "row", textContent: months[index].label }), cell(result.leavers), cell(result.average.toLocaleString("zh-CN", { maximumFractionDigits: 2 })),
          cell(percent(plain[index].contract)), cell(percent(plain[index].opening)), cell(BASES[result.basis]), cell(assessed(result)), cell(limit(result)),
          cell(result.exceeded === null ? "不考核" : result.exceeded ? `连续第 ${result.exceeded_in_a_row} 个月超限` : "未超限"), cell(result.deduction_percent ? `服务费的 ${result.deduction_percent}%` : "—"),
        ]),
      ),
    );
    const last = results.at(-1);
    const verdict = `截至${months.at(-1).label}，同样 ${Math.min(months.length, this.data.rules.turnover.window_months)} 个月不折算：合同公式 ${percent(plain.at(-1).contract)}，期初法 ${percent(plain.at(-1).opening)}。`;
    const words = last.exceeded === null ? `不满 ${this.data.rules.turnover.annualise_after_months} 个考核月，只报告，不考核。` : `考核看的是${BASES[last.basis]}：${assessed(last)}，上限 ${limit(last)}，${outcome(last, this.data.rules.turnover)}。`;
    say(this.result.querySelector(".verdict"), [verdict, words, ...months.flatMap(mismatch)], "span");
    const rated = (value) => results.map((result) => (["annualised", "rolling"].includes(result.basis) ? value(result) : null));
    this.figure.update({
      labels: months.map(({ label }) => label),
      series: [
        { name: "合同公式（不折算）", kind: "line", values: plain.map(({ contract }) => contract) },
        { name: "期初法（不折算）", kind: "line", values: plain.map(({ opening }) => opening) },
        { name: "考核用的流动率", kind: "line", values: rated(({ rate }) => rate) },
        { name: "上限", kind: "line", values: rated(({ limit: most }) => most) },
      ],
    });
  }
}

/** 超没超；折算后超了、人数却太少的，说明为什么不算。 */
function outcome(result, { least_leavers_annualised: least }) {
  if (result.exceeded) return `连续第 ${result.exceeded_in_a_row} 个月超限`;
  const few = result.basis === "annualised" && result.rate > result.limit && result.leavers < least;
  return few ? `流出不足 ${least} 名，不视为超限` : "没有超过上限";
}

/** 人数对不上的：只提醒，照样算。 */
function mismatch({ label, opening, closing, leavers }, index, months) {
  const before = months[index - 1];
  return [
    ...(closing < opening - leavers ? [`请核对${label}：月初 ${opening} 名，离开 ${leavers} 名，月末不会只剩 ${closing} 名。`] : []),
    ...(before && before.closing !== opening ? [`请核对${label}：月初 ${opening} 名，与上月月末 ${before.closing} 名不同。`] : []),
  ];
}

const root = document.querySelector("#turnover-calculator");
if (root) new TurnoverPage(root, window.calculatorData);
