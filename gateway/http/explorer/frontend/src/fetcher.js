import { useMemo } from "react";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { config, OUR_HEADERS } from "./config.js";
import { useLogin } from "./session.js";

/** How GraphiQL asks the graph. Each answer may have found the session over, or made it last longer; and may have
 * left something closed that another login opens. */
export function useFetcher() {
  const { refresh, heard } = useLogin();
  return useMemo(() => {
    const observed = async (url, options) => {
      const response = await fetch(url, options);
      refresh();
      listen(response, heard);
      return response;
    };
    const ask = createGraphiQLFetcher({ url: config.endpoint, headers: OUR_HEADERS, fetch: observed });
    return (request, options) => ask(withOwnName(request), options);
  }, [refresh, heard]);
}

/** Reads along, unless the answer comes in parts: those are not whole yet when this returns. */
async function listen(response, heard) {
  if (/^application\/(graphql-response\+)?json\b/.test(response.headers.get("content-type") ?? "")) {
    heard(await response.clone().json().catch(() => ({})));
  }
}

/** GraphiQL reads the name of an operation some time after its text came in; until then it sends the one before. */
function withOwnName({ operationName, ...request }) {
  const named = operationName && request.query.includes(operationName);
  return named ? { ...request, operationName } : request;
}
