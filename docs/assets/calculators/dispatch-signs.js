/** 真外包自测：回答怎样变成结果，文字里怎样找信号。
    scan 与 macros/dispatch_scan.py 一一对应；规则写在 templates/dispatch_signs.yml。 */

/** answers：题的键 → 是、否、不清楚，没有答的不写。
    不清楚的、没答的、相互矛盾的，先按“不是信号”算一遍（low），再按“是信号”算一遍（high）：两遍落在同一档才下结论。 */
export function assess(answers, { signs, conflicts, verdicts }) {
  const clashes = conflicts.filter((conflict) => Object.entries(conflict.answers).every(([key, answer]) => answers[key] === answer));
  const clashing = new Set(clashes.flatMap((conflict) => Object.keys(conflict.answers)));
  const keys = Object.keys(signs);
  const open = keys.filter((key) => clashing.has(key) || !["是", "否"].includes(answers[key]));
  const found = keys.filter((key) => !open.includes(key) && answers[key] === signs[key].sign);
  const points = (list) => list.reduce((sum, key) => sum + signs[key].weight, 0);
  const band = (list) => {
    const sum = points(list);
    if (sum >= verdicts.many.least) return "many";
    return sum <= verdicts.few.most && list.every((key) => signs[key].weight < 3) ? "few" : "some";
  };
  const sure = band(found) === band([...found, ...open]);
  return {
    verdict: sure ? band(found) : "unsure",
    low: points(found),
    high: points([...found, ...open]),
    total: points(keys),
    found: found.sort((a, b) => signs[b].weight - signs[a].weight),
    unknown: open.filter((key) => !clashing.has(key)),
    clashes: clashes.map(({ why, answers: pair }) => ({ why, keys: Object.keys(pair) })),
  };
}

const PIECE = /([^。！？!?；;\n]*)([。！？!?；;\n]|$)/g;
const MARKERS = {
  brackets: /^[（(][0-9一二三四五六七八九十]{1,3}[）)]/,
  number: /^[0-9]{1,2}[.．、)）]/,
  chinese: /^[一二三四五六七八九十]{1,3}、/,
  circle: /^[①-⑳]/,
  bullet: /^[-•·*—]/,
};
const SPACES = /^[ \t\r\u3000\u00a0]+|[ \t\r\u3000\u00a0]+$/g;

/** rules：登记表 scan 一节。naming 把使用者的叫法换成甲方、乙方，只用来核对，不改显示的句子。 */
export function scan(text, rules, naming = (sentence) => sentence) {
  const negation = new RegExp(rules.negation, "u");
  const harmless = new RegExp(rules.harmless, "u");
  const patterns = rules.rules.map((rule) => [rule, new RegExp(rule.pattern, "gu")]);
  const findings = [];
  for (const [sentence, named, denied] of sentences(text, negation, naming)) {
    const found = new Map();
    for (const [rule, pattern] of patterns) {
      const words = wordsFound(named, denied, rule, pattern, negation, harmless);
      if (words && !found.has(rule.sign)) found.set(rule.sign, { sign: rule.sign, words, depends: rule.depends, reword: rule.reword });
    }
    if (found.size) findings.push({ sentence, signs: [...found.values()] });
  }
  return { verdict: verdict(text, findings, rules), findings };
}

/** 使用者的叫法 → 甲方、乙方。names：{甲方: "店铺名、店长姓名", 乙方: "……"} */
export function namer(names) {
  const pairs = Object.entries(names).flatMap(([role, list]) => list.split(/[、，,；;\s]+/).filter(Boolean).map((name) => [name, role]));
  pairs.sort(([a], [b]) => b.length - a.length);
  return (sentence) => pairs.reduce((named, [name, role]) => named.replaceAll(name, role), sentence);
}

function verdict(text, findings, { least, topics }) {
  if (findings.length) return findings.every(({ signs }) => signs.every(({ depends }) => depends)) ? "depends" : "found";
  const count = (pattern) => text.match(pattern)?.length ?? 0;
  const chinese = count(/[\u4e00-\u9fff]/g);
  if (chinese < count(/[A-Za-z]/g)) return "foreign";
  if (chinese < least) return "short";
  return new RegExp(topics, "u").test(text) ? "clear" : "off_topic";
}

/** 一句一句，连同从第几个字起被“不得有下列行为：”一类的引导语否定；没有引导语的是句长。 */
function* sentences(text, negation, naming) {
  let [lead, style, before] = [null, null, ""]; // lead：带引导语那一句的编号样式；style：下面各项的编号样式
  for (const [, piece, end] of text.matchAll(PIECE)) {
    const sentence = piece.replace(SPACES, "");
    if (!sentence) continue;
    const named = naming(sentence);
    const marker = Object.keys(MARKERS).find((name) => MARKERS[name].test(named)) ?? "";
    if (lead !== null && style === null && marker !== lead) style = marker;
    const inherits = lead !== null && (["；", ";", ":"].includes(before) || (marker !== "" && marker === style));
    const colon = Math.max(named.lastIndexOf("："), named.lastIndexOf(":"));
    let denied = inherits ? 0 : named.length;
    if (colon >= 0 && !inherits) {
      const leads = negation.test(named.slice(0, colon));
      [lead, style] = [leads ? marker : null, null];
      if (leads) denied = colon;
    } else if (!inherits) {
      [lead, style] = [null, null];
    }
    before = colon === named.length - 1 ? ":" : end;
    yield [sentence, named, denied];
  }
}

/** 命中而且没有别的字使它无妨的第一处。 */
function wordsFound(sentence, denied, { unless, even_if: evenIf }, pattern, negation, harmless) {
  if (unless.some((word) => sentence.includes(word))) return "";
  pattern.lastIndex = 0;
  for (let found = pattern.exec(sentence); found; found = pattern.exec(sentence)) {
    const [words] = found;
    pattern.lastIndex = found.index + 1;
    const before = sentence.slice(0, found.index);
    const clause = Math.max(...["，", ",", "：", ":"].map((mark) => before.lastIndexOf(mark))) + 1;
    const refused = found.index >= denied || negation.test(sentence.slice(clause, found.index + words.length));
    if (refused && !evenIf.includes("negation")) continue;
    if (harmless.test(words) && !evenIf.includes("harmless")) continue;
    return words;
  }
  return "";
}
