import { config } from "./config.js";
import { KLANTSOORT } from "./klantsoort.js";
import { outcome } from "./outcome.js";
import { useLogin } from "./session.js";

/** The ways in, as links: a login is a journey of the browser. The panel is the browser's own popover. */
export function Login({ session }) {
  const { closed } = useLogin();
  const told = closed ? "Niet alles is getoond: daarvoor moet u inloggen." : outcome;
  const notice = session.ranOut ? "Uw sessie is verlopen. Log opnieuw in om verder te gaan." : told;
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
