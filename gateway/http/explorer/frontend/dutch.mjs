// GraphiQL speaks English only, our page Dutch. These are its words, per file, replaced while bundling: exact text for
// exact text, so that nothing else changes, and a build fails when a new version of GraphiQL says something differently.
import { readFile } from "node:fs/promises";

const SECTIONS = {
  Arguments: "Argumenten",
  "Deprecated Arguments": "Vervallende argumenten",
  "Deprecated Enum Values": "Vervallende waarden",
  "Deprecated Fields": "Vervallende velden",
  Directives: "Directives",
  "Enum Values": "Waarden",
  Fields: "Velden",
  Implements: "Implementeert",
  Implementations: "Implementaties",
  "Possible Types": "Mogelijke typen",
  "Root Types": "Begintypen",
  Type: "Type",
  "All Schema Types": "Alle typen",
};

const WORDS = {
  "graphiql/dist/GraphiQL.js": {
    '"New tab"': '"Nieuw tabblad"',
    '`${editorToolsHiddenElement === "second" ? "Show" : "Hide"} editor tools`':
      '`Variabelen en headers ${editorToolsHiddenElement === "second" ? "tonen" : "verbergen"}`',
    '"Editor Commands"': '"Opdrachten van de editor"',
    '"Operation Editor"': '"Query"',
    '"data-name": "variables", children: "Variables"': '"data-name": "variables", children: "Variabelen"',
    '? "Variables" : "Headers"': '? "Variabelen" : "Headers"',
    '"Select active operation"': '"Open tabbladen"',
  },
  "graphiql/dist/ui/sidebar.js": {
    "`Re-fetch GraphQL schema (": "`Schema opnieuw ophalen (",
    '"Open short keys dialog"': '"Sneltoetsen"',
    '"Open settings dialog"': '"Instellingen"',
    '`${isVisible_0 ? "Hide" : "Show"} ${plugin_0.title}`': '`${plugin_0.title} ${isVisible_0 ? "verbergen" : "tonen"}`',
    '"Short Keys"': '"Sneltoetsen"',
    '"This modal provides a list of available keyboard shortcuts and their functions."':
      '"De sneltoetsen van de verkenner en wat ze doen."',
    'children: "Settings"': 'children: "Instellingen"',
    '"This modal lets you adjust header persistence, interface theme, and clear local storage."':
      '"Kies het uiterlijk, of wis wat de verkenner bewaart."',
    'children: "Theme"': 'children: "Uiterlijk"',
    '"Adjust how the interface appears."': '"Licht, donker, of zoals het systeem is ingesteld."',
    'children: "System"': 'children: "Systeem"',
    'children: "Light"': 'children: "Licht"',
    'children: "Dark"': 'children: "Donker"',
    'children: "Clear storage"': 'children: "Opslag wissen"',
    '"Remove all locally stored data and start fresh."': '"Wis de tabbladen en de geschiedenis van dit venster."',
    '"Cleared data"': '"Gewist"',
    '"Failed"': '"Mislukt"',
    '"Clear data"': '"Wissen"',
  },
  "graphiql/dist/ui/short-keys.js": {
    '"Execute query"': '"Query uitvoeren"',
    '"Open the Command Palette (you must have focus in the editor)"': '"Alle opdrachten van de editor (met de cursor erin)"',
    '"Prettify editors"': '"Netjes opmaken"',
    '"Copy query"': '"Query kopiëren"',
    '"Re-fetch schema using introspection"': '"Schema opnieuw ophalen"',
    '"Search in documentation"': '"Zoeken in de documentatie"',
    '"Search in editor"': '"Zoeken in de editor"',
    '"Merge fragments definitions into operation definition"': '"Fragmenten samenvoegen met de query"',
    '"Short Key"': '"Toetsen"',
    '"Function"': '"Wat ze doen"',
    '"This Graph"': '"Graph"',
    '"QL editor uses"': '"QL gebruikt"',
    '"Monaco editor shortcuts"': '"de sneltoetsen van de editor Monaco"',
    '", with keybindings similar to VS Code. See the full list of shortcuts for"':
      '", die op VS Code lijken. De volledige lijst is er voor"',
    '"or",': '"en",',
  },
  "graphiql/dist/ui/toolbar.js": {
    "`Prettify query (": "`Netjes opmaken (",
    "`Merge fragments into query (": "`Fragmenten samenvoegen met de query (",
    "`Copy query (": "`Query kopiëren (",
  },
  "@graphiql/plugin-doc-explorer/dist/components/doc-explorer.js": {
    '"Error fetching schema"': '"Het schema kon niet worden opgehaald"',
    '"Schema is invalid: "': '"Het schema is ongeldig: "',
    '"No GraphQL schema available"': '"Er is geen schema"',
    "`Go back to ${prevName}`": "`Terug naar ${prevName}`",
    '"Documentation Explorer"': '"Documentatie"',
  },
  "@graphiql/plugin-doc-explorer/dist/components/search.js": {
    "`Search ${navItem.name}...`": "`Zoeken in ${navItem.name}`",
    'formatShortcutForOS(formatShortcutForOS(KEY_MAP.searchInDocs.key).replaceAll("-", " "))': '"Zoeken"',
    '"No results found"': '"Niets gevonden"',
    '"Other results"': '"Elders gevonden"',
  },
  "@graphiql/plugin-doc-explorer/dist/components/section.js": {
    "      t1,\n      title\n": `      t1,\n      (${JSON.stringify(SECTIONS)})[title]\n`,
  },
  "@graphiql/plugin-doc-explorer/dist/components/argument.js": { 'children: "Deprecated"': 'children: "Vervalt"' },
  "@graphiql/plugin-doc-explorer/dist/components/deprecation-reason.js": { 'children: "Deprecated"': 'children: "Vervalt"' },
  "@graphiql/plugin-doc-explorer/dist/components/field-documentation.js": {
    '"Show Deprecated Arguments"': '"Toon vervallende argumenten"',
  },
  "@graphiql/plugin-doc-explorer/dist/components/type-documentation.js": {
    '"Show Deprecated Fields"': '"Toon vervallende velden"',
    '"Show Deprecated Values"': '"Toon vervallende waarden"',
  },
  "@graphiql/plugin-doc-explorer/dist/components/schema-documentation.js": {
    '"A GraphQL schema provides a root type for each kind of operation."':
      '"Elke soort vraag aan de graaf begint bij een eigen type."',
  },
  "@graphiql/plugin-doc-explorer/dist/context.js": {
    '"Documentation Explorer"': '"Documentatie"',
    '"Docs"': '"Documentatie"',
    'aria-label="Show Documentation Explorer"': 'aria-label="Documentatie tonen"',
  },
  "@graphiql/plugin-history/dist/components.js": {
    't2 = "History"': 't2 = "Geschiedenis"',
    '      "History",': '      "Geschiedenis",',
    '"Cleared"': '"Gewist"',
    '"Failed to Clear"': '"Wissen mislukt"',
    '|| "Clear"': '|| "Wissen"',
    '"Type a label"': '"Geef een naam"',
    'children: "Save"': 'children: "Bewaren"',
    '"Set active"': '"Openen"',
    '"Edit label"': '"Naam wijzigen"',
    '"Remove favorite"': '"Niet meer bewaren"',
    '"Add favorite"': '"Bewaren als favoriet"',
    '"Delete from history"': '"Verwijderen"',
  },
  "@graphiql/plugin-history/dist/index.js": { 'title: "History"': 'title: "Geschiedenis"' },
  "@graphiql/react/dist/components/execute-button/index.js": {
    '`${isRunning ? "Stop" : "Execute"} query (': '`Query ${isRunning ? "stoppen" : "uitvoeren"} (',
  },
  "@graphiql/react/dist/components/tabs/index.js": { '"Close Tab"': '"Tabblad sluiten"' },
  "@graphiql/react/dist/components/dialog/index.js": { '"Close dialog"': '"Sluiten"' },
  "@graphiql/react/dist/components/response-editor.js": { '"Result Window"': '"Antwoord"' },
  "@graphiql/react/dist/stores/execution.js": {
    '"Automatically added leaf fields"': '"Vanzelf aangevulde velden"',
    '`Request not sent. ${editor === variableEditor ? "Variables" : "Request headers"}':
      '`Niet verstuurd. ${editor === variableEditor ? "Variabelen" : "Headers"}:',
  },
  "@graphiql/react/dist/constants.js": {
    '"Prettify Editors"': '"Netjes opmaken"',
    '"Merge Fragments into Query"': '"Fragmenten samenvoegen met de query"',
    '"Run Operation"': '"Query uitvoeren"',
    '"Copy Query"': '"Query kopiëren"',
  },
  "@graphiql/react/dist/utility/tabs.js": { '"<untitled>"': '"Naamloos"' },
};

function translate(text, words, file) {
  for (const [english, dutch] of Object.entries(words)) {
    if (!text.includes(english)) {
      throw new Error(`${file} no longer says ${english}`);
    }
    text = text.replaceAll(english, () => dutch);
  }
  return text;
}

export const speakDutch = {
  name: "speak-dutch",
  setup(build) {
    const unread = new Set(Object.keys(WORDS));
    build.onLoad({ filter: /node_modules\/(@graphiql|graphiql)\/.*\.js$/ }, async ({ path }) => {
      const file = path.slice(path.indexOf("node_modules/") + "node_modules/".length);
      const words = WORDS[file];
      if (!words) {
        return undefined;
      }
      unread.delete(file);
      return { contents: translate(await readFile(path, "utf8"), words, file) };
    });
    build.onEnd(() => ({ errors: [...unread].map((file) => ({ text: `GraphiQL has no ${file} any more` })) }));
  },
};
