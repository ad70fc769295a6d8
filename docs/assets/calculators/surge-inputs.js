/** 「大促弹性测算」读进来的：粘贴的各时段和页面上的各格；不对的说清楚，变成计算用的样子。 */

import { numberOf } from "./pasted.js";

export const COLUMNS = [
  { key: "label", names: ["时段", "时间", "小时"], kind: "text", required: true },
  { key: "volume", names: ["预测会话量", "预测", "会话量"], kind: "number", required: true, integer: true },
  { key: "scheduled", names: ["约定席位", "席位"], kind: "number", integer: true },
];
// 页面上的各格：least、most 是能算的范围，empty 是空着按几算，没有 empty 的空着就算不出 part 那一部分
const FIGURES = {
  aht: { part: "seats", least: 1, most: 7200 },
  concurrency: { least: 1, most: 20, empty: 1 },
  shrinkage: { least: 0, most: 80, empty: 0 },
  occupancy: { least: 30, most: 100, empty: 100 },
  peak: { least: 1, most: 5000, empty: null, integer: true },
  days: { part: "fees", least: 1, most: 31, integer: true },
  month_days: { part: "fees", least: 1, most: 31, integer: true },
  ordinary: { part: "fees", least: 0, most: 2_000_000, integer: true },
  shift: { part: "fees", least: 1, most: 24 },
  sales: { least: 0, most: 100_000, empty: null },
};
const MOST_VOLUME = 100_000;
export const SAMPLE = {
  text: `时段,预测会话量,约定席位
${[60, 90, 120, 140, 150, 140, 130, 130, 140, 160, 190, 240, 380, 400, 330, 160].map((volume, index) => `${String(index + 8).padStart(2, "0")}:00,${volume},${index < 4 || index > 11 ? 8 : 12}`).join("\n")}`,
  figures: { aht: 480, concurrency: 2, shrinkage: 12, occupancy: 85, peak: 34, days: 10, month_days: 30, ordinary: 1100, shift: 8, sales: 15 },
  terms: { contracted_seats: 20, seat_monthly_price: 5200, tier_one_volume: 30000, tier_one_price: 2.4, tier_two_price: 2.1, hourly_price: 28, commission_rate: 1.5 },
};
const count = (value) => value.toLocaleString("zh-CN");

/** 各格里的数；control、label 按名字找输入框和它的标签。写得不对的标出来，说明记进 problems，值是 undefined。 */
export function readFigures(control, label, problems) {
  const read = ([name, { least, most, empty, integer }]) => {
    const box = control(name);
    const value = numberOf(box.value) ?? empty;
    const wrong = box.value.trim() && !(value >= least && value <= most && (!integer || Number.isInteger(value)));
    if (wrong) {
      box.setAttribute("aria-invalid", "true");
      problems.push(`“${label(name)}”写的是“${box.value}”，请写 ${least} 到 ${count(most)} 的${integer ? "整数" : "数"}。`);
    } else box.removeAttribute("aria-invalid");
    return [name, wrong ? undefined : value];
  };
  return Object.fromEntries(Object.entries(FIGURES).map(read));
}

/** 算席位（seats）或者费用（fees）还缺的各格的名字。 */
export const lackingFor = (part, figures) => Object.keys(FIGURES).filter((name) => FIGURES[name].part === part && figures[name] === undefined);

/** 粘贴的行变成各时段；不对的记进 problems。 */
export function readHours(rows, contracted, problems) {
  if (rows.length > 24) problems.push(`一共 ${rows.length} 行：一行一小时，最多 24 行。`);
  for (const [index, { label, volume, scheduled }] of rows.entries()) {
    if (rows.findIndex((row) => row.label === label) < index) problems.push(`“${label}”写了不止一次，一个时段只写一行。`);
    if (volume > MOST_VOLUME) problems.push(`${label}的预测会话量是 ${count(volume)}，一小时最多算到 ${count(MOST_VOLUME)}。`);
    if (scheduled > contracted) problems.push(`${label}的约定席位是 ${scheduled}，比约定席位数 ${contracted} 还多；增席不写在这里。`);
  }
  return rows.map(({ label, volume, scheduled }) => ({ label, volume, scheduled: scheduled ?? contracted }));
}

/** 计算用的样子，写在 macros/operations/surge.py。 */
export function surgeOf(hours, figures, terms) {
  return {
    hours, peak: figures.peak, days: figures.days, month_days: figures.month_days, ordinary_volume: figures.ordinary, shift_hours: figures.shift, sales_per_session: figures.sales,
    interval: {
      aht_seconds: figures.aht, interval_minutes: 60, concurrency: figures.concurrency, shrinkage_percent: figures.shrinkage, max_occupancy_percent: figures.occupancy,
      target_percent: terms.first_response_target, target_seconds: terms.chat_first_response_seconds,
    },
  };
}
