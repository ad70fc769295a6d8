/** 造一个节点：属性照写，子节点在后。 */
export function element(tag, properties = {}, children = []) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** 一句一个节点；没有变的不重写，免得读屏软件再念一遍。 */
export function say(node, texts, tag = "p") {
  if (texts.join("") !== node.textContent) node.replaceChildren(...texts.map((textContent) => element(tag, { textContent })));
}
