/** 「大促弹性测算」：各小时要几席，约定席位、大促增席和扩容够不够，当月多少钱，预测不准会怎样。 */

import { rounded, sum } from "../operations/rounding.js";
import { PRICES, SURCHARGES } from "../operations/settlement.js";
import { monthFees, planDay, wrongForecast } from "../operations/surge.js";
import { Figure } from "./chart.js";
import { element } from "./element.js";
import { PasteBox } from "./paste-box.js";
import { COLUMNS, lackingFor, readFigures, readHours, SAMPLE, surgeOf } from "./surge-inputs.js";
import { Terms } from "./terms.js";

const STEPS = Array.from({ length: 14 }, (_, index) => index * 10 - 30);
const BANDS = { within: "容差以内", above: "高于上限", below: "低于下限" };
const count = (value, digits = 0) => value.toLocaleString("zh-CN", { maximumFractionDigits: digits });
const money = (value) => value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const signed = (percent) => (percent > 0 ? `多 ${percent}%` : percent < 0 ? `少 ${-percent}%` : "相同");
const compared = (percent) => (percent ? "比" : "和") + `预测${signed(percent)}`;
const cell = (text) => element("td", { textContent: text });
const head = (text) => element("th", { scope: "row", textContent: text });

class SurgePage {
  constructor(root, data) {
    Object.assign(this, { root, data });
    const calculate = () => this.calculate();
    this.terms = new Terms(root.querySelector(".terms"), data, calculate);
    this.box = new PasteBox(root.querySelector(".paste"), { columns: COLUMNS, sample: SAMPLE.text, fileName: "大促弹性测算-每小时预测.csv", onChange: calculate });
    this.seats = new Figure(root.querySelector("figure.seats"), { title: "大促一日各时段的席位", unit: "席", digits: 0, stacked: true });
    this.money = new Figure(root.querySelector("figure.money"), { title: "预测偏差与当月服务费", unit: "元" });
    root.querySelector("[data-action=sample]").addEventListener("click", () => this.completeSample());
    root.querySelector(".figures").addEventListener("input", calculate);
    this.control("where").addEventListener("input", calculate);
    this.control("percent").addEventListener("input", () => this.slide());
    this.calculate();
  }

  control(name) {
    return this.root.querySelector(`[name=${name}]`);
  }

  label(name) {
    return this.control(name).labels[0].textContent;
  }

  /** 演示数据：空着的格子也填上，写过的不动。 */
  completeSample() {
    const fill = (box, value) => box.value.trim() || (box.value = value);
    for (const [name, value] of Object.entries(SAMPLE.figures)) fill(this.control(name), value);
    for (const [key, value] of Object.entries(SAMPLE.terms)) fill(this.terms.control(key), value);
    this.calculate();
  }

  calculate() {
    const problems = [];
    const terms = this.terms.values();
    const figures = readFigures((name) => this.control(name), (name) => this.label(name), problems);
    const hours = this.hours(terms);
    const lacking = (part) => lackingFor(part, figures).map((name) => this.label(name));
    const most = hours && Math.max(...hours.map(({ scheduled }) => scheduled));
    if (figures.peak && figures.peak < most) problems.push(`大促峰值席位 ${figures.peak} 席比当班的约定席位 ${most} 席还少：峰值席位数包括约定席位。`);
    if (figures.days > figures.month_days) problems.push(`大促 ${figures.days} 日比当月的 ${figures.month_days} 日还多。`);
    const first = [...lacking("seats"), ...(terms.contracted_seats ? [] : ["约定席位数"])];
    if (hours && first.length && !problems.length) problems.push(`先填${first.join("、")}。`);
    this.root.querySelector(".figures .note").replaceChildren(...problems.map((text) => element("p", { textContent: text })));
    const usable = Boolean(hours) && !problems.length;
    this.root.querySelector(".result").hidden = !usable;
    if (usable) this.show(surgeOf(hours, figures, terms), terms, lacking("fees"));
  }

