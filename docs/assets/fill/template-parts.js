/* 拆开做好的可填写版：不变的文字，和它们之间的空白、选项段、有编号的段落、引用。
   与 scripts/word/template_parts.py 一一对应。 */

import { quoted } from "./runs.js";

const MAIN_LIST = "1";
const FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>';
const OPTION_END = "</w:sdtContent></w:sdt>";
const OPTION =
  '(?<frame><w:sdt><w:sdtPr><w:alias [^<>]*/><w:tag w:val="opt:(?<condition>[^"]*)"/><w:id [^<>]*/></w:sdtPr><w:sdtContent>)' +
  '(?<note><w:p><w:pPr><w:pStyle w:val="OptionNote"/>.*?</w:p>)';
const NOTICE = '(?<notice><w:p><w:pPr><w:pStyle w:val="Notice"/>.*?</w:p>)';
const BLANK = `<w:sdt>(?<setup><w:sdtPr>.*?<w:tag w:val="(?<key>\\w+)"/>.*?</w:sdtPr>)<w:sdtContent>.*?${OPTION_END}`;
const PARAGRAPH =
  '(?<opening><w:pPr>(?<heading><w:pStyle w:val="Heading1"/>)?(?:<w:[^<>]*/>)*)' +
  '(?<place><w:numPr><w:ilvl w:val="(?<level>\\d)"/><w:numId w:val="(?<list>\\d+)"/></w:numPr>)?(?<rest>(?:<w:[^<>]*/>)*</w:pPr>)' +
  '(?<mark><w:bookmarkStart w:id="\\d+" w:name="(?<bookmark>\\w+)"/>)?';
const REFERENCE =
  '(?<field><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF (?<target>\\w+) [^<>]*</w:instrText></w:r>' +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r>)<w:r>.*?</w:r>${FIELD_END}`;
const PIECE = new RegExp(`${NOTICE}|${OPTION}|${BLANK}|${PARAGRAPH}|${REFERENCE}|(?<end>${OPTION_END})`, "g");
// 控件在这里记下状态：哪一天、选了哪一项、是否勾选。
const STATE = /(<w:date|<w:dropDownList|<w14:checked)(?: w14:val="\d")?(?=\/?>)/;

/** 属于范本而不属于合同的东西，例如选项框的一头：控件还在时的写法，和只有文字时的写法。 */
const frame = (live, flat) => ({ type: "frame", live, flat });

export const OPTION_CLOSING = frame(OPTION_END, "");

/** document.xml 的各段，依原来的次序：字符串，或者带 type 的对象；选项段装着它里面的各段。 */
export function takeApart(xml) {
  const openLists = [[]];
  let position = 0;
  for (const match of xml.matchAll(PIECE)) {
    const found = match.groups;
    if (found.opening && !(found.heading || found.place)) continue;
    openLists.at(-1).push(xml.slice(position, match.index));
    position = match.index + match[0].length;
    if (found.end) {
      openLists.pop();
      continue;
    }
    const segment = segmentOf(found);
    openLists.at(-1).push(segment);
    if (segment.type === "option") openLists.push(segment.segments);
  }
  openLists.at(-1).push(xml.slice(position));
  return openLists.pop();
}

function segmentOf(found) {
  if (found.notice) return frame(found.notice, "");
  if (found.frame) return optionOf(found);
  if (found.key) return blankOf(found.key, found.setup.replace("<w:showingPlcHdr/>", ""));
  if (found.opening) return numberedOf(found);
  return { type: "reference", target: found.target, field: found.field, end: FIELD_END };
}

function optionOf({ condition, frame: opening, note }) {
  const [, key, values] = /^(\w+)=?(.*)$/.exec(condition);
  return {
    type: "option", key, values: values ? values.split("、") : [], segments: [],
    opening: frame(opening + note, note.replace("不适用时删除本框", "不适用时删除")),
  };
}

export function applies(option, shown) {
  return option.values.length ? option.values.includes(quoted(shown)) : shown === true;
}

/** 内容控件，到文字为止。日期、列表和勾选框（kind，即 setup 的末尾）把状态写在 rest 之前。 */
function blankOf(key, setup) {
  const state = STATE.exec(setup);
  if (!state) return { type: "blank", key, kind: "", setup, rest: "" };
  const [whole, kind] = state;
  return { type: "blank", key, kind, setup: setup.slice(0, state.index) + kind, rest: setup.slice(state.index + whole.length) };
}

/** 条、款、项的开头：段落属性，去掉自动编号的段落属性，引用所指的书签。 */
function numberedOf({ opening, place = "", rest, list = MAIN_LIST, level = "0", mark = "", bookmark = "" }) {
  return { type: "numbered", list, level: Number(level), live: opening + place + rest, flat: opening + rest, mark, bookmark };
}
