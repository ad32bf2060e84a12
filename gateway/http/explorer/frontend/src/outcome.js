// How the login went that brought the browser back here.
const OUTCOMES = {
  LOGIN_CANCELLED: "U hebt het inloggen afgebroken.",
  LOGIN_LEVEL_TOO_LOW: "Het betrouwbaarheidsniveau van deze login is te laag.",
  LOGIN_OTHER_PERSON: "Er logde iemand anders in dan wie hier is ingelogd.",
  LOGIN_STATE: "De inlogpoging is verlopen. Probeer het opnieuw.",
  LOGIN_UNAVAILABLE: "Inloggen is op dit moment niet mogelijk.",
};

/** In words, if it went wrong; the address keeps no trace of it. */
export const outcome = takeOutcome();

function takeOutcome() {
  const address = new URL(location.href);
  const code = address.searchParams.get("aanmelden");
  address.searchParams.delete("aanmelden");
  history.replaceState(history.state, "", address);
  return code && (OUTCOMES[code] ?? "Inloggen is niet gelukt.");
}
