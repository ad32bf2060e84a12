import { config } from "./config.js";
import { KLANTSOORT } from "./klantsoort.js";

const OUTCOMES = {
  LOGIN_CANCELLED: "U hebt het inloggen afgebroken.",
  LOGIN_LEVEL_TOO_LOW: "Het betrouwbaarheidsniveau van deze login is te laag.",
  LOGIN_STATE: "De inlogpoging is verlopen. Probeer het opnieuw.",
  LOGIN_UNAVAILABLE: "Inloggen is op dit moment niet mogelijk.",
};
const outcome = takeOutcome();

/** How the login went that brought the browser back here; the address keeps no trace of it. */
function takeOutcome() {
  const address = new URL(location.href);
  const code = address.searchParams.get("aanmelden");
  address.searchParams.delete("aanmelden");
  history.replaceState(history.state, "", address);
  return code && (OUTCOMES[code] ?? "Inloggen is niet gelukt.");
}

/** The ways in, as links: a login is a journey of the browser. The panel is the browser's own popover. */
export function Login({ session }) {
  const notice = session.ranOut ? "Uw sessie is verlopen." : outcome;
  return (
    <>
      {notice ? <span className="notice">{notice}</span> : <span className="anonymous">Niet ingelogd</span>}
      <button type="button" className="button primary" popoverTarget="login">Inloggen</button>
      <section id="login" popover="auto" className="login" aria-labelledby="login-title">
        <h2 id="login-title">Inloggen</h2>
        <p>Open data vraagt geen login. Uw eigen gegevens en zaken ziet u na inloggen.</p>
        {Object.entries(KLANTSOORT).map(([klantsoort, name]) => (
          <WaysIn key={klantsoort} name={name} ways={config.ways_in.filter((way) => way.klantsoort === klantsoort)} />
        ))}
      </section>
    </>
  );
}

function WaysIn({ name, ways }) {
  if (ways.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{name}</h3>
      <ul>
        {ways.map((way) => (
          <li key={way.url}>
            <a href={way.url}>
              <strong>{way.label}</strong>
              {way.description && <span>{way.description}</span>}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
