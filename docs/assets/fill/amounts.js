/* 人民币大写，按《正确填写票据和结算凭证的基本规定》。与 macros/amounts.py 一一对应，两边用同一组 tests/vectors 核对。 */

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const UNITS = [[100_000_000, "亿"], [10_000, "万"], [1000, "仟"], [100, "佰"], [10, "拾"]];

/**
 * 104000.50 → 人民币壹拾万肆仟元伍角整。
 * @param {string} amount 整数部分不超过 15 位，小数不超过 2 位
 */
export function amountInWords(amount) {
  const [yuan, cents = ""] = amount.split(".");
  const [jiao, fen] = [...`${cents}00`].slice(0, 2).map(Number);
  let words = Number(yuan) ? `${integer(Number(yuan))}元` : "";
  if (jiao) words += `${DIGITS[jiao]}角`;
  if (fen) words += `${words && !jiao ? "零" : ""}${DIGITS[fen]}分`;
  return `人民币${words || "零元"}${fen ? "" : "整"}`;
}

/** 正整数；两个数字之间不管有几个 0，只写一个“零”。 */
function integer(number) {
  const [value, unit] = UNITS.find(([value]) => number >= value) ?? [1, ""];
  if (!unit) return DIGITS[number];
  const rest = number % value;
  const gap = rest > 0 && rest < value / 10 ? "零" : "";
  return `${integer(Math.floor(number / value))}${unit}${gap}${rest ? integer(rest) : ""}`;
}
