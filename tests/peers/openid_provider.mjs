// The certified oidc-provider, as a broker: one process, told on its standard input (a JSON document a line) what
// to be, and answering each line with one of its own. The first line says all, later ones replace parts of it:
//
//   clients   as registered                jwks      its own keys
//   accounts  claims by account            server    {requireNonce, requirePushed} and TLS files {key, cert, ca}
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Provider, { interactionPolicy } from "oidc-provider";

console.info = console.error; // the standard output is for our own answers
const AUDIENCE = "graaf-api";
const FORMATS = { "urn:graaf:jwt": "jwt", "urn:graaf:opaque": "opaque" };

const policy = interactionPolicy.base();
policy.get("consent").checks.remove("native_client_prompt");

let config = {};
let provider;
let answer;
let server;
let issuer;

const features = ({ server: rules = {} }) => ({
  devInteractions: { enabled: false },
  backchannelLogout: { enabled: true },
  claimsParameter: { enabled: true },
  dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => Boolean(rules.requireNonce) },
  encryption: { enabled: true },
  introspection: { enabled: true, allowedPolicy: () => true },
  jwtIntrospection: { enabled: true },
  jwtUserinfo: { enabled: true },
  mTLS: {
    enabled: true,
    certificateBoundAccessTokens: true,
    tlsClientAuth: true,
    selfSignedTlsClientAuth: true,
    getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.()?.toString(),
    certificateAuthorized: (ctx) => ctx.socket.authorized,
    certificateSubjectMatches: (ctx, property, expected) =>
      property === "tls_client_auth_subject_dn" &&
      ctx.socket.getPeerX509Certificate().subject.split("\n").includes(expected),
  },
  pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: Boolean(rules.requirePushed) },
  requestObjects: { enabled: true },
  resourceIndicators: {
    enabled: true,
    defaultResource: (ctx, client) => client.resource,
    getResourceServerInfo: (ctx, resource) => ({
      scope: "graaf",
      audience: AUDIENCE,
      accessTokenTTL: 900,
      accessTokenFormat: FORMATS[resource],
      jwt: { sign: { alg: "ES256" } },
    }),
    useGrantedResource: () => true,
  },
  revocation: { enabled: true, allowedPolicy: () => true },
  rpInitiatedLogout: { enabled: true },
});

const configuration = (settings) => ({
  acrValues: settings.acrValues,
  claims: { openid: ["sub", "acr", "sid", ...settings.claims] },
  clientAuthMethods: [
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
    "none",
  ],
  clientDefaults: {
    application_type: "native", // plain http to this machine is for those only
    id_token_signed_response_alg: "ES256",
    introspection_signed_response_alg: "ES256",
  },
  clients: settings.clients,
  conformIdTokenClaims: false,
  cookies: { keys: ["a key for the cookies of a test"] },
  enabledJWA: {
    clientAuthSigningAlgValues: ["PS256", "RS256", "ES256"],
    dPoPSigningAlgValues: ["ES256", "Ed25519"],
    idTokenEncryptionAlgValues: ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES"],
    idTokenEncryptionEncValues: ["A256GCM", "A128CBC-HS256"],
    idTokenSigningAlgValues: ["ES256", "RS256", "PS256"],
    requestObjectSigningAlgValues: ["ES256", "RS256", "PS256"],
  },
  extraClientMetadata: { properties: ["resource"] },
  extraTokenClaims: (ctx, token) => ({
    ...settings.accounts[token.accountId],
    acr: ctx.oidc.entities.AuthorizationCode?.acr,
  }),
  features: features(settings),
  fetch: (url, { dispatcher, ...options }) => fetch(url, options), // ours are on this machine, which it distrusts
  findAccount: (ctx, id) =>
    settings.accounts[id] && { accountId: id, claims: () => ({ sub: id, ...settings.accounts[id] }) },
  interactions: { policy, url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  jwks: settings.jwks,
  loadExistingGrant: granted,
  pkce: { required: () => true },
  ttl: { AccessToken: 900, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
});

// Nobody is asked whether they agree: that is between the provider and its users.
async function granted(ctx) {
  const { client, session, params } = ctx.oidc;
  const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  grant.addOIDCClaims([...ctx.oidc.requestParamClaims]);
  for (const resource of Object.keys(FORMATS)) grant.addResourceScope(resource, "graaf");
  await grant.save();
  return grant;
}

// Who logs in is in the form: `sub`, and the level `acr` at which they did.
async function interact(request, response) {
  if (request.method !== "POST") {
    const { prompt, params } = await provider.interactionDetails(request, response);
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify({ prompt: prompt.name, params }));
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const login = { accountId: form.get("sub"), acr: form.get("acr") ?? undefined, remember: true };
  const result = login.accountId ? { login } : { error: "access_denied" };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function handle(request, response) {
  try {
    await (request.url.startsWith("/interaction/") ? interact : answer)(request, response);
  } catch (error) {
    console.error(error.name, error.message);
    response.statusCode = 500;
    response.end();
  }
}

function listen({ tls }) {
  const options = tls && {
    key: readFileSync(tls.key),
    cert: readFileSync(tls.cert),
    ca: readFileSync(tls.ca),
    requestCert: true,
    rejectUnauthorized: false,
  };
  server = tls ? createHttps(options, handle) : createHttp(handle);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      issuer = `${tls ? "https" : "http"}://127.0.0.1:${server.address().port}`;
      resolve();
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  config = { ...config, ...JSON.parse(line) };
  if (!server) await listen(config.server ?? {});
  provider = new Provider(issuer, configuration(config));
  provider.on("server_error", (ctx, error) => console.error("server_error", error.stack));
  for (const event of ["authorization.error", "grant.error", "introspection.error", "pushed_authorization_request.error"])
    provider.on(event, (ctx, error) => console.error(event, error.error, error.error_description, error.error_detail ?? ""));
  answer = provider.callback();
  console.log(JSON.stringify({ issuer }));
}
server?.close();
server?.closeAllConnections();