  /** 各时段；有一处不对就是 null，原因写在粘贴框下面。 */
  hours(terms) {
    const rows = this.box.rows();
    const problems = [];
    const hours = rows && readHours(rows, terms.contracted_seats, problems);
    if (problems.length) this.box.say(problems);
    return hours?.length && !problems.length ? hours : null;
  }

  show(surge, terms, lacking) {
    Object.assign(this, { surge, termsUsed: terms, priced: !lacking.length });
    this.showSeats(surge, terms, planDay(surge, terms));
    this.root.querySelector(".without-fees").textContent = lacking.length ? `再填${lacking.join("、")}，就能算费用和偏差。` : "";
    this.root.querySelector(".with-fees").hidden = !this.priced;
    if (this.priced) {
      this.showFees(surge, terms);
      this.showSteps(surge, terms);
    }
    this.slide();
  }

  /** 滑块动了：只有图里的一条线和下面一段话要改。 */
  slide() {
    const { surge, termsUsed: terms } = this;
    const percent = Number(this.control("percent").value);
    const [day, off] = [planDay(surge, terms), planDay(surge, terms, percent)];
    this.seats.update({
      labels: day.map(({ label }) => label),
      series: [
        { name: "约定席位", kind: "bar", values: day.map(({ seats, scheduled }) => Math.min(seats, scheduled)) },
        { name: "大促增席", kind: "bar", values: day.map(({ promotion }) => promotion) },
        { name: "扩容", kind: "bar", values: day.map(scaleUp) },
        { name: "排不出", kind: "bar", values: day.map(({ short }) => short) },
        { name: `实际${compared(percent)}要的席位`, kind: "line", values: off.map(({ seats }) => seats) },
      ],
    });
    if (this.priced) this.sayDeviation(wrongForecast(surge, terms, percent, this.wholeMonth), percent);
  }

  get wholeMonth() {
    return this.control("where").value === "month";
  }

  showSeats(surge, terms, day) {
    this.root.querySelector(".hours tbody").replaceChildren(...day.map((hour) => element("tr", {}, [
      head(hour.label), cell(count(hour.volume)), cell(hour.seats), cell(hour.scheduled), cell(hour.promotion || "—"), cell(hour.tier_one || "—"), cell(hour.tier_two || "—"), cell(hour.short || "—"),
      cell(`${hour.reached.toFixed(1)}%`),
    ])));
    const worst = day.reduce((one, other) => (other.seats > one.seats ? other : one));
    const lines = [
      `${worst.label} 最忙，要 ${worst.seats} 席：约定席位 ${worst.scheduled} 席，大促增席 ${worst.promotion} 席，扩容第一档 ${worst.tier_one} 席、第二档 ${worst.tier_two} 席，` +
        (worst.short ? `还有 ${worst.short} 席排不出，要靠第三档另行商定，或者提高峰值席位。` : "够用。"),
    ];
    const short = day.filter((hour) => hour.short).length;
    if (short) lines.push(`一日里有 ${short} 个时段排不出足够的席位。`);
    const notices = Math.ceil(surge.days / terms.scale_up_max_days);
    if (day.some(scaleUp) && notices > 1) lines.push(`扩容每次不超过 ${terms.scale_up_max_days} 日，大促 ${surge.days} 日要发 ${notices} 次扩容通知，计 ${notices} 次。`);
    const shifts = sum(day.map(({ scheduled }) => scheduled));
    if (surge.shift_hours && day.some(({ scheduled }) => scheduled < terms.contracted_seats) && shifts !== rounded(terms.contracted_seats * surge.shift_hours, 6)) {
      lines.push(`“约定席位”一列合计 ${count(shifts)} 席位小时，约定席位数乘以每日排班时长是 ${count(terms.contracted_seats * surge.shift_hours, 1)} 席位小时，请核对班次。`);
    }
    say(this.root.querySelector(".verdict"), lines);
  }

