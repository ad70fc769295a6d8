/* 考核：逐月的计数 → 得分、扣减、奖励、连续不达标。与 macros/operations/scorecard.py 一一对应，规则的出处写在那里。 */
import { bonusPaid, chronic, earnBack } from "./history.js";
import { rounded, sum } from "./rounding.js";

const QUALITY = "quality_pass_rate";
const UNSCORED = ["too_few", "no_data"];
const BLANK = { rate: null, status: "not_applicable", weight: null, points: null, level: null, carried: 0 };

/** 各考核月的结果，按次序。 */
export function assessYear(months, terms, rules) {
  const results = [];
  for (let count = 1; count <= months.length; count++) results.push(assessMonth(months.slice(0, count), results, terms, rules));
  return results;
}

/** months 最后一个月的结果；earlier 是前面各月的结果。 */
export function assessMonth(months, earlier, terms, rules) {
  const month = months.at(-1), card = rules.scorecard;
  const problem = problemOf(month, terms, card.metrics);
  const metrics = problem ? {} : Object.fromEntries(Object.keys(card.metrics).map((key) => [key, measured(key, months, earlier, terms, card)]));
  if (month.phase !== "record_only") shareOut(metrics, terms, card);
  const points = Object.values(metrics).map((metric) => metric.points).filter((each) => each !== null);
  const scored = points.length > 0;
  const score = scored ? Math.max(rounded(rounded(sum(points), 2) - terms.red_line_points * redLines(month), 2), 0) : null;
  const shortfall = scored ? Math.max(rounded(terms.composite_pass_score - score, 2), 0) : 0;
  const cap = rounded((month.fee * terms.at_risk_cap_percent) / 100, 2);
  const kpi = kpiDeduction(month, shortfall, terms, card);
  const wanted = rounded(kpi + (month.other_deductions ?? 0), 2);
  const result = {
    problem, metrics, score, passed: scored ? shortfall === 0 : null, shortfall,
    kpi_deduction: kpi, deduction: Math.min(wanted, cap), cap, capped: wanted > cap, stretch_weight: stretchWeight(metrics, month),
  };
  result.bonus_earned = bonus(month, result, terms, card);
  const results = [...earlier, result];
  result.bonus_paid = bonusPaid(months, results, terms);
  result.earn_back = earnBack(months, results, terms);
  return Object.assign(result, chronic(months, results, card.chronic));
}

function problemOf(month, terms, metrics) {
  const weights = Object.values(metrics).map((rule) => terms[`${rule.prefix}_weight`]);
  if (rounded(sum(weights), 6) !== 100 || Math.min(...weights) < 0) return "各指标的权重相加应当正好是100分";
  for (const [key, rule] of Object.entries(metrics)) {
    const [base, target, stretch] = ["base", "target", "stretch"].map((step) => sign(rule) * terms[`${rule.prefix}_${step}`]);
    if (!(base < target && target <= stretch)) return `${rule.name}的底线值、目标值、挑战值次序不对`;
    const counts = month.metrics[key] ?? {};
    if ((counts.numerator ?? 0) > (counts.denominator ?? 0)) return `${rule.name}的分子大于分母`;
  }
  return null;
}

/** 乘上它以后，比率都是越高越好。 */
const sign = (rule) => (rule.direction === "越低越好" ? -1 : 1);
const redLines = (month) => month.red_lines ?? 0;

/** 一项指标的比率、状态、档次；权重和得分随后算。 */
function measured(key, months, earlier, terms, card) {
  const rule = card.metrics[key], counts = months.at(-1).metrics[key];
  if (!counts) return { ...BLANK };
  let rate, status, carried = 0;
  if ("rate" in counts) {
    rate = rounded(counts.rate, terms.percent_decimals);
    status = "scored";
  } else {
    const pending = pendingSamples(key, months, earlier, card.most_carries);
    carried = pending.length;
    const [numerator, denominator] = ["numerator", "denominator"].map((part) => sum([counts, ...pending].map((sample) => sample[part])));
    rate = denominator ? rounded((numerator / denominator) * 100, terms.percent_decimals) : null;
    status = !denominator ? "no_data" : denominator < terms[rule.minimum] ? "too_few" : "scored";
  }
  let level = status === "scored" ? levelOf(rate, rule, terms) : null;
  if (key === QUALITY && UNSCORED.includes(status) && months.at(-1).quality_shortfall) [status, level] = ["scored", "below_base"];
  return { ...BLANK, rate, status, level, carried };
}

/** 紧接在前、没有计分的各月样本，近的在前。 */
function pendingSamples(key, months, earlier, most) {
  const samples = [];
  for (let index = earlier.length - 1; index >= 0 && samples.length < most; index--) {
    const metric = earlier[index].metrics[key] ?? BLANK;
    if (!UNSCORED.includes(metric.status) || months[index].phase === "record_only") break;
    samples.push(months[index].metrics[key]);
  }
  return samples;
}

function levelOf(rate, rule, terms) {
  const reaches = (step) => sign(rule) * rate >= sign(rule) * terms[`${rule.prefix}_${step}`];
  return reaches("stretch") ? "stretch" : reaches("target") ? "target" : reaches("base") ? "below_target" : "below_base";
}

/** 给计分的指标分配权重（合计 100）和得分。 */
function shareOut(metrics, terms, card) {
  const scored = Object.entries(metrics).filter(([, metric]) => metric.status === "scored");
  const weightOf = (key) => terms[`${card.metrics[key].prefix}_weight`];
  const total = sum(scored.map(([key]) => weightOf(key)));
  if (!total) return;
  for (const [key, metric] of scored) {
    metric.weight = (weightOf(key) * 100) / total;
    metric.points = metric.weight * shareOf(metric, card.metrics[key], terms, card.partial_share);
  }
}

function shareOf(metric, rule, terms, partial) {
  if (metric.level !== "below_target") return metric.level === "below_base" ? 0 : 1;
  const base = terms[`${rule.prefix}_base`], target = terms[`${rule.prefix}_target`];
  return partial + ((1 - partial) * (metric.rate - base)) / (target - base);
}

function kpiDeduction(month, shortfall, terms, card) {
  if (!shortfall) return 0;
  const band = card.deduction_bands.find((each) => shortfall <= (each.within ?? shortfall));
  const share = typeof band.share === "string" ? terms[band.share] : band.share;
  const factor = month.phase === "ramp_up" ? terms.ramp_up_factor_percent : 100;
  return rounded((((((month.fee * terms.at_risk_cap_percent) / 100) * share) / 100) * factor) / 100, 2);
}

function stretchWeight(metrics, month) {
  const counts = ([key, metric]) => metric.level === "stretch" && (key !== QUALITY || (month.calibrated ?? true));
  return rounded(sum(Object.entries(metrics).filter(counts).map(([, metric]) => metric.weight ?? 0)), 2);
}

function bonus(month, result, terms, card) {
  const barred = terms.bonus_model === "不设奖励" || month.phase !== "normal" || redLines(month) || month.bonus_barred;
  const below = Object.values(result.metrics).some((metric) => metric.level === "below_base");
  if (barred || below || result.score === null || result.score < terms.bonus_threshold_score) return 0;
  const share = Math.max(0, ...card.bonus_bands.filter((band) => result.stretch_weight >= band.from).map((band) => band.share));
  return rounded((((month.fee * terms.bonus_cap_percent) / 100) * share) / 100, 2);
}
