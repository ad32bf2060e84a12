import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import "graphiql/graphiql.css";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import { config } from "./config.js";
import { EXAMPLES_PLUGIN, asTab } from "./examples.jsx";
import { useFetcher } from "./fetcher.js";
import { dress, EDITOR_THEME } from "./theme.js";
import { isNarrow } from "./window.js";
import "./editor.css";

dress();

const PLUGINS = config.examples.length > 0 ? [EXAMPLES_PLUGIN, HISTORY_PLUGIN] : [HISTORY_PLUGIN];
const OPENED = isNarrow() ? undefined : PLUGINS.find((plugin) => plugin === EXAMPLES_PLUGIN);
const BLANK = { query: "# Schrijf hier een query. Ctrl-spatie vult aan, Ctrl-Enter voert uit.", variables: {} };

// A query can hold personal data. It stays in this tab of the browser, through a login, and goes when the tab goes.
const STORAGE = sessionStorage;
const FIRST_TAB = firstTab();

/** The tab that was active when the page was left, as before a login; the first example on a first visit. */
function firstTab() {
  const kept = JSON.parse(STORAGE.getItem("graphiql:tabState") ?? "null");
  const { query, variables } = kept?.tabs[kept.activeTabIndex] ?? asTab(config.examples[0] ?? BLANK);
  return { initialQuery: query ?? undefined, initialVariables: variables ?? undefined };
}

export default function Editor() {
  return (
    <GraphiQL
      fetcher={useFetcher()}
      storage={STORAGE}
      plugins={PLUGINS}
      visiblePlugin={OPENED}
      editorTheme={EDITOR_THEME}
      {...FIRST_TAB}
      defaultQuery={BLANK.query}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
    >
      <GraphiQL.Logo>
        <></>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
