// Serves a supergraph with a peer's router over HTTP: node routers_http.mjs FILE apollo|hive PORT. Every request's
// `authorization` goes on to the subgraphs, so that no two requests can share a call.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const load = async name => import(pathToFileURL(require.resolve(name)).href)
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

async function apollo(supergraphSdl) {
  const { ApolloGateway, RemoteGraphQLDataSource } = await load('@apollo/gateway')
  const { parse } = await load('graphql')
  class Forwarding extends RemoteGraphQLDataSource {
    willSendRequest({ request, context }) {
      if (context.authorization) request.http.headers.set('authorization', context.authorization)
    }
  }
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: quiet,
    buildService: ({ url }) => new Forwarding({ url }),
  })
  const { executor } = await gateway.load()
  const documents = new Map()
  return async (body, headers) => {
    const { query } = JSON.parse(body)
    if (!documents.has(query)) {
      documents.set(query, [parse(query), createHash('sha256').update(query).digest('hex')])
    }
    const [document, queryHash] = documents.get(query)
    const context = { authorization: headers.authorization }
    const request = { query }
    return JSON.stringify(
      await executor({ document, queryHash, request, operationName: null, context, logger: quiet, cache: null }),
    )
  }
}

async function hive(supergraph) {
  const { createGatewayRuntime } = await load('@graphql-hive/gateway-runtime')
  const gateway = createGatewayRuntime({
    supergraph,
    logging: false,
    maskedErrors: false,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
    },
  })
  return async (body, headers) => {
    const response = await gateway.fetch('http://hive/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: headers.authorization ?? '' },
      body,
    })
    return response.text()
  }
}

const [file, router, port] = process.argv.slice(2)
const answer = await { apollo, hive }[router](await readFile(file, 'utf8'))
createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const text = chunks.length ? await answer(Buffer.concat(chunks).toString(), request.headers) : 'ready'
  response.writeHead(200, { 'content-type': 'application/json' }).end(text)
}).listen(Number(port), '127.0.0.1')
