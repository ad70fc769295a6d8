/* 全站只有这一种取整。与 macros/operations/rounding.py 一一对应。 */

const NOISE = 1e-7;

/** 四舍五入，一半向远离零的方向进。 */
export function rounded(x, digits) {
  const scale = 10 ** digits;
  const size = Math.floor(Math.abs(x) * scale + 0.5 + NOISE) / scale;
  return x < 0 && size ? -size : size;
}

/** 向上取整；浮点数的零头不算。 */
export const ceiling = (x) => Math.ceil(rounded(x, 6));

export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
