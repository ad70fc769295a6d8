/* 核心客服流动率，逐月。与 macros/operations/turnover.py 一一对应，规则的出处写在那里。 */
import { ceiling, rounded, sum } from "./rounding.js";

/** 每个月到该月为止的结果；第一个月是首个完整考核月。 */
export function coreTurnover(months, terms, rules) {
  const results = [];
  for (let count = 1; count <= months.length; count++) {
    const result = assessed(months.slice(0, count), terms, rules.turnover);
    result.exceeded_in_a_row = result.exceeded ? (results.at(-1)?.exceeded_in_a_row ?? 0) + 1 : 0;
    const charge = Math.min(result.new_leavers * terms.turnover_deduction_per_leaver_percent, terms.turnover_deduction_percent);
    result.deduction_percent = result.exceeded_in_a_row >= rules.turnover.deducted_from ? charge : 0;
    results.push(result);
  }
  return results;
}

function assessed(months, terms, rule) {
  const period = months.slice(-rule.window_months);
  const leavers = leaversOf(period), average = averageOf(period);
  const cap = terms.turnover_cap_percent, digits = terms.percent_decimals;
  let rate = average ? (leavers / average) * 100 : null;
  let basis, limit = cap, exceeded;
  if (months.length < rule.annualise_after_months) {
    [basis, exceeded] = ["report_only", null];
  } else if (average < rule.small_team) {
    [basis, limit] = ["headcount", ceiling((average * cap) / 100)];
    exceeded = leavers > limit;
  } else if (months.length < rule.window_months) {
    [basis, rate] = ["annualised", (rate * 12) / months.length];
    exceeded = leavers >= rule.least_leavers_annualised && rounded(rate, digits) > cap;
  } else {
    basis = "rolling";
    exceeded = rounded(rate, digits) > cap;
  }
  const shown = rate === null ? null : rounded(rate, digits);
  return { leavers, new_leavers: leaversOf(months.slice(-1)), average, rate: shown, basis, limit, exceeded };
}

const leaversOf = (months) => sum(months.map((month) => month.leavers - (month.excluded ?? 0)));
const averageOf = (months) => sum(months.map((month) => (month.opening + month.closing) / 2)) / months.length;
const percent = (part, whole) => (whole ? rounded((part / whole) * 100, 2) : null);

/** 同样的月份用三种公式各算一遍，都不折算。 */
export function compare(months) {
  const leavers = leaversOf(months);
  return {
    contract: percent(leavers, averageOf(months)), opening: percent(leavers, months[0].opening),
    monthly: months.map((month) => percent(leaversOf([month]), averageOf([month]))),
  };
}
