import logo from "./logo.svg";
import { config } from "./config.js";
import { Login } from "./login.jsx";
import { Account } from "./account.jsx";
import { useLogin } from "./session.js";

export function Header() {
  const { session } = useLogin();
  return (
    <header className="header">
      <a className="skip" href="#editor">Naar de editor</a>
      <img src={logo} alt="" width="32" height="32" />
      <div className="title">
        <h1>Gemeentegraaf</h1>
        <p>{config.municipality || "Eén graaf over alles wat de gemeente digitaal biedt"}</p>
      </div>
      <div className="who" aria-live="polite">
        {session?.ingelogd && <Account session={session} />}
        {session && !session.ingelogd && config.ways_in.length > 0 && <Login session={session} />}
      </div>
    </header>
  );
}
