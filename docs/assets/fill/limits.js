/* 填写值里不合法、有风险或者值得再想想的地方。
   与 macros/limit_checks.py 一一对应；规则的含义写在 templates/limits.yml 的开头。 */

import { NUMBERS } from "./answer-values.js";
import { applies } from "./answers.js";
import { isCreditCode } from "./credit-code.js";

export const LEVELS = ["违法或无效", "高风险", "建议", "提示"];
const TERM_MONTHS = "term_months";
const COMPARE = {
  "<=": (left, right) => left <= right,
  "<": (left, right) => left < right,
  ">=": (left, right) => left >= right,
  ">": (left, right) => left > right,
  "==": (left, right) => left === right,
};

/** 严重的在前；同一级别先列界限，再列用语。 */
export function findings(answers, form) {
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const found = form.limits.filter((limit) => objects(limit, answers, fields)).map(finding);
  const rules = form.wording.map((rule) => [rule, compiled(rule.pattern)]);
  for (const field of form.fields) {
    if (["text", "long_text"].includes(field.type) && answers.states[field.key] === "given") {
      found.push(...wordingFindings(field, answers.values[field.key], rules));
    }
  }
  return found.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

function finding({ id, level, fields, topic, message, remedy, safer_value, law }) {
  return { id, level, fields, topic, message, remedy, safer_value, law };
}

function objects({ fields: keys, applies_when, rule }, answers, fields) {
  const [first] = keys;
  if (!applies(answers, first) || !applies_when.every(({ field, in: allowed }) => allowed.includes(answers.values[field]))) return false;
  if (rule.op === "none") return true;
  if (rule.op === "filled") return ["unknown", "missing", "blank"].includes(answers.states[first]);
  const left = (rule.op === "sum" ? keys : [first]).map((key) => quantity(key, answers, fields));
  const right = bound(rule, answers, fields);
  return !left.includes(undefined) && right !== undefined && !satisfied(rule.op, left, right);
}

function satisfied(op, left, right) {
  const [value] = left;
  switch (op) {
    case "sum":
      return rounded(left.reduce((total, term) => total + term, 0)) === right;
    case "in":
      return right.includes(value);
    case "range":
      return right[0] <= value && value <= right[1];
    case "credit_code":
      return isCreditCode(value);
    case "contains_any":
      return right.some((word) => value.includes(word));
    case "contains_none":
      return !right.some((word) => value.includes(word));
    default:
      return COMPARE[op](value, right);
  }
}

/** 第一项与什么比较；缺着填写值时是 undefined。 */
function bound(rule, answers, fields) {
  if (rule.field) return quantity(rule.field, answers, fields);
  if (!rule.product) return rule.value ?? "";
  const factors = rule.product.fields.map((key) => quantity(key, answers, fields));
  return factors.includes(undefined) ? undefined : rounded(factors.reduce((product, factor) => product * factor, rule.product.factor));
}

/** 数字、2026-12-01 那样的日期，其他照旧；没有填写值时是 undefined。 */
function quantity(key, { values }, fields) {
  if (key === TERM_MONTHS) return termMonths(values.term_start, values.term_end);
  return key in values && NUMBERS.includes(fields.get(key).type) ? Number(values[key]) : values[key];
}

/** 合作期限有几个月，含最后一日：整月数，加上零头的三十分之几。 */
function termMonths(start, end) {
  if (!start || !end || end < start) return undefined;
  const first = new Date(start);
  const after = new Date(end);
  after.setUTCDate(after.getUTCDate() + 1);
  const months = (after.getUTCFullYear() - first.getUTCFullYear()) * 12 + (after.getUTCMonth() - first.getUTCMonth());
  return months + (after.getUTCDate() - first.getUTCDate()) / 30;
}

/** 填写值最多六位小数，再往后只是浮点数的误差。 */
function rounded(number) {
  return Math.floor(number * 1e6 + 0.5) / 1e6;
}

function wordingFindings({ key, label }, text, rules) {
  return rules
    .filter(([, regex]) => regex.test(text))
    .map(([rule, regex]) => [rule, wordsFound(text, rule, regex)])
    .filter(([, words]) => words)
    .map(([{ why, instead, law }, words]) => ({
      id: "wording", level: "高风险", fields: [key], topic: "用语",
      message: `【${label}】里的“${words}”：${why}。`, remedy: `${instead}。`, safer_value: null, law,
    }));
}

/** 第一句里犯忌的词句；同一句里有 unless 的词就没有妨碍。 */
function wordsFound(text, { unless }, regex) {
  for (const sentence of text.split(/[。；\n]/)) {
    const found = regex.exec(sentence);
    if (found && !unless.some((word) => sentence.includes(word))) return found[0];
  }
  return "";
}

const regexes = new Map();

function compiled(pattern) {
  if (!regexes.has(pattern)) regexes.set(pattern, new RegExp(pattern, "u"));
  return regexes.get(pattern);
}
