/** 「逾期利息与付款期限」：最晚付款日落在哪一天，逾期到今天要付多少利息。 */

import { dueDate, lateInterest, paymentLimit } from "../operations/interest.js";
import { rounded, sum } from "../operations/rounding.js";
import { element, say } from "./element.js";
import { numberOf } from "./pasted.js";
import { Terms } from "./terms.js";

const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const money = (value) => `${value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} 元`;
const chinese = (iso) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");

class LatePaymentPage {
  constructor(root, data) {
    this.root = root;
    this.terms = new Terms(root.querySelector(".terms"), data, () => this.calculate(), ["payment_term_days"]);
    this.payments = root.querySelector(".payments");
    root.querySelector("[data-action=add]").addEventListener("click", () => this.addPayment());
    root.querySelector(".figures").addEventListener("input", () => this.calculate());
    this.calculate();
  }

  addPayment() {
    const box = (name, label, properties) => element("label", { textContent: label }, [element("input", { name, autocomplete: "off", ...properties })]);
    const remove = element("button", { type: "button", textContent: "删去" });
    const row = element("fieldset", { className: "payment" }, [
      element("legend"), box("date", "付款日", { type: "date" }), box("amount", "金额（元）", { type: "text", inputMode: "decimal" }), remove,
    ]);
    remove.addEventListener("click", () => {
      row.remove();
      this.renumber();
      this.root.querySelector("[data-action=add]").focus();
      this.calculate();
    });
    this.payments.append(row);
    this.renumber();
    row.querySelector("input").focus();
  }

  /** 删去一笔以后，余下的重新编号。 */
  renumber() {
    [...this.payments.children].forEach((row, index) => {
      row.querySelector("legend").textContent = `第 ${index + 1} 笔`;
      row.querySelector("button").ariaLabel = `删去第 ${index + 1} 笔`;
    });
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
    if (terms.payment_term_days === 0) problems.push("付款期限写的是 0：请写日数；合同里没有填写的，空着。");
    say(this.root.querySelector(".figures .note"), problems);
    this.root.querySelector(".result").hidden = !confirmed || problems.length > 0;
    if (confirmed && !problems.length) this.show({ terms, confirmed, holidays, workdays, lpr, unpaid, payments });
  }

  show({ terms, confirmed, holidays, workdays, lpr, unpaid, payments }) {
    const { payment_term_days: written = null, party_a_scale: payer, party_b_scale: payee } = terms;
    const { days, limit } = paymentLimit(written, payer, payee, this.box("reasoned").checked);
    const due = dueDate(confirmed, days, holidays, workdays, limit);
    const until = this.box("until").value;
    const verdict = [
      `最晚付款日：${chinese(due)}（${written === null ? "没有填写付款期限，" : ""}确认之日起 ${days} 日${postponed(confirmed, days, due, holidays, workdays)}）。`,
      written > days && `填写的 ${written} 日超过上限，按 ${days} 日算。`,
      !(payer && payee) && "没有选双方规模，付款期限的上限没有核对。",
    ];
    const rows = [];
    if (until && unpaid) {
      const result = lateInterest(unpaid, due, until, terms.late_interest_daily_rate, lpr, payments);
      const paid = rounded(sum(payments.filter(({ date }) => date <= until).map(({ amount }) => amount)), 2);
      verdict.push(
        result.segments.length
          ? `到 ${chinese(until)} 应付逾期利息 ${money(result.total)}，日利率 ${+result.daily_rate.toFixed(6)}%（按 365 日折合年利率 ${+(result.daily_rate * 365).toFixed(4)}%）${result.at_floor ? "，已按 LPR 下限" : ""}。`
          : `到 ${chinese(until)} 没有逾期利息。`,
        paid > 0 && (paid > unpaid ? `期间付的款比欠款多 ${money(rounded(paid - unpaid, 2))}，多付的没有抵利息。` : `本金还欠 ${money(rounded(unpaid - paid, 2))}。`),
        payments.some(({ date }) => date > until) && `${chinese(until)} 以后付的款没有算进来。`,
        lpr === null && "没有填 LPR，利率下限没有核对。",
        lpr !== null && (lpr < 1 || lpr > 10) && `LPR 填的是 ${lpr}%，请再核对：3% 就填 3。`,
      );
      rows.push(...result.segments.map(({ from, to, days: count, unpaid: rest, interest }) => [from, to, count, money(rest), money(interest)]));
    } else verdict.push("再写上逾期未付金额和利息算到哪一天，就能算利息。");
    say(this.root.querySelector(".verdict"), verdict.filter(Boolean), "span");
    this.root.querySelector(".result-table").hidden = !rows.length;
    this.root.querySelector(".result tbody").replaceChildren(...rows.map((row) => element("tr", {}, row.map((text) => element("td", { textContent: text })))));
  }
}

/** 最后一日不是工作日的，说明顺延了，或者碰到上限没有顺延。 */
function postponed(confirmed, days, due, holidays, workdays) {
  const last = new Date(Date.parse(`${confirmed}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  if (due !== last) return `，${chinese(last)}不是工作日，顺延`;
  return dueDate(confirmed, days, holidays, workdays) === last ? "" : "，当日不是工作日，但上限含顺延，不再顺延";
}

const root = document.querySelector("#late-payment-calculator");
if (root) new LatePaymentPage(root, window.calculatorData);
