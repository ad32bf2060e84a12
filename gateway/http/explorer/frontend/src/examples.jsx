import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { config } from "./config.js";
import { useLogin } from "./session.js";
import { isNarrow } from "./window.js";

const AUDIENCES = {
  iedereen: { name: "Iedereen", about: "Open data, zaaktypen en formulieren: zonder login." },
  burger: { name: "Burger", about: "Eigen gegevens en zaken, na inloggen als burger." },
  bedrijf: { name: "Bedrijf", about: "De onderneming en haar zaken, na inloggen als bedrijf." },
  instelling: { name: "Instelling", about: "De instelling en haar zaken, na inloggen als instelling." },
  ontwikkelaar: { name: "App-ontwikkelaar", about: "Bouwstenen voor een app of site op de graaf." },
};

/** An example as GraphiQL's tabs have it. */
export function asTab(example) {
  const filled = Object.keys(example.variables).length > 0;
  return {
    query: `${example.query.trim()}\n`,
    variables: filled ? JSON.stringify(example.variables, null, 2) : "",
  };
}

/** Opens an example in a tab of its own, or goes to the tab where it stands untouched. */
function useOpen() {
  const { addTab, changeTab, setVisiblePlugin } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor } = useGraphiQL(({ tabs, queryEditor, variableEditor }) => ({
    tabs,
    queryEditor,
    variableEditor,
  }));
  return (example) => {
    const wanted = asTab(example);
    const open = tabs.findIndex((tab) => tab.query === wanted.query && (tab.variables ?? "") === wanted.variables);
    if (open >= 0) {
      changeTab(open);
    } else {
      addTab();
      queryEditor?.setValue(wanted.query);
      variableEditor?.setValue(wanted.variables);
    }
    if (isNarrow()) {
      setVisiblePlugin(null); // the panel lies over the editor there
    }
    queryEditor?.focus();
  };
}

function Examples() {
  const { session } = useLogin();
  const open = useOpen();
  return (
    <section className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title" className="graphiql-doc-explorer-title">Voorbeelden</h2>
      {Object.entries(AUDIENCES).map(([audience, words]) => (
        <Group
          key={audience}
          words={words}
          examples={config.examples.filter((example) => example.audience === audience)}
          isYou={session?.klantsoort === audience}
          onOpen={open}
        />
      ))}
    </section>
  );
}

function Group({ words, examples, isYou, onOpen }) {
  if (examples.length === 0) {
    return null;
  }
  return (
    <>
      <h3>
        {words.name}
        {isYou && <span className="you">ingelogd</span>}
      </h3>
      <p>{words.about}</p>
      <ul>
        {examples.map((example) => (
          <li key={example.title}>
            <button type="button" onClick={() => onOpen(example)}>
              <strong>{example.title}</strong>
              {example.description && <span>{example.description}</span>}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5.5h16M4 12h10M4 18.5h7" strokeLinecap="round" />
      <path d="m16.5 14.5 4 2.75-4 2.75z" fill="currentColor" strokeLinejoin="round" />
    </svg>
  );
}

export const EXAMPLES_PLUGIN = { title: "Voorbeelden", icon: Icon, content: Examples };
