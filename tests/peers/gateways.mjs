// Answers requests with a peer's gateway, over one supergraph after the other. The argument is the gateway (apollo or hive).
// One order a line in, as JSON: {supergraph} to load one, {query, variables} to ask the last one. A line out for each:
// {} or {refused} when the supergraph does not load; {data, errors} or {crash} when there is no answer at all.
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { ApolloGateway } from '@apollo/gateway'
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime'
import { parse, validate } from 'graphql'

const PATIENCE = 20_000 // milliseconds for one request

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

// Apollo's server parses and validates before it asks the gateway, and makes an error of what that throws.
async function apollo(supergraphSdl) {
  const gateway = new ApolloGateway({ supergraphSdl, logger: quiet })
  const { schema, executor } = await gateway.load()
  return {
    async ask({ query, variables }) {
      const document = parse(query)
      const errors = validate(schema, document)
      if (errors.length) return { errors }
      const queryHash = createHash('sha256').update(query).digest('hex')
      const request = { query, variables }
      const about = { operationName: null, context: {}, metrics: {}, logger: quiet, schema }
      return executor({ document, queryHash, request, ...about }).catch(error => ({ data: null, errors: [error] }))
    },
    end: () => gateway.stop()
  }
}

async function hive(supergraph) {
  const gateway = createGatewayRuntime({ supergraph, logging: false, maskedErrors: false })
  const send = async body => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const response = await gateway.fetch('http://hive/graphql', { method: 'POST', headers, body: JSON.stringify(body) })
    return response.json()
  }
  const { data, errors } = await send({ query: '{ __typename }' })
  if (!data) throw new Error(errors?.[0]?.message ?? 'it does not answer')
  return { ask: send, end: () => gateway[Symbol.asyncDispose]() }
}

// What is thrown where nobody waits for it ends the request, and not the process.
let stopped
process.on('uncaughtException', error => stopped(error))

const inTime = promise =>
  Promise.race([
    promise,
    new Promise((_, reject) => {
      stopped = reject
      setTimeout(() => reject(new Error('no answer in time')), PATIENCE).unref()
    })
  ])

const start = { apollo, hive }[process.argv[2]]
let current

async function load({ supergraph }) {
  await current?.end()
  current = undefined
  try {
    current = await inTime(start(supergraph))
    return {}
  } catch (error) {
    return { refused: String(error) }
  }
}

async function ask(request) {
  try {
    return await inTime(current.ask(request))
  } catch (error) {
    return { crash: String(error) }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line)
  const { data, errors, ...other } = await (order.supergraph ? load(order) : ask(order))
  console.log(JSON.stringify({ ...other, data, errors: errors?.map(({ message, path }) => ({ message, path })) }))
}
process.exit()
