import { useEffect, useState } from "react";
import { KLANTSOORT } from "./klantsoort.js";
import { outcome } from "./outcome.js";
import { LONGEST_TIMEOUT, logOut, stayLoggedIn, useLogin } from "./session.js";

// Long enough to notice and to answer, also for who reads or moves slowly (WCAG 2.2, criterion 2.2.1).
const WARNED_BEFORE = 120_000;
const CLOCK = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });

/** Who is logged in, how surely and for how long, and the way out. */
export function Account({ session }) {
  const { closed } = useLogin();
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
      {outcome && !closed && <span className="notice">{outcome}</span>}
      {closed && <Closed closed={closed} session={session} />}
      <Expiry session={session} />
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

/** The login that opens what the last answer left closed: at a higher level, or as another kind of customer. */
function Closed({ closed, session }) {
  const own = closed.klantsoorten?.includes(session.klantsoort);
  const url = closed.inloggen.find((each) => each.includes(`/auth/login/${session.middel}?`)) ?? closed.inloggen[0];
  const what = own ? `Verder met niveau ${closed.niveau}` : `Inloggen als ${KLANTSOORT[closed.klantsoorten?.[0]]}`;
  return (
    <>
      <span className="notice">Niet alles is getoond.</span>
      <a className="button primary" href={`${url}&terug=/`}>{what}</a>
    </>
  );
}

/** Says in time that the session is about to end, and lets it go on. */
function Expiry({ session }) {
  const { refresh } = useLogin();
  const [soon, setSoon] = useState(false);
  useEffect(() => {
    const left = () => new Date(session.verlooptOm) - Date.now() - WARNED_BEFORE;
    const look = () => setSoon(left() <= 0);
    look();
    const timer = setTimeout(look, Math.min(Math.max(left(), 0), LONGEST_TIMEOUT));
    return () => clearTimeout(timer);
  }, [session.verlooptOm]);
  if (!soon) {
    return null;
  }
  return (
    <>
      <span role="alert" className="notice">Uw sessie verloopt om {CLOCK.format(new Date(session.verlooptOm))}.</span>
      <button type="button" className="button primary" onClick={() => stayLoggedIn().then(refresh)}>
        Ingelogd blijven
      </button>
    </>
  );
}
