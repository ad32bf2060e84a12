// Composes subgraphs with an older composer, once: what it prints is kept beside this file.
//
//     npm install @apollo/federation@0.38.1 graphql@15         join v0.1 (0.25: core v0.1, later: core v0.2)
//     npm install @apollo/composition@2.0.5 graphql@16         join v0.2; 2.3: v0.3; 2.7: v0.4
//     node compose.cjs FOLDER < subgraphs.json                 FOLDER has the node_modules
//
// subgraphs.json: {name: sdl}. With @apollo/composition pin @apollo/federation-internals and @apollo/query-graphs
// to its own version ("overrides"), or npm mixes versions that do not work together.
const {readFileSync} = require("fs");
const {resolve} = require("path");

const folder = resolve(process.argv[2]);
const load = (name) => require(require.resolve(name, {paths: [folder]}));
const {parse} = load("graphql");

function composer() {
  try {
    return load("@apollo/federation").composeAndValidate;
  } catch {
    return load("@apollo/composition").composeServices;
  }
}

const subgraphs = Object.entries(JSON.parse(readFileSync(0, "utf8")));
const outcome = composer()(
  subgraphs.map(([name, sdl]) => ({name, url: `http://${name}.test/graphql`, typeDefs: parse(sdl)})),
);
if (outcome.errors && outcome.errors.length) {
  for (const error of outcome.errors) console.error(error.message);
  process.exit(1);
}
process.stdout.write(outcome.supergraphSdl);
