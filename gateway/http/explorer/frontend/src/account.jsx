import { useState } from "react";
import { KLANTSOORT } from "./klantsoort.js";
import { logOut } from "./session.js";

const CLOCK = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });

/** Who is logged in, how surely and for how long, and the way out. */
export function Account({ session }) {
  const [state, setState] = useState("in");
  const leave = () => {
    setState("leaving");
    logOut().catch(() => setState("failed"));
  };
  const facts = [
    KLANTSOORT[session.klantsoort],
    session.namensEenAnder && "namens een ander",
    session.niveau && `niveau ${session.niveau}`,
    session.verlooptOm && `tot ${CLOCK.format(new Date(session.verlooptOm))}`,
  ];
  return (
    <>
      <div className="account">
        <strong>{session.naam ?? "Ingelogd"}</strong>
        <span className="facts">{facts.filter(Boolean).join(" · ")}</span>
      </div>
      {state === "failed" && <span role="alert" className="notice">Uitloggen lukte niet.</span>}
      <button type="button" className="button" onClick={leave} disabled={state === "leaving"}>
        Uitloggen
      </button>
    </>
  );
}
