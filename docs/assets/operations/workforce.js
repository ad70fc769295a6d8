/* 席位测算：Erlang C、一个时段要几个席位、各种计费方式的费用。与 macros/operations/workforce.py 一一对应，假设写在那里。 */
import { volumeBand } from "./band.js";
import { ceiling, rounded, sum } from "./rounding.js";
import { billedSessions, monthlyFee, PRICES } from "./settlement.js";

/** 来电要等待的概率，0 到 1。 */
export function erlangC(traffic, agents) {
  let blocking = 1;
  for (let agent = 1; agent <= agents; agent++) blocking = nextBlocking(traffic, agent, blocking);
  return waiting(traffic, agents, blocking);
}

/** Erlang B 的递推：不会溢出。 */
const nextBlocking = (traffic, agent, blocking) => (traffic * blocking) / (agent + traffic * blocking);

function waiting(traffic, agents, blocking) {
  if (agents <= traffic) return traffic ? 1 : 0;
  return (agents * blocking) / (agents - traffic * (1 - blocking));
}

/** 约定秒数内接起的百分比。 */
export const serviceLevel = (traffic, agents, aht, seconds) => within(erlangC(traffic, agents), traffic, agents, aht, seconds);

function within(probability, traffic, agents, aht, seconds) {
  if (agents <= traffic) return traffic ? 0 : 100;
  return 100 * (1 - probability * Math.exp((-(agents - traffic) * seconds) / aht));
}

/** 平均等待秒数；队伍只会越排越长的，为 null。 */
export function averageWait(traffic, agents, aht) {
  if (agents <= traffic) return traffic ? null : 0;
  return (erlangC(traffic, agents) * aht) / (agents - traffic);
}

/** 占用率，百分比。 */
export const occupancy = (traffic, agents) => (agents ? Math.min((traffic / agents) * 100, 100) : 0);

/** 一个时段要几个席位；怎样配人都做不到的抛 RangeError。 */
export function seatsNeeded(interval) {
  const { volume, aht_seconds, interval_minutes, concurrency, target_percent, target_seconds, shrinkage_percent, max_occupancy_percent } = interval;
  const possible = volume >= 0 && Math.min(aht_seconds, interval_minutes, concurrency) > 0
    && target_percent >= 0 && target_percent <= 100 && target_seconds >= 0
    && shrinkage_percent >= 0 && shrinkage_percent < 100 && max_occupancy_percent > 0 && max_occupancy_percent <= 100;
  if (!possible) throw new RangeError("interval");
  const aht = aht_seconds / concurrency;
  const traffic = (volume * aht) / (interval_minutes * 60);
  let agents = 0, blocking = 1, level = traffic ? 0 : 100;
  while (traffic && (agents <= traffic || level < target_percent || occupancy(traffic, agents) > max_occupancy_percent)) {
    agents += 1;
    blocking = nextBlocking(traffic, agents, blocking);
    level = within(waiting(traffic, agents, blocking), traffic, agents, aht, target_seconds);
  }
  return {
    traffic, agents, seats: ceiling(agents / (1 - shrinkage_percent / 100)),
    service_level: level, wait: averageWait(traffic, agents, aht), occupancy: occupancy(traffic, agents),
  };
}

/** 同一份计划按各种计费方式各要多少钱；缺单价的为 null。 */
export function costByModel(plan, terms) {
  const cost = (model) => {
    const months = plan.map((quantities) => monthlyFee(quantities, { ...terms, pricing_model: model }).fee);
    return { months, total: rounded(sum(months), 2) };
  };
  return Object.fromEntries(Object.entries(PRICES).map(([model, prices]) => [model, prices.every((price) => price in terms) ? cost(model) : null]));
}

/** 容差的结果；按量计费的，加上计费件数和费用。 */
export function tolerance(forecast, actual, terms, lost = 0) {
  const result = volumeBand(forecast, actual, terms, lost);
  if (terms.pricing_model !== "按量") return { ...result, billed_volume: null, fee: null };
  const quantities = { sessions: actual, forecast, lost_sessions: lost };
  return { ...result, billed_volume: billedSessions(quantities, terms), fee: monthlyFee(quantities, terms).fee };
}
