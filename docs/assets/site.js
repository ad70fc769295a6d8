/* 页面上的几件小事：复制合同文字、给检查清单计数、收放长表、让表格能用键盘滚动、对准页内跳转、让粘贴也能搜索。 */
"use strict";

/** 合同文字的干净副本：保留编号、小标题、正文和选项提示，去掉按钮、起草说明和链接；空白处写成【…】。 */
function contractCopy(section) {
  const copy = section.cloneNode(true);
  const all = (selector) => copy.querySelectorAll(selector);
  all(".contract-tools, .drafting-note, .anchor").forEach((node) => node.remove());
  all(".blank").forEach((node) => node.replaceWith(`【${node.textContent}】`));
  all("a, .check, .no, .material-mark").forEach((node) => node.replaceWith(node.textContent));
  all(".material p").forEach(embolden);
  all(".caption").forEach(runIn);
  all("table").forEach((table) => Object.assign(table, { border: "1", cellSpacing: "0" }));
  all("[id]").forEach((node) => node.removeAttribute("id"));
  return copy;
}

/** 加粗用标签：复制时浏览器按页面的安全策略过滤，style 属性留不下来。 */
function embolden(line) {
  const strong = document.createElement("b");
  strong.append(...line.childNodes);
  line.append(strong);
}

/** 小标题在网页上独占一行，在合同里和正文同一行。 */
function runIn(caption) {
  const strong = document.createElement("b");
  strong.textContent = caption.textContent.trim();
  const line = document.createElement("p");
  const body = caption.nextElementSibling;
  line.append(strong);
  if (body?.matches("p")) {
    line.append("　", ...body.childNodes);
    body.remove();
  }
  caption.replaceWith(line);
}

/** 同样的内容写成纯文本：一段一行，表格的一行也是一行，格之间用制表符。 */
function plainText(copy) {
  const text = (node) => node.textContent.replace(/\s+/g, " ").trim();
  return [...copy.querySelectorAll("h2, h3, h4, p, tr")]
    .filter((node) => !node.closest("td, th"))
    .map((node) => (node.matches("tr") ? [...node.cells].map(text).join("\t") : text(node)))
    .filter(Boolean)
    .join("\n");
}

/** 同时写入富文本和纯文本。网页不是 https 时没有 clipboard 接口，退回到 copy 事件。 */
async function writeClipboard(html, text) {
  const parts = { "text/html": html, "text/plain": text };
  if (navigator.clipboard?.write) {
    const blobs = Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]);
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  }
  const fill = (event) => {
    Object.entries(parts).forEach(([type, part]) => event.clipboardData.setData(type, part));
    event.preventDefault();
  };
  document.addEventListener("copy", fill, { once: true });
  if (!document.execCommand("copy")) throw new Error("浏览器没有允许复制");
}

function announcer(button) {
  const status = document.createElement("span");
  status.className = "copy-status";
  status.setAttribute("aria-live", "polite");
  button.before(status);
  return (message) => {
    status.textContent = message;
    setTimeout(() => (status.textContent = ""), 4000);
  };
}

function setUpCopying(button) {
  const announce = announcer(button);
  button.addEventListener("click", async () => {
    const copy = contractCopy(button.closest(".contract"));
    try {
      await writeClipboard(copy.outerHTML, plainText(copy));
      announce("已复制");
    } catch {
      announce("复制失败，请选中文字后手动复制");
    }
  });
}

/** 勾选只留在当前页面里，不写入浏览器存储。 */
function setUpChecklist(list) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const progress = document.createElement("p");
  progress.className = "checklist-progress";
  progress.setAttribute("aria-live", "polite");
  const count = () => (progress.textContent = `已核对 ${boxes.filter((box) => box.checked).length} / ${boxes.length} 项，关闭页面后不保留`);
  boxes.forEach((box) => (box.autocomplete = "off"));
  list.addEventListener("change", count);
  list.after(progress);
  count();
}

function makeScrollable(wrap) {
  if (wrap.scrollWidth <= wrap.clientWidth) return;
  wrap.tabIndex = 0;
  wrap.setAttribute("role", "group");
  wrap.setAttribute("aria-label", "表格，可左右滚动");
}

/** 长表在宽屏和打印时打开；手机上先收起，页面才快。 */
function setUpFolding(folded) {
  const open = () => folded.forEach((details) => (details.open = true));
  if (matchMedia("(min-width: 60em)").matches) open();
  addEventListener("beforeprint", open);
}

/** 屏幕外的款还没有排版，跳过去以后它们会变高变矮，把目标挤走：每一帧重新对准，到它不再动为止。 */
function settle(target, previous, still = 0, frames = 60) {
  const { top } = target.getBoundingClientRect();
  if (still > 5 || !frames) return;
  target.scrollIntoView({ behavior: "instant" });
  requestAnimationFrame(() => settle(target, top, Math.abs(top - previous) < 1 ? still + 1 : 0, frames - 1));
}

function settleOnTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  target.closest("details:not([open])")?.setAttribute("open", "");
  settle(target);
}

/** 主题只听按键，不听输入：粘贴、手写和语音输入后也要搜索。 */
function searchOnInput(box) {
  box.addEventListener("input", () => box.dispatchEvent(new KeyboardEvent("keyup")));
}

setUpFolding(document.querySelectorAll(".folded"));
document.querySelectorAll(".copy-clause").forEach(setUpCopying);
document.querySelectorAll(".checklist").forEach(setUpChecklist);
document.querySelectorAll(".md-search__input").forEach(searchOnInput);
// 只管新打开的和点击的；后退、刷新时浏览器会回到原来的位置。
addEventListener("click", ({ target }) => target.closest?.('a[href*="#"]') && requestAnimationFrame(settleOnTarget));
if (performance.getEntriesByType("navigation")[0]?.type === "navigate") addEventListener("load", settleOnTarget);
// 主题在自己的脚本里才给表格套上滚动框，等它跑完。
addEventListener("load", () => document.querySelectorAll(".md-typeset__scrollwrap").forEach(makeScrollable));
