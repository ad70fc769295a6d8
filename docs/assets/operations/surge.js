/* 大促：各小时的席位和扩容分档、当月费用、预测偏差的后果。与 macros/operations/surge.py 一一对应，数据的写法和假设写在那里。 */
import { dayIsExcluded, volumeBand } from "./band.js";
import { ceiling, rounded, sum } from "./rounding.js";
import { billedSessions, monthlyFee, PRICES } from "./settlement.js";
import { seatsNeeded, serviceLevel } from "./workforce.js";

/** 约定席位以外的席位从哪里来：大促增席、扩容第一档、第二档，和乙方可以不提供的（第三档）。 */
export function seatsByTier(needed, scheduled, peak, terms) {
  const [first, both, most] = limits(peak, terms);
  const extra = Math.max(needed - scheduled, 0);
  const promotion = Math.min(extra, Math.max((peak ?? 0) - scheduled, 0));
  const called = Math.max(Math.min(extra - promotion, both, most - scheduled - promotion), 0);
  return { promotion, tier_one: Math.min(called, first), tier_two: Math.max(called - first, 0), short: extra - promotion - called };
}

/** 第一档；第一、二档合计；大促期间的席位总数。 */
function limits(peak, terms) {
  const contracted = terms.contracted_seats;
  const first = ceiling((contracted * terms.bench_percent) / 100);
  const both = Math.max(ceiling((contracted * terms.scale_up_percent) / 100), first);
  return [first, both, peak === null ? Infinity : Math.max(peak + Math.max(first, 1), contracted + both)];
}

/** 大促一日各小时要的席位、排得出的席位（on_duty）和用它们达到的服务水平（reached）；percent 是实际比预测多百分之几。 */
export function planDay(surge, terms, percent = 0) {
  return surge.hours.map((hour) => {
    const need = seatsNeeded({ ...surge.interval, volume: hour.volume * (1 + percent / 100) });
    const tiers = seatsByTier(need.seats, hour.scheduled, surge.peak, terms);
    const onDuty = hour.scheduled + tiers.promotion + tiers.tier_one + tiers.tier_two;
    const { aht_seconds, concurrency, target_seconds } = surge.interval;
    const reached = serviceLevel(need.traffic, Math.floor(rounded(onDuty * working(surge), 6)), aht_seconds / concurrency, target_seconds);
    return { ...hour, ...need, ...tiers, on_duty: onDuty, reached };
  });
}

/** 当月各种计费方式的费用：席位照计划，会话量差 percent；缺单价或者成交额的为 null。 */
export function monthFees(surge, terms, percent = 0, wholeMonth = false) {
  const day = planDay(surge, terms);
  const known = (prices) => prices.every((price) => price in terms) && (surge.sales_per_session !== null || !prices.includes("commission_rate"));
  const fee = (own) => monthlyFee(quantitiesOf(surge, day, own, percent, wholeMonth), own);
  return Object.fromEntries(Object.entries(PRICES).map(([model, prices]) => [model, known(prices) ? fee({ ...terms, pricing_model: model }) : null]));
}

/** 预测差 percent 的后果：容差、计费件数、费用、剔除的日数、缺的席位。 */
export function wrongForecast(surge, terms, percent, wholeMonth = false) {
  const [plan, busy] = [planDay(surge, terms), planDay(surge, terms, percent)];
  const [forecast, actual] = monthVolumes(surge, percent, wholeMonth);
  const most = (numbers) => Math.max(0, ...numbers);
  const short = busy.map(({ seats }, index) => Math.max(seats - plan[index].on_duty, 0));
  const [, both, all] = limits(surge.peak, terms);
  const called = plan.map((hour, index) => Math.max(Math.min(short[index], both - hour.tier_one - hour.tier_two, all - hour.on_duty), 0));
  const raised = 1 + sum(called) / (sum(plan.map((hour) => hour.on_duty)) || 1);
  const expected = dayVolume(surge);
  const ordinary = surge.ordinary_volume;
  const others = wholeMonth && dayIsExcluded(ordinary, off(ordinary, percent), terms) ? surge.month_days - surge.days : 0;
  const excluded = (day) => others + (dayIsExcluded(day, off(expected, percent), terms) ? surge.days : 0);
  return {
    ...volumeBand(forecast, actual, terms),
    forecast, actual, billed_sessions: billedSessions({ sessions: actual, forecast }, terms),
    fees: Object.fromEntries(Object.entries(monthFees(surge, terms, percent, wholeMonth)).map(([model, fee]) => [model, fee && fee.fee])),
    excluded_days: excluded(expected), excluded_days_after_scale_up: excluded(expected * raised),
    seats: most(busy.map((hour) => hour.seats)),
    short: most(short),
    short_after_scale_up: most(short.map((lack, index) => lack - called[index])),
  };
}

const dayVolume = (surge) => sum(surge.hours.map((hour) => hour.volume));

/** 件数取整，零头舍去：恰好差一个容差的，不因零头越过容差。 */
const off = (volume, percent) => volume + Math.trunc(rounded((volume * percent) / 100, 6));

/** 当月的预测和实际件数。 */
function monthVolumes(surge, percent, wholeMonth) {
  const [day, ordinary, others] = [dayVolume(surge), surge.ordinary_volume, surge.month_days - surge.days];
  const actual = surge.days * off(day, percent) + others * (wholeMonth ? off(ordinary, percent) : ordinary);
  return [surge.days * day + others * ordinary, actual];
}

/** monthlyFee 要的计费数据；扩容不足最短计费期的按最短计费期。 */
function quantitiesOf(surge, day, terms, percent, wholeMonth) {
  const { days, month_days, shift_hours } = surge;
  const billedDays = days ? Math.max(days, terms.scale_up_min_billing_days) : 0;
  const hours = { promotion: days * sum(day.map((hour) => hour.promotion)), scale_up: billedDays * sum(day.map((hour) => hour.tier_one + hour.tier_two)) };
  const extra = hours.promotion + hours.scale_up;
  const seatDays = [terms.contracted_seats * month_days, ...(extra ? [extra / shift_hours] : [])];
  const scheduled = terms.contracted_seats * month_days * shift_hours + extra;
  const [forecast, actual] = monthVolumes(surge, percent, wholeMonth);
  return {
    seat_groups: seatDays.map((count) => ({ seat_days: count, schedule_days: month_days })),
    sessions: actual, forecast, sales: actual * (surge.sales_per_session ?? 0),
    hours: scheduled * working(surge), scheduled_hours: scheduled, absent_hours: 0,
    surcharges: bases(surge, day, hours, terms, percent),
  };
}

/** 排班时间里算有效服务时长的部分。 */
const working = (surge) => 1 - surge.interval.shrinkage_percent / 100;

/** 大促和扩容的加价基数。 */
function bases(surge, day, hours, terms, percent) {
  const times = (price) => ({ promotion: hours.promotion * price, scale_up: hours.scale_up * price });
  switch (terms.pricing_model) {
    case "按席位":
    case "混合": return times(terms.seat_monthly_price / (surge.month_days * surge.shift_hours));
    case "按时长": return times(terms.hourly_price * working(surge));
    case "按量": {
      const sessions = (seats) => sum(day.filter((hour) => hour.on_duty).map((hour) => (hour.volume * seats(hour)) / hour.on_duty));
      const price = surge.days * (1 + percent / 100) * terms.tier_one_price;
      return { promotion: sessions((hour) => hour.promotion) * price, scale_up: sessions((hour) => hour.tier_one + hour.tier_two) * price };
    }
    default: return {};
  }
}
