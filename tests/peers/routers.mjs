// Answers queries with the peers' routers. The arguments are the supergraph's file and the router (apollo or hive); one
// query a line in, as JSON; its answer a line out, as the router gives it. A supergraph that does not load ends the
// process with an error.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { ApolloGateway } from '@apollo/gateway'
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime'
import { parse } from 'graphql'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

async function apollo(supergraphSdl) {
  const gateway = new ApolloGateway({ supergraphSdl, logger: quiet })
  const { executor } = await gateway.load()
  return async query => {
    const document = parse(query)
    const queryHash = createHash('sha256').update(query).digest('hex')
    return executor({ document, queryHash, request: { query }, operationName: null, context: {}, logger: quiet })
  }
}

async function hive(supergraph) {
  const gateway = createGatewayRuntime({ supergraph, logging: false, maskedErrors: false })
  return async query => {
    const body = JSON.stringify({ query })
    const headers = { 'content-type': 'application/json' }
    const response = await gateway.fetch('http://hive/graphql', { method: 'POST', headers, body })
    return response.json()
  }
}

const [file, router] = process.argv.slice(2)
const answer = await { apollo, hive }[router](await readFile(file, 'utf8'))
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))))
}
process.exit()
