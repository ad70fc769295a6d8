/** 「奖惩沙盘」：同样的月份，用两套条件各算一遍，看每个月谁多付、谁少付。 */

import { comparePenaltyWithLoss } from "../operations/interest.js";
import { rounded, sum } from "../operations/rounding.js";
import { assessYear } from "../operations/scorecard.js";
import { Figure } from "./chart.js";
import { element, say } from "./element.js";
import { monthProblems, quarterEnds } from "./months.js";
import { PasteBox } from "./paste-box.js";
import { numberOf } from "./pasted.js";
import { Terms } from "./terms.js";

const PHASES = { 记录: "record_only", 只记录: "record_only", 爬坡: "ramp_up", 爬坡期: "ramp_up", "": "normal", 正常: "normal" };
const SAMPLE_COUNTS = {
  // 演示数据：分子、分母，从一月到十二月
  customer_satisfaction: [[1350, 1500], [1275, 1500], [1245, 1500], [1290, 1500], [1365, 1500], [1380, 1500], [1395, 1500], [1425, 1500], [1440, 1500], [1350, 1500], [1230, 1500], [1335, 1500]],
  first_contact_resolution: [[6560, 8000], [6240, 8000], [5760, 8000], [6160, 8000], [6560, 8000], [6640, 8000], [6800, 8000], [7120, 8000], [7200, 8000], [6480, 8000], [8400, 12000], [6400, 8000]],
  negative_review_rate: [[48, 10000], [62, 10000], [88, 10000], [70, 10000], [45, 10000], [40, 10000], [35, 10000], [18, 10000], [15, 10000], [46, 10000], [150, 15000], [60, 10000]],
  first_response_attainment: [[8200, 9000], [7900, 9000], [7600, 9000], [8000, 9000], [8200, 9000], [8300, 9000], [8350, 9000], [8600, 9000], [8650, 9000], [8150, 9000], [11500, 13500], [8050, 9000]],
  answer_rate: [[910, 1000], [880, 1000], [845, 1000], [890, 1000], [910, 1000], [925, 1000], [930, 1000], [955, 1000], [960, 1000], [905, 1000], [1250, 1500], [890, 1000]],
  quality_pass_rate: [[191, 200], [186, 200], [178, 200], [188, 200], [192, 200], [193, 200], [194, 200], [197, 200], [197, 200], [190, 200], [178, 200], [187, 200]],
};
const money = (value) => value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const adjustment = ({ bonus_paid, earn_back, deduction }) => rounded(bonus_paid + earn_back - deduction, 2);

class IncentivesPage {
  constructor(root, data) {
    Object.assign(this, { root, data, metrics: data.rules.scorecard.metrics });
    const calculate = () => this.calculate();
    this.sides = ["a", "b"].map((side) => new Terms(root.querySelector(`#terms-${side}`), data, calculate));
    this.box = new PasteBox(root.querySelector(".paste"), { columns: columns(this.metrics), sample: sample(this.metrics), fileName: "奖惩沙盘-每月数据.csv", onChange: calculate });
    this.money = new Figure(root.querySelector("figure.money"), { title: "每月奖惩净额：正数是甲方加付，负数是乙方少收", unit: "元" });
    this.scores = new Figure(root.querySelector("figure.scores"), { title: "每月综合得分", unit: "分" });
    root.querySelector("[name=loss]").addEventListener("input", calculate);
    root.querySelectorAll("[data-send]").forEach((button) => button.addEventListener("click", () => this.send(Number(button.dataset.send))));
    this.calculate();
  }

  calculate() {
    const terms = this.sides.map((side) => side.values());
    let months = null;
    const rows = this.box.rows((read) => {
      const problems = [...(read.length > 12 ? [`一共 ${read.length} 个月，最多算 12 个月，请删去多余的行。`] : []), ...monthProblems(read)];
      months = this.months(read, problems);
      return problems;
    });
    const results = rows && terms.map((each) => assessYear(months, each, this.data.rules));
    const problems = this.sides.map((_, side) => results?.[side].find(({ problem }) => problem)?.problem ?? "");
    this.sides.forEach((side, index) => side.say(problems[index] && `${problems[index]}：在“指标的三档数值和权重”里改。`));
    const usable = Boolean(rows) && !problems.some(Boolean);
    this.root.querySelector(".result").hidden = !usable;
    if (usable) this.show(months, results, terms);
  }

