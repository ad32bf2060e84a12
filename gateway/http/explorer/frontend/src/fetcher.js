import { useMemo } from "react";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { config, OUR_HEADERS } from "./config.js";
import { useLogin } from "./session.js";

/** How GraphiQL asks the graph. Each answer may have found the session over, or made it last longer. */
export function useFetcher() {
  const { refresh } = useLogin();
  return useMemo(() => {
    const observed = async (url, options) => {
      const response = await fetch(url, options);
      refresh();
      return response;
    };
    const ask = createGraphiQLFetcher({ url: config.endpoint, headers: OUR_HEADERS, fetch: observed });
    return (request, options) => ask(withOwnName(request), options);
  }, [refresh]);
}

/** GraphiQL reads the name of an operation some time after its text came in; until then it sends the one before. */
function withOwnName({ operationName, ...request }) {
  const named = operationName && request.query.includes(operationName);
  return named ? { ...request, operationName } : request;
}
