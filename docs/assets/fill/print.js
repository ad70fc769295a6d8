/** 打印：每页上下的文字写进 @page，窗口标题换成合同名，存成 PDF 时就是文件名。 */

export function setUpPrinting(title, version) {
  const sheet = new CSSStyleSheet();
  const text = (value) => JSON.stringify(value);
  sheet.replaceSync(`@page {
    @top-left { content: ${text(title)}; }
    @top-right { content: ${text(version)}; }
    @bottom-center { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; }
  }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const own = document.title;
  addEventListener("beforeprint", () => (document.title = title));
  addEventListener("afterprint", () => (document.title = own));
}