  /** 粘贴的行变成计算用的月份；不对的记进 problems。 */
  months(rows, problems) {
    const ends = quarterEnds(rows.map(({ label }) => label));
    return rows.map((row, index) => {
      const phase = PHASES[row.phase];
      if (phase === undefined) problems.push(`第 ${row.line} 行的“阶段”写的是“${row.phase}”：空着，或者写“爬坡”“记录”。`);
      const metrics = Object.fromEntries(Object.entries(this.metrics).map(([key, { name }]) => [key, counts(row, key, name, problems)]));
      return { label: row.label, fee: row.fee, phase, metrics, red_lines: row.red_lines ?? 0, other_deductions: row.other ?? 0, quarter_end: ends[index] };
    });
  }

  show(months, results, terms) {
    const cell = (text) => element("td", { textContent: text });
    const score = (value) => (value === null ? "不计分" : value.toFixed(2));
    const part = (result) => [cell(score(result.score)), cell(money(result.deduction) + (result.capped ? "（到上限）" : "")), cell(money(result.bonus_paid)), cell(money(result.earn_back))];
    const paid = results.map((result) => months.map(({ fee }, index) => rounded(fee + adjustment(result[index]), 2)));
    const rows = months.map(({ label, fee }, index) => [
      element("th", { scope: "row", textContent: label }), cell(money(fee)), cell(money(rounded(paid[0][index] - paid[1][index], 2))),
      ...results.flatMap((result, side) => [...part(result[index]), cell(money(paid[side][index]))]),
    ]);
    const totals = paid.map((amounts) => rounded(sum(amounts), 2));
    const total = (result, key) => money(rounded(sum(result.map((month) => month[key])), 2));
    rows.push([
      element("th", { scope: "row", textContent: "合计" }), cell(money(rounded(sum(months.map(({ fee }) => fee)), 2))), cell(money(rounded(totals[0] - totals[1], 2))),
      ...results.flatMap((result, side) => [cell("—"), cell(total(result, "deduction")), cell(total(result, "bonus_paid")), cell(total(result, "earn_back")), cell(money(totals[side]))]),
    ]);
    this.root.querySelector(".result tbody").replaceChildren(...rows.map((row) => element("tr", {}, row)));
    say(this.root.querySelector(".verdict"), [...this.totals(months, totals), ...this.findings(months, results, terms)], "span");
    const labels = months.map(({ label }) => label);
    const series = (kind, value) => results.map((result, side) => ({ name: `方案 ${"AB"[side]}`, kind, values: result.map(value) }));
    const lines = terms.map(({ composite_pass_score: line }) => line);
    const passing = lines[0] === lines[1] ? [["达标线", lines[0]]] : lines.map((line, side) => [`方案 ${"AB"[side]} 达标线`, line]);
    this.money.update({ labels, series: series("bar", adjustment) });
    this.scores.update({ labels, series: [...series("line", (month) => month.score), ...passing.map(([name, line]) => ({ name, kind: "line", values: months.map(() => line) }))] });
  }

  /** 合计谁多付，哪些指标没有数据。 */
  totals(months, totals) {
    const difference = rounded(totals[0] - totals[1], 2);
    const side = difference > 0 ? "A" : "B";
    const idle = Object.entries(this.metrics).filter(([key]) => months.every(({ metrics }) => metrics[key] === null)).map(([, { name }]) => name);
    return [
      `${months.length} 个月甲方实付：方案 A ${money(totals[0])} 元，方案 B ${money(totals[1])} 元。` +
        (difference ? `用方案 ${side}，甲方多付、乙方多收 ${money(Math.abs(difference))} 元。` : "两套条件合计一样。"),
      ...(idle.length ? [`没有数据、按不适用算的指标：${idle.join("、")}；权重分给其他指标。`] : []),
    ];
  }

  /** 每套条件说几句；两套说的一样就合成一句。 */
  findings(months, results, terms) {
    const box = this.root.querySelector("[name=loss]");
    const loss = numberOf(box.value);
    const wrong = Number.isNaN(loss) || loss < 0;
    if (wrong) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    this.root.querySelector("#incentives-loss-note").textContent = wrong ? `写的是“${box.value}”，请写不小于 0 的数，单位是元。` : "";
    const [a, b] = results.map((result, side) => [...this.steps(months, result, terms[side]), ...unpaidBonus(months, result, terms[side]), ...(loss > 0 ? [againstLoss(result, loss)] : [])]);
    return [...a.map((text) => `方案 A${b.includes(text) ? "、方案 B" : ""}：${text}`), ...b.filter((text) => !a.includes(text)).map((text) => `方案 B：${text}`)];
  }

