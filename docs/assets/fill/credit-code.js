/* 统一社会信用代码的校验码（GB 32100）。与 macros/credit_code.py 一一对应。 */

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // 没有 I、O、S、V、Z
const LENGTH = 18;

/** 是不是 18 位、末位校验码正确的统一社会信用代码；小写字母当作大写。 */
export function isCreditCode(text) {
  const values = [...text.toUpperCase()].map((char) => ALPHABET.indexOf(char));
  if (values.length !== LENGTH || values.includes(-1)) return false;
  let weight = 1;
  let total = values[LENGTH - 1];
  for (const value of values.slice(0, -1)) {
    total += value * weight;
    weight = (weight * 3) % ALPHABET.length;
  }
  return total % ALPHABET.length === 0;
}
