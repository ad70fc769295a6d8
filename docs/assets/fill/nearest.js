/* 最接近的词：与 Python 的 difflib.get_close_matches(n=1, cutoff=0.5) 同一算法，对应 macros/problems.py。 */

const CUTOFF = 0.5;

/** 最接近的已知词写成一句提示；没有接近的，返回空字符串。 */
export function nearest(word, known) {
  const found = closest(word, known);
  return found && `最接近的是“${found}”。`;
}

function closest(word, known) {
  const letters = [...word];
  let best = "";
  let bestRatio = CUTOFF;
  for (const candidate of known) {
    const other = [...candidate];
    const longest = (2 * Math.min(other.length, letters.length)) / (other.length + letters.length);
    if (!(longest >= bestRatio)) continue;
    const ratio = (2 * matching(other, letters)) / (other.length + letters.length);
    if (ratio > bestRatio || (ratio === bestRatio && candidate > best)) [best, bestRatio] = [candidate, ratio];
  }
  return best;
}

/** 相同的字数：先找最长的公共片段，再在它的左右两边分别找。 */
function matching(a, b) {
  const { size, inA, inB } = longestRun(a, b);
  if (!size) return 0;
  return size + matching(a.slice(0, inA), b.slice(0, inB)) + matching(a.slice(inA + size), b.slice(inB + size));
}

/** 最长的公共片段；一样长的取 a 中最靠前的，再取 b 中最靠前的。 */
function longestRun(a, b) {
  let best = { size: 0, inA: 0, inB: 0 };
  let previous = [];
  a.forEach((letter, i) => {
    const runs = [];
    b.forEach((other, j) => {
      if (letter !== other) return;
      const size = (runs[j] = (previous[j - 1] ?? 0) + 1);
      if (size > best.size) best = { size, inA: i - size + 1, inB: j - size + 1 };
    });
    previous = runs;
  });
  return best;
}
