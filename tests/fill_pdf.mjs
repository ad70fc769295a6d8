// Fill a form with pdf.js and save it: node fill_pdf.mjs IN OUT '{"field": value}'; prints the number of widgets per field filled.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const [input, output, values] = process.argv.slice(2);
const wanted = JSON.parse(values);
const assets = dirname(dirname(dirname(fileURLToPath(import.meta.resolve("pdfjs-dist/legacy/build/pdf.mjs")))));
const document = await getDocument({
  data: new Uint8Array(readFileSync(input)), verbosity: 0,
  standardFontDataUrl: `${assets}/standard_fonts/`, cMapUrl: `${assets}/cmaps/`, cMapPacked: true,
}).promise;
const filled = {};
for (let number = 1; number <= document.numPages; number++) {
  for (const annotation of await (await document.getPage(number)).getAnnotations()) {
    if (!(annotation.fieldName in wanted)) continue;
    document.annotationStorage.setValue(annotation.id, { value: wanted[annotation.fieldName] });
    filled[annotation.fieldName] = (filled[annotation.fieldName] ?? 0) + 1;
  }
}
writeFileSync(output, await document.saveDocument());
console.log(JSON.stringify(filled));
