// Builds the explorer into ../static: `npm ci && npm run build`. The result is committed, so that a machine with
// nothing but Python serves it; a build from the same lock file gives the same bytes.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { speakDutch } from "./dutch.mjs";
import { thirdParty } from "./licences.mjs";

const ROOT = import.meta.dirname;
const STATIC = resolve(ROOT, "../static");
const MAIN = "src/main.jsx";
const EDITOR = "src/editor.jsx";
const WORKERS = {
  editor: "node_modules/monaco-editor/esm/vs/editor/editor.worker.js",
  json: "node_modules/monaco-editor/esm/vs/language/json/json.worker.js",
  graphql: "node_modules/monaco-graphql/esm/graphql.worker.js",
};

const ourMonaco = {
  name: "our-monaco",
  setup(build) {
    build.onResolve({ filter: /\/edcore\.main\.js$/ }, () => ({ path: resolve(ROOT, "src/monaco.js") }));
  },
};

function bundle() {
  return esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [MAIN, ...Object.values(WORKERS)],
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    outdir: STATIC,
    publicPath: "/explorer/",
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "file", ".ttf": "file" },
    define: { "process.env.NODE_ENV": '"production"' },
    // GraphiQL asks for these by names that lead to CommonJS twins, which hide what they export.
    alias: { "prettier/parser-babel": "prettier/plugins/babel", "prettier/parser-graphql": "prettier/plugins/graphql" },
    external: ["graphql-ws"], // the toolkit asks for it only when given the URL of a WebSocket
    legalComments: "none", // the notices stand in THIRD_PARTY.txt
    logLevel: "warning",
    plugins: [ourMonaco, speakDutch],
  });
}

function byEntry(outputs, entry) {
  const found = Object.entries(outputs).find(([, output]) => output.entryPoint === entry);
  return { path: found[0], ...found[1] };
}

/** Every script that `path` cannot run without, itself included. */
function needed(outputs, path, seen = new Set()) {
  seen.add(path);
  for (const { path: next, kind } of outputs[path].imports) {
    if (kind === "import-statement" && !seen.has(next)) {
      needed(outputs, next, seen);
    }
  }
  return seen;
}

function manifest(outputs) {
  const main = byEntry(outputs, MAIN);
  const editor = byEntry(outputs, EDITOR);
  const scripts = new Set([...needed(outputs, main.path), ...needed(outputs, editor.path)]);
  scripts.delete(main.path);
  const icon = Object.keys(outputs).find((path) => path.endsWith(".svg"));
  return {
    script: basename(main.path),
    style: basename(main.cssBundle), // holds the style of all that the page can load later, too
    preload: [...scripts].map((path) => basename(path)).sort(),
    icon: basename(icon),
    workers: Object.fromEntries(
      Object.entries(WORKERS).map(([label, entry]) => [label, basename(byEntry(outputs, entry).path)]),
    ),
  };
}

/** The digest of everything that a build is made from, so that a test can tell when what is committed is not it. */
async function sourceDigest() {
  const here = (await readdir(ROOT)).filter((name) => /\.(mjs|json)$/.test(name));
  const source = (await readdir(join(ROOT, "src"))).map((name) => `src/${name}`);
  const digest = createHash("sha256");
  for (const name of [...here, ...source].sort()) {
    digest.update(`${name}\n`).update(await readFile(join(ROOT, name)));
  }
  return digest.digest("hex");
}

const { outputFiles, metafile } = await bundle();
const entries = { ...manifest(metafile.outputs), source: await sourceDigest() };
// Style sheets of chunks that are loaded later repeat what the page's one sheet has; nothing would load them.
const kept = outputFiles.filter(({ path }) => !path.endsWith(".css") || basename(path) === entries.style);

await rm(STATIC, { recursive: true, force: true });
await mkdir(STATIC);
for (const { path, contents } of kept) {
  await writeFile(path, contents);
}
await writeFile(join(STATIC, "manifest.json"), `${JSON.stringify(entries, null, 2)}\n`);
await writeFile(join(STATIC, "THIRD_PARTY.txt"), await thirdParty(Object.keys(metafile.inputs), ROOT, readFile));
const size = kept.reduce((total, { contents }) => total + contents.length, 0);
console.log(`${kept.length} files, ${(size / 1e6).toFixed(1)} MB`);