  showFees(surge, terms) {
    const [usual, month] = [monthFees({ ...surge, days: 0 }, terms), monthFees(surge, terms)];
    const label = (key) => this.data.fields.find((field) => field.key === key).label;
    const missing = (model) => [...PRICES[model].filter((key) => !(key in terms)).map(label), ...(PRICES[model].includes("commission_rate") && surge.sales_per_session === null ? [this.label("sales")] : [])];
    const surcharges = Object.values(SURCHARGES);
    this.root.querySelector(".fees tbody").replaceChildren(...Object.entries(month).map(([model, fee]) => {
      if (!fee) return element("tr", {}, [head(model), element("td", { colSpan: 4, className: "lacking", textContent: `没有填${missing(model).join("、")}` })]);
      const extra = rounded(sum(fee.lines.filter(({ item }) => surcharges.includes(item)).map(({ amount }) => amount)), 2);
      return element("tr", {}, [head(model), ...[usual[model].fee, fee.fee, rounded(fee.fee - usual[model].fee, 2), extra].map((amount) => cell(money(amount)))]);
    }));
  }

  showSteps(surge, terms) {
    const results = STEPS.map((step) => wrongForecast(surge, terms, step, this.wholeMonth));
    const models = Object.keys(PRICES).filter((model) => results[0].fees[model] !== null);
    const columns = ["当月实际（件）", "容差", "按量计费（件）", "剔除首响、接通率（日）", "最忙要（席）", "比排班缺（席）", ...models.map((model) => `${model}（元）`)];
    const eased = (number, after) => (number === after ? number : `${number}（扩容后 ${after}）`);
    const row = (result) => [
      count(result.actual), BANDS[result.band], count(result.billed_sessions, 1), eased(result.excluded_days, result.excluded_days_after_scale_up), result.seats, eased(result.short, result.short_after_scale_up),
      ...models.map((model) => money(result.fees[model])),
    ];
    this.root.querySelector(".steps thead").replaceChildren(element("tr", {}, ["实际比预测", ...columns].map((text) => element("th", { textContent: text }))));
    this.root.querySelector(".steps tbody").replaceChildren(...results.map((result, index) => element("tr", {}, [head(signed(STEPS[index])), ...row(result).map(cell)])));
    this.money.update({
      labels: STEPS.map((step) => `${step > 0 ? "+" : ""}${step}%`),
      series: models.map((model) => ({ name: model, kind: "line", values: results.map(({ fees }) => fees[model]) })),
    });
  }

  sayDeviation(found, percent) {
    const fees = Object.entries(found.fees).filter(([, fee]) => fee !== null);
    this.control("percent").setAttribute("aria-valuetext", `实际${compared(percent)}`);
    this.root.querySelector(".deviation output").textContent = signed(percent);
    say(this.root.querySelector(".deviation-verdict"), [
      `当月实际 ${count(found.actual)} 件，锁定预测 ${count(found.forecast)} 件：${BANDS[found.band]}（${count(found.lower, 1)}～${count(found.upper, 1)} 件）。按量计费的，按 ${count(found.billed_sessions, 1)} 件结算${found.floor === null ? "" : "（保底）"}。`,
      found.excluded_days
        ? `首响达标率和接通率剔除 ${found.excluded_days} 日；发扩容通知补席的，剔除 ${found.excluded_days_after_scale_up} 日。其余指标照常考核。`
        : "没有哪一日要剔除，全部指标照常考核。",
      found.short
        ? `最忙时要 ${found.seats} 席，比排班缺 ${found.short} 席；发扩容通知能要求乙方补上的都补上，${found.short_after_scale_up ? `仍缺 ${found.short_after_scale_up} 席` : "就不缺"}。`
        : `最忙时要 ${found.seats} 席，排班够用。`,
      ...(fees.length ? [`当月服务费：${fees.map(([model, fee]) => `${model} ${money(fee)} 元`).join("，")}。`] : []),
    ]);
  }
}

const scaleUp = ({ tier_one, tier_two }) => tier_one + tier_two;

const say = (node, lines) => node.replaceChildren(...lines.map((text) => element("span", { textContent: text })));

const root = document.querySelector("#surge-calculator");
if (root) new SurgePage(root, window.calculatorData);
