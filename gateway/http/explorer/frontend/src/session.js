// Who is logged in, as the gateway tells it; never more than a name to show.
import { createContext, useCallback, useContext, useEffect, useState } from "react";
import { config, OUR_HEADERS } from "./config.js";

const ANONYMOUS = Object.freeze({ ingelogd: false });
export const LONGEST_TIMEOUT = 2 ** 31 - 1;

async function fetchSession() {
  if (config.ways_in.length === 0) {
    return ANONYMOUS;
  }
  const response = await fetch(config.session_url, { headers: { ...OUR_HEADERS, accept: "application/json" } });
  return response.ok ? await response.json() : ANONYMOUS;
}

/** A session that is gone without a logout has run out; that stays true until the next login. */
function after(former, now) {
  const ranOut = former?.ingelogd || former?.ranOut || now.code === "SESSION_EXPIRED";
  return now.ingelogd ? now : { ...now, ranOut: Boolean(ranOut) };
}

/** The hints of what an answer left closed: who may open it, at which level, and where one logs in for that. */
function closedIn({ errors }) {
  const hints = Array.isArray(errors) ? errors.map(({ extensions }) => extensions ?? {}) : [];
  return hints.find(({ inloggen }) => inloggen?.length > 0) ?? null;
}

/** What useSession gives, for everything below the root. `session` is null until the gateway has answered; `closed`
 * is the hint of the last answer that was not whole. */
export const SessionContext = createContext({ session: null, closed: null, refresh() {}, heard() {} });
export const useLogin = () => useContext(SessionContext);

/** The session, kept true: asked for at the start, after each query, when the page is seen again, and at its end. */
export function useSession() {
  const [session, setSession] = useState(null);
  const [closed, setClosed] = useState(null);
  const heard = useCallback((answer) => setClosed(closedIn(answer)), []);
  const refresh = useCallback(async () => {
    const now = await fetchSession().catch(() => ANONYMOUS);
    setSession((former) => after(former, now));
  }, []);

  useEffect(() => {
    const whenSeen = () => document.visibilityState === "visible" && refresh();
    refresh();
    document.addEventListener("visibilitychange", whenSeen);
    return () => document.removeEventListener("visibilitychange", whenSeen);
  }, [refresh]);

  useEffect(() => {
    if (!session?.verlooptOm) {
      return undefined;
    }
    const left = new Date(session.verlooptOm) - Date.now() + 1000;
    const timer = setTimeout(refresh, Math.min(Math.max(left, 1000), LONGEST_TIMEOUT));
    return () => clearTimeout(timer);
  }, [session, refresh]);

  return { session, closed, refresh, heard };
}

/** Uses the session, so that it lasts longer. */
export function stayLoggedIn() {
  const headers = { ...OUR_HEADERS, "content-type": "application/json" };
  return fetch(config.endpoint, { method: "POST", headers, body: JSON.stringify({ query: "{ __typename }" }) });
}

/** Ends the session and starts the page anew: what somebody asked, filled in and saw is not for the next one here. */
export async function logOut() {
  const response = await fetch(config.logout_url, { method: "POST", headers: OUR_HEADERS });
  if (!response.ok) {
    throw new Error(`uitloggen gaf status ${response.status}`);
  }
  const { uitloggenBij } = await response.json();
  sessionStorage.clear();
  if (uitloggenBij) {
    location.assign(uitloggenBij);
  } else {
    location.reload();
  }
}
