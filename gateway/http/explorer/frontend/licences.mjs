// The notices of every package that has code in the bundle.
import { readdir } from "node:fs/promises";
import { join } from "node:path";

const NOTICE = /^(licen[cs]e|copying|notice|thirdpartynotices)/i;
const PACKAGE = /^node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)/;

/** One text with name, version, licence and notice of the packages that `inputs` (paths from `root`) come from. */
export async function thirdParty(inputs, root, readFile) {
  const folders = new Map();
  for (const input of inputs) {
    const match = PACKAGE.exec(input);
    if (match) {
      folders.set(match[0], match[1]);
    }
  }
  const parts = ["The files in this folder hold code of the packages below, each under its own licence."];
  for (const folder of [...folders.keys()].sort()) {
    const about = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
    const names = (await readdir(join(root, folder))).filter((name) => NOTICE.test(name)).sort();
    const notices = await Promise.all(names.map((name) => readFile(join(root, folder, name), "utf8")));
    parts.push([`${about.name} ${about.version} (${about.license})`, ...notices.map((text) => text.trim())].join("\n\n"));
  }
  return `${parts.join(`\n\n${"-".repeat(100)}\n\n`)}\n`;
}
