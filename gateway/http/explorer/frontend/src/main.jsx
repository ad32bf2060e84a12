import "./environment.js";
import { lazy, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { Header } from "./header.jsx";
import { SessionContext, useSession } from "./session.js";
import "./style.css";

const Editor = lazy(() => import("./editor.jsx"));

function Explorer() {
  const login = useSession();
  return (
    <SessionContext value={login}>
      <Header />
      <main id="editor" tabIndex={-1} aria-label="Verkenner van de graaf">
        <Suspense fallback={<p className="startup">De editor wordt geladen…</p>}>
          <Editor />
        </Suspense>
      </main>
    </SessionContext>
  );
}

createRoot(document.getElementById("explorer")).render(<Explorer />);
