/** 把做好的文件交给浏览器下载；内容不离开这台设备。 */

const TYPES = {
  csv: "text/csv",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  json: "application/json",
  png: "image/png",
  zip: "application/zip",
};

export function offer(name, data) {
  const address = URL.createObjectURL(new Blob([data], { type: TYPES[name.split(".").pop()] }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
