// Fill a built DOCX as the browser does: node fill_word.mjs DOCX; every line of stdin is a JSON object {shown, stored, kind, out}, answered with the milliseconds it took.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fillTemplate, openTemplate } from "../docs/assets/fill/docx.js";

const template = openTemplate(new Uint8Array(readFileSync(process.argv[2])));
for await (const line of createInterface({ input: process.stdin })) {
  const { shown, stored, kind, out } = JSON.parse(line);
  const started = performance.now();
  const filled = fillTemplate(template, shown, stored, kind);
  const took = performance.now() - started;
  writeFileSync(out, filled);
  console.log(took.toFixed(1));
}
