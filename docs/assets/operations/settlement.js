/* 结算：月度服务费和应付金额。与 macros/operations/settlement.py 一一对应，数据的写法和出处写在那里。 */
import { amountInWords } from "../fill/amounts.js";
import { volumeBand } from "./band.js";
import { rounded, sum } from "./rounding.js";

export const SURCHARGES = { promotion: "大促加价", scale_up: "扩容加价", holiday: "节假日加价", night: "夜班加价" };
export const PRICES = {
  按席位: ["seat_monthly_price"],
  按量: ["tier_one_volume", "tier_one_price", "tier_two_price"],
  按时长: ["hourly_price"],
  按成交提成: ["commission_rate"],
  混合: ["seat_monthly_price", "commission_rate"],
};

/** 明细和合计；缺数据的抛 RangeError，消息是缺的键。 */
export function monthlyFee(quantities, terms) {
  const lines = [...baseLines(quantities, terms), ...extraLines(quantities, terms)];
  return { lines, fee: rounded(sum(lines.map((line) => line.amount)), 2) };
}

/** 计费件数：不少于月保底，也不少于容差的保底，两者不叠加。 */
export function billedSessions(quantities, terms) {
  const minimum = terms.minimum_monthly_volume * (quantities.month_share ?? 1) - (quantities.lost_sessions ?? 0);
  return Math.max(need(quantities, "sessions"), minimum, floorBand(quantities, terms).floor ?? 0);
}

function need(values, key) {
  if (values[key] === undefined) throw new RangeError(key);
  return values[key];
}

function floorBand(quantities, terms) {
  if ((quantities.forecast ?? null) === null) return { band: "within", floor: null };
  return volumeBand(quantities.forecast, need(quantities, "sessions"), terms, quantities.lost_sessions ?? 0);
}

function baseLines(quantities, terms) {
  const commission = () => lineOf("成交提成", need(quantities, "sales"), "元", need(terms, "commission_rate"), "%");
  switch (terms.pricing_model) {
    case "按席位": return seatLines(quantities, terms);
    case "按量": return sessionLines(quantities, terms);
    case "按时长": return [hoursLine(quantities, terms)];
    case "按成交提成": return [commission()];
    case "混合": return [...seatLines(quantities, terms), commission()];
    default: return [];
  }
}

function seatLines(quantities, terms) {
  const groups = quantities.seat_groups?.length ? quantities.seat_groups : [quantities];
  return groups.map((group) => {
    if (!need(group, "schedule_days")) throw new RangeError("schedule_days");
    return lineOf("席位费", need(group, "seat_days") / group.schedule_days, "席位月", need(terms, "seat_monthly_price"));
  });
}

function sessionLines(quantities, terms) {
  const billed = billedSessions(quantities, terms);
  const first = Math.min(billed, need(terms, "tier_one_volume") * (quantities.month_share ?? 1));
  const lines = [lineOf("首档会话费", first, "件", need(terms, "tier_one_price"))];
  if (billed > first) lines.push(lineOf("超档会话费", billed - first, "件", need(terms, "tier_two_price")));
  return lines;
}

function hoursLine(quantities, terms) {
  let hours = need(quantities, "hours");
  if (floorBand(quantities, terms).band === "below") {
    hours = Math.max(hours, ((need(quantities, "scheduled_hours") - need(quantities, "absent_hours")) * terms.forecast_floor_percent) / 100);
  }
  return lineOf("时长费", rounded(hours, 1), "小时", need(terms, "hourly_price"));
}

function extraLines(quantities, terms) {
  const lines = [];
  if (quantities.overtime_hours && !["按量", "按成交提成"].includes(terms.pricing_model)) {
    lines.push(lineOf("加班费", quantities.overtime_hours, "小时", need(terms, "overtime_hourly_price")));
  }
  for (const [key, item] of Object.entries(SURCHARGES)) {
    const base = quantities.surcharges?.[key];
    if (base) lines.push(lineOf(item, base, "元", terms[`${key}_surcharge_percent`], "%"));
  }
  if (quantities.training_hours) lines.push(lineOf("培训费", quantities.training_hours, "小时", need(terms, "training_hourly_price")));
  if (quantities.other) lines.push(lineOf("其他服务价款", 1, "项", quantities.other));
  return lines;
}

function lineOf(item, quantity, unit, price, priceUnit = "元") {
  const amount = rounded(priceUnit === "%" ? (quantity * price) / 100 : quantity * price, 2);
  return { item, quantity, unit, price, price_unit: priceUnit, amount };
}

/** 应付金额；小于零的由乙方支付。 */
export function amountDue(parts, terms) {
  const { fee, deduction = 0, bonus = 0, earn_back = 0, other = 0, setoff: confirmed = 0 } = parts;
  const invoice = rounded(fee - deduction + bonus + earn_back, 2);
  const net = rounded(invoice / (1 + terms.vat_rate / 100), 2);
  const limit = parts.final ? confirmed : rounded((fee * terms.monthly_setoff_cap_percent) / 100, 2);
  const setoff = Math.min(confirmed, limit);
  const due = rounded(invoice + other - setoff, 2);
  return {
    fee, deduction, bonus, earn_back, invoice, net, tax: rounded(invoice - net, 2), other, setoff, setoff_left: rounded(confirmed - setoff, 2),
    due, due_in_words: amountInWords(Math.abs(due).toFixed(2)) + (due < 0 ? "（由乙方支付）" : ""),
  };
}
