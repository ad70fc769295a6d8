/* Word 里的一串文字写成 XML；与 scripts/word/runs.py 一一对应。 */

const SYMBOL_FONTS = ["ascii", "hAnsi", "eastAsia", "cs"].map((script) => ` w:${script}="Segoe UI Symbol"`).join("");
const HINT = '<w:rFonts w:hint="eastAsia"/>';
export const FILLED = `<w:rStyle w:val="FieldText"/>${HINT}<w:u w:val="single"/>`;
export const PENDING_MARK = `<w:rStyle w:val="FieldText"/>${HINT}<w:highlight w:val="yellow"/><w:u w:val="single"/>`;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

export const escape = (text) => text.replace(/[&<>]/g, (character) => ENTITIES[character]);

/** 写在双引号之间的值。 */
export const quoted = (value) => escape(value).replaceAll('"', "&quot;");

export function run(text, properties = HINT) {
  const lines = text.split("\n").map((line) => `<w:t xml:space="preserve">${escape(line)}</w:t>`);
  return `<w:r><w:rPr>${properties}</w:rPr>${lines.join("<w:br/>")}</w:r>`;
}

/** ☐ 或 ☑，用有这两个字的字体。 */
export const box = (ticked) => run(ticked ? "☑" : "☐", `<w:rFonts${SYMBOL_FONTS}/>`);
