/** 「逾期利息与付款期限」：最晚付款日落在哪一天，逾期到今天要付多少利息。 */

import { dueDate, lateInterest, paymentLimit } from "../operations/interest.js";
import { element } from "./element.js";
import { numberOf } from "./pasted.js";
import { Terms } from "./terms.js";

const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const money = (value) => `${value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} 元`;
const chinese = (iso) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");

class LatePaymentPage {
  constructor(root, data) {
    this.root = root;
    this.terms = new Terms(root.querySelector(".terms"), data, () => this.calculate());
    this.payments = root.querySelector(".payments");
    root.querySelector("[data-action=add]").addEventListener("click", () => this.addPayment());
    root.querySelector(".figures").addEventListener("input", () => this.calculate());
    this.calculate();
  }

  addPayment() {
    const number = this.payments.children.length + 1;
    const box = (name, type, label) => element("input", { type, name, ariaLabel: `第 ${number} 笔${label}`, autocomplete: "off", inputMode: type === "text" ? "decimal" : "" });
    const row = element("p", { className: "payment" }, [
      box("date", "date", "付款日"), box("amount", "text", "金额（元）"),
      element("button", { type: "button", textContent: "删去", ariaLabel: `删去第 ${number} 笔`, onclick: () => (row.remove(), this.calculate()) }),
    ]);
    this.payments.append(row);
    row.firstChild.focus();
  }

  box(name) {
    return this.root.querySelector(`.figures [name=${name}]`);
  }

  /** 一格里的数；读不懂的标出来并记进 problems。 */
  number(box, label, problems) {
    const value = numberOf(box.value);
    const wrong = Number.isNaN(value) || value < 0;
    if (wrong) {
      box.setAttribute("aria-invalid", "true");
      problems.push(`${label}写的是“${box.value}”，请写不小于 0 的数。`);
    } else box.removeAttribute("aria-invalid");
    return wrong ? null : value;
  }

  /** 用空格、逗号或换行隔开的日期；放假连着几天的可以写成“起～止”。 */
  dates(name, label, problems) {
    const days = [];
    for (const piece of this.box(name).value.split(/[\s,，、;；]+/).filter(Boolean)) {
      const ends = piece.split(/[~～至]/).map((text) => DATE.exec(text.trim()));
      const [first, last] = [ends[0], ends.at(-1)].map((found) => found && Date.UTC(found[1], found[2] - 1, found[3]));
      if (ends.length > 2 || !first || !last || last < first || last - first > 31 * 86_400_000) {
        problems.push(`${label}里的“${piece}”看不懂：写成 2027-02-05，连着几天的写 2027-02-05～2027-02-11。`);
        continue;
      }
      for (let day = first; day <= last; day += 86_400_000) days.push(new Date(day).toISOString().slice(0, 10));
    }
    return days;
  }

  calculate() {
    const problems = [];
    const terms = this.terms.values();
    const confirmed = this.box("confirmed").value;
    const holidays = this.dates("holidays", "放假日", problems);
    const workdays = this.dates("workdays", "调休上班日", problems);
    const lpr = this.number(this.box("lpr"), "LPR", problems);
    const unpaid = this.number(this.box("unpaid"), "逾期未付金额", problems);
    const payments = [...this.payments.children].flatMap((row, index) => {
      const [date, amount] = row.querySelectorAll("input");
      const paid = this.number(amount, `第 ${index + 1} 笔的金额`, problems);
      if (Boolean(date.value) !== Boolean(paid)) problems.push(`第 ${index + 1} 笔要同时写日期和金额。`);
      return date.value && paid ? [{ date: date.value, amount: paid }] : [];
    });
    this.root.querySelector(".figures .note").replaceChildren(...problems.map((text) => element("p", { textContent: text })));
    this.root.querySelector(".result").hidden = !confirmed || problems.length > 0;
    if (confirmed && !problems.length) this.show({ terms, confirmed, holidays, workdays, lpr, unpaid, payments });
  }

  show({ terms, confirmed, holidays, workdays, lpr, unpaid, payments }) {
    const { days, limit } = paymentLimit(terms.payment_term_days ?? null, terms.party_a_scale, terms.party_b_scale, this.box("reasoned").checked);
    const due = dueDate(confirmed, days, holidays, workdays, limit);
    const cut = terms.payment_term_days && days !== terms.payment_term_days ? `填写的 ${terms.payment_term_days} 日超过上限，按 ${days} 日算。` : "";
    const verdict = [`最晚付款日：${chinese(due)}（确认之日起 ${days} 日${due === dueDate(confirmed, days, [], [], limit) ? "" : "，按放假安排顺延"}）。${cut}`];
    const until = this.box("until").value;
    const rows = [];
    if (until && unpaid) {
      const result = lateInterest(unpaid, due, until, terms.late_interest_daily_rate, lpr, payments);
      verdict.push(
        result.total
          ? `到 ${chinese(until)} 应付逾期利息 ${money(result.total)}，日利率 ${+result.daily_rate.toFixed(6)}%（按 365 日折合年利率 ${+(result.daily_rate * 365).toFixed(4)}%）${result.at_floor ? "，已按 LPR 下限" : ""}。`
          : `到 ${chinese(until)} 没有逾期。`,
      );
      if (lpr === null) verdict.push("没有填 LPR，利率下限没有核对。");
      rows.push(...result.segments.map(({ from, to, days: count, unpaid: rest, interest }) => [from, to, count, money(rest), money(interest)]));
    }
    this.root.querySelector(".verdict").replaceChildren(...verdict.map((text) => element("span", { textContent: text })));
    this.root.querySelector(".result-table").hidden = !rows.length;
    this.root.querySelector(".result tbody").replaceChildren(...rows.map((row) => element("tr", {}, row.map((text) => element("td", { textContent: text })))));
  }
}

const root = document.querySelector("#late-payment-calculator");
if (root) new LatePaymentPage(root, window.calculatorData);
