/* 一个考核月因为前面的月份而有的结果。与 macros/operations/history.py 一一对应。 */
import { rounded, sum } from "./rounding.js";

/** 按月兑付的当月付；按季兑付的季末一起付，季内有不达标月的不付。 */
export function bonusPaid(months, results, terms) {
  if (terms.bonus_model !== "按季兑付") return results.at(-1).bonus_earned;
  if (!months.at(-1).quarter_end) return 0;
  const start = months.slice(0, -1).findLastIndex((month) => month.quarter_end) + 1;
  const missed = results.some((result, index) => index >= start && result.passed === false && months[index].phase !== "ramp_up");
  return missed ? 0 : rounded(sum(results.slice(start).map((result) => result.bonus_earned)), 2);
}

/** 当月返还的扣减。 */
export function earnBack(months, results, terms) {
  const first = months.length - terms.earn_back_months;
  if (terms.earn_back_model !== "连续达标返还" || first < 1 || first === months.length) return 0;
  const good = (result, index) => index < first || (result.passed && months[index].phase === "normal" && !months[index].red_lines);
  return results.every(good) ? rounded((results[first - 1].kpi_deduction * terms.earn_back_percent) / 100, 2) : 0;
}

/** 连续不达标、近几个月不达标、连续劣于底线值的指标，能不能发整改通知。 */
export function chronic(months, results, rule) {
  const missed = results.map((result, index) => result.passed === false && months[index].phase === "normal" && !months[index].client_cause);
  let inARow = 0;
  for (let index = results.length - 1; index >= 0 && !(results[index].passed && months[index].phase === "normal"); index--) inARow += Number(missed[index]);
  const recent = missed.slice(-rule.window_months).filter(Boolean).length;
  const weak = Object.keys(results.at(-1).metrics).filter((key) => belowBase(key, months, results) >= rule.in_a_row);
  return { chronic: inARow, window_failures: recent, weak_metrics: weak, notice: missed.at(-1) && (inARow >= rule.in_a_row || recent >= rule.failures) };
}

/** 这项指标到当月为止连续几个考核月劣于底线值；没有计分的月份跳过。 */
function belowBase(key, months, results) {
  let count = 0;
  for (let index = results.length - 1; index >= 0; index--) {
    const level = results[index].metrics[key]?.level ?? null;
    if (level === null || months[index].phase !== "normal" || months[index].client_cause) continue;
    if (level !== "below_base") break;
    count += 1;
  }
  return count;
}
