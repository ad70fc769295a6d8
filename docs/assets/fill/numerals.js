/* 条号用的中文数字；与 macros/numerals.py 的 to_chinese 相同。 */

const DIGITS = "零一二三四五六七八九";

/** 1 到 9999：11 → 十一，110 → 一百一十，1034 → 一千零三十四。 */
export function toChinese(number) {
  let result = "";
  let gap = false;
  for (const [unit, value] of [["千", 1000], ["百", 100], ["十", 10], ["", 1]]) {
    const digit = Math.floor(number / value) % 10;
    if (digit) result += (gap && result ? "零" : "") + DIGITS[digit] + unit;
    gap = !digit;
  }
  return result.replace(/^一十/, "十");
}