  /** 整改通知、无责解除走到了哪一步。 */
  steps(months, result, terms) {
    const names = (index) => result[index].weak_metrics.map((key) => this.metrics[key].name).join("、");
    const listed = (holds, words = (index) => months[index].label) => months.flatMap((_, index) => (holds(result[index], index) ? [words(index)] : [])).join("、");
    const notices = listed(({ notice }) => notice);
    const weak = listed(({ notice, weak_metrics }, index) => !notice && weak_metrics.length && counted(months[index]), (index) => `${months[index].label}（${names(index)}）`);
    const exits = listed(({ chronic, passed }, index) => chronic >= terms.consecutive_miss_months && passed === false && counted(months[index]));
    return [
      notices && `可以发整改通知的月份：${notices}。`,
      weak && `同一指标连续劣于底线值，也可以发整改通知：${weak}。`,
      exits && `连续不达标满 ${terms.consecutive_miss_months} 个月：${exits}；整改通知发过、整改期满、复核走完的，可以无责解除。`,
    ].filter(Boolean);
  }

  send(side) {
    const kept = this.sides[side].mistakes === 0 && this.sides[side].sendToForm();
    this.root.querySelector(".sent").textContent = kept
      ? `方案 ${"AB"[side]}的条件已并入“在线填写”的草稿，打开那一页就能看到；别的填写项没有动。`
      : "没有送出：条件里有写得不对的，或者这个浏览器不让保存草稿。";
  }
}

/** 爬坡期和只记录的月份不算连续。 */
const counted = ({ phase }) => phase === "normal";

/** 按季兑付、还没到季末的奖励。 */
function unpaidBonus(months, result, terms) {
  if (terms.bonus_model !== "按季兑付" || months.at(-1).quarter_end) return [];
  const waiting = rounded(sum(result.slice(months.findLastIndex((month) => month.quarter_end) + 1).map((month) => month.bonus_earned)), 2);
  return waiting ? [`最后一季没有贴完，这几个月算得的奖励 ${money(waiting)} 元还没有列入。`] : [];
}

function againstLoss(result, loss) {
  const taken = rounded(sum(result.map(({ deduction }) => deduction)), 2);
  const { ratio, over_30_percent } = comparePenaltyWithLoss(taken, loss);
  return `扣减合计是估计损失的 ${ratio}%${over_30_percent ? "，超出损失 30% 以上：被认定为违约金的，一般可以认定过分高于损失" : ""}。`;
}

/** 分子和分母都写的按计数算，只写比率的按比率算，都没有的算不适用。 */
function counts(row, key, name, problems) {
  const [numerator, denominator, rate] = [row[`${key}_numerator`], row[`${key}_denominator`], row[`${key}_rate`]];
  if ((numerator === null) !== (denominator === null)) problems.push(`第 ${row.line} 行：${name}的分子、分母要一起写。`);
  else if (numerator > denominator) problems.push(`第 ${row.line} 行：${name}的分子 ${numerator} 大于分母 ${denominator}，是不是写反了。`);
  else if (numerator !== null) return { numerator, denominator };
  else if (rate > 100) problems.push(`第 ${row.line} 行：${name}的比率写的是 ${rate}，最多 100。`);
  return rate === null ? null : { rate };
}

function columns(metrics) {
  const number = (key, names, extra = {}) => ({ key, names, kind: "number", ...extra });
  return [
    { key: "label", names: ["考核月", "月份"], kind: "text", required: true },
    number("fee", ["月度服务费"], { required: true }),
    ...Object.entries(metrics).flatMap(([key, { name, direction }]) => [
      number(`${key}_numerator`, [`${name}分子`], { integer: true }), number(`${key}_denominator`, [`${name}分母`], { integer: true }), number(`${key}_rate`, [name], { percent: true, fraction: direction === "越低越好" }),
    ]),
    number("red_lines", ["红线起数", "红线"], { integer: true }),
    number("other", ["其他考核扣减", "其他扣减"]),
    { key: "phase", names: ["阶段"], kind: "text" },
  ];
}

function sample(metrics) {
  const header = ["考核月", "月度服务费", ...Object.values(metrics).flatMap(({ name }) => [`${name}分子`, `${name}分母`]), "红线起数", "其他考核扣减", "阶段"];
  const rows = Array.from({ length: 12 }, (_, index) => [
    `2027-${String(index + 1).padStart(2, "0")}`, index === 10 ? 156000 : 104000, ...Object.keys(metrics).flatMap((key) => SAMPLE_COUNTS[key][index]), index === 3 ? 1 : 0, 0, ["记录", "爬坡"][index] ?? "",
  ]);
  return [header, ...rows].map((row) => row.join(",")).join("\n");
}

const root = document.querySelector("#incentives-calculator");
if (root) new IncentivesPage(root, window.calculatorData);
