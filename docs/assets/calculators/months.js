/** 考核月的写法：认出年月，看次序对不对、是不是季度末。 */

const CHINESE = ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];
const FORMS = [/^(?:(\d{4})年)?(\d{1,2})月份?(?:\d{1,2}日)?$/, /^(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2}(?:\s.*)?)?$/, /^(\d{4})(\d{2})$/];
const TOTAL = /^(合计|总计|小计|平均|汇总|累计|全年)/;

/** {year, month}，没有写年的 year 是 null；认不出的是 null。 */
export function monthOf(label) {
  const text = label.normalize("NFKC").trim().replace(/\s*([年月日])\s*/g, "$1");
  if (CHINESE.includes(text)) return { year: null, month: CHINESE.indexOf(text) + 1 };
  const found = FORMS.map((form) => form.exec(text)).find(Boolean);
  const month = Number(found?.[2]);
  return month >= 1 && month <= 12 ? { year: found[1] ? Number(found[1]) : null, month } : null;
}

/** 合计行、重复、次序不对、中间缺月的；rows：[{label, line}]。认不出的月份不查次序。 */
export function monthProblems(rows) {
  const months = rows.map(({ label }) => monthOf(label));
  return rows.flatMap(({ label, line }, index) => {
    if (TOTAL.test(label)) return [`第 ${line} 行是“${label}”：每行一个考核月，请删去这一行。`];
    const [before, month] = [months[index - 1], months[index]];
    if (!before || !month) return [];
    const named = `第 ${line} 行的${label}接在${rows[index - 1].label}后面`;
    const whole = before.year !== null && month.year !== null;
    const step = whole ? (month.year - before.year) * 12 + month.month - before.month : (month.month - before.month + 12) % 12;
    if (step === 1) return [];
    if (step === 0) return [`第 ${line} 行又写了一遍${label}：一个考核月只留一行。`];
    if (step < 0) return [`${named}：请从早到晚排。`];
    return [`${named}，中间缺了月份：补上，或者检查次序；连续几个月怎样，要一个月一个月地看。`];
  });
}

/** 每个月是不是季度的最后一个月：都认得出月份的按自然季度，不然每三行算一季。 */
export function quarterEnds(labels) {
  const months = labels.map(monthOf);
  return months.map((found, index) => (months.every(Boolean) ? found.month : index + 1) % 3 === 0);
}
