/* 付款期限、逾期利息、违约金与损失。与 macros/operations/interest.py 一一对应，规则的出处写在那里。日期写成 2026-11-23。 */
import { rounded, sum } from "./rounding.js";

const SMALL = ["中型企业", "小型企业", "微型企业"];
const DAY = 86_400_000;
const numbered = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const dated = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/** 实际适用的付款期限，和连顺延在内的上限（没有上限为 null）；days 为 null 即没有填写。 */
export function paymentLimit(days, partyAScale, partyBScale, reasoned = false) {
  const small = SMALL.includes(partyBScale);
  if (small && partyAScale === "机关或事业单位") return { days: Math.min(days || 30, 60), limit: 60 };
  if (small && partyAScale === "大型企业") {
    return reasoned && days > 60 ? { days, limit: null } : { days: Math.min(days || 60, 60), limit: 60 };
  }
  return { days: days || 30, limit: null };
}

/** 最晚付款日：确认当日不计入，不是工作日的顺延，顺延不超过 limit。 */
export function dueDate(confirmed, days, holidays = [], workdays = [], limit = null) {
  const start = numbered(confirmed);
  let due = start + days;
  const free = () => holidays.includes(dated(due)) || (isWeekend(due) && !workdays.includes(dated(due)));
  while (free()) due += 1;
  return dated(limit === null ? due : Math.min(due, start + limit));
}

/** 1970-01-01 是星期四。 */
const isWeekend = (number) => [2, 3].includes(((number % 7) + 7) % 7);

/** 逾期利息：最晚付款日次日起，至付清之日止；部分付款分段，合计取整到分。 */
export function lateInterest(unpaid, due, until, dailyRate, lpr = null, payments = []) {
  const atFloor = lpr !== null && rounded(dailyRate * 365, 6) < lpr;
  const rate = atFloor ? lpr / 365 : dailyRate;
  const end = numbered(until), segments = [];
  let start = numbered(due) + 1;
  const segment = (last) => {
    const days = last - start + 1;
    segments.push({ from: dated(start), to: dated(last), days, unpaid, interest: ((unpaid * rate) / 100) * days });
  };
  for (const payment of [...payments].sort((a, b) => numbered(a.date) - numbered(b.date))) {
    const day = Math.min(numbered(payment.date), end);
    if (day >= start) {
      segment(day);
      start = day + 1;
    }
    unpaid = Math.max(rounded(unpaid - payment.amount, 2), 0);
  }
  if (end >= start) segment(end);
  const owed = segments.filter((each) => each.unpaid);
  return { daily_rate: rate, at_floor: atFloor, segments: owed, total: rounded(sum(owed.map((each) => each.interest)), 2) };
}

/** 违约金是损失的百分之几；超过损失 30% 的，一般可以认定过分高于损失。 */
export function comparePenaltyWithLoss(penalty, loss) {
  return { ratio: loss ? rounded((penalty / loss) * 100, 2) : null, over_30_percent: penalty > rounded(loss * 1.3, 6) };
}
