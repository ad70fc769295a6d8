/* 核对报告：填写值碰到的法律界限，还有哪些没定。与 scripts/filling_report.py 逐字一致。 */

import { shown, unanswered } from "./answers.js";
import { LEVELS } from "./limits.js";

export function renderReport(answers, found, form) {
  const labels = Object.fromEntries(form.fields.map(({ key, label }) => [key, label]));
  const printed = shown(answers, form);
  const whole = form.documents.length > 1;
  const home = Object.fromEntries(form.documents.toReversed().flatMap(({ title, keys }) => keys.map((key) => [key, whole ? `（${title}）` : ""])));
  const lines = [`《${form.title}》${whole ? "整套文件" : ""}核对报告`, `范本版本 ${form.version} · 法规核对至 ${form.law_date} · 不构成法律意见`];
  for (const level of LEVELS) {
    const findings = found.filter((finding) => finding.level === level);
    if (findings.length) lines.push("", `【${level}】${findings.length} 处`);
    findings.forEach((finding, index) => {
      const values = finding.fields.filter((key) => key in labels).map((key) => `${labels[key]}：${brief(printed[key])}`);
      lines.push("", `${index + 1}. ${finding.topic}：${finding.message}`);
      if (values.length) lines.push(`   现在填的：${values.join("；")}`);
      lines.push(`   怎么改：${finding.remedy}`);
      if (finding.safer_value !== null) lines.push(`   可以改为：${finding.safer_value}`);
      if (finding.law) lines.push(`   依据：${basis(finding.law)}`);
    });
  }
  if (!found.length) lines.push("", "没有发现问题。");
  const open = unanswered(answers, form);
  if (open.length) lines.push("", `还没有定，会印成【待定】的 ${open.length} 项：`, ...open.map((key) => `  ${labels[key]}${home[key]}`));
  lines.push("", "本报告只核对登记过的界限和用语，没有列出的不等于没有问题。签署前请由执业律师结合具体交易审核。");
  return `${lines.join("\n")}\n`;
}

const basis = (law) => `${law.citation}（${law.title}；${law.effective} 起施行，${law.checked_on} 核对）`;

/** 一行，只留开头。 */
function brief(value) {
  if (typeof value === "boolean") return value ? "勾选" : "不勾选";
  const letters = [...value.replaceAll("\n", " ")];
  return letters.length > 40 ? `${letters.slice(0, 40).join("")}……` : letters.join("");
}
