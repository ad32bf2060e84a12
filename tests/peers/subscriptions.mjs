// Serves one schema with subscriptions by three servers of others: graphql-yoga at /yoga and graphql-sse at /sse (events
// over HTTP), graphql-ws at /ws (WebSocket). Prints its port, and ends when its standard input does.
import { createServer } from 'node:http'
import { buildSchema } from 'graphql'
import { createHandler } from 'graphql-sse/lib/use/http'
import { useServer } from 'graphql-ws/use/ws'
import { createYoga } from 'graphql-yoga'
import { WebSocketServer } from 'ws'

const schema = buildSchema(`
  type Query { luisteraars: Int! }
  type Subscription { tellen(tot: Int!): Int!  wachten: Bericht  halverwege: Int  verboden: Int }
  type Bericht { lezer: String stuk: Int }
`)

let listeners = 0

async function* counting({ tot }) {
  for (let number = 0; number < tot; number++) yield { tellen: number }
}

async function* waiting({ lezer }) {
  listeners++
  try {
    yield { wachten: { lezer, stuk: () => { throw new Error('dit kan niet') } } }
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, 20))
      yield { wachten: null }
    }
  } finally {
    listeners--
  }
}

async function* halfway() {
  yield { halverwege: 1 }
  throw new Error('het ging mis')
}

const subscribers = {
  tellen: (_, args) => counting(args),
  wachten: (_, __, context) => waiting(context),
  halverwege: () => halfway(),
  verboden: () => { throw new Error('niet voor u') },
}
for (const [name, subscribe] of Object.entries(subscribers)) {
  Object.assign(schema.getSubscriptionType().getFields()[name], { subscribe })
}
schema.getQueryType().getFields().luisteraars.resolve = () => listeners

const yoga = createYoga({
  schema,
  graphqlEndpoint: '/yoga',
  logging: false,
  maskedErrors: false,
  context: ({ request }) => ({ lezer: request.headers.get('lezer') }),
})
const sse = createHandler({ schema, context: request => ({ lezer: request.raw.headers.lezer }) })
const server = createServer((request, response) =>
  request.url.startsWith('/sse') ? sse(request, response) : yoga(request, response),
)
useServer(
  { schema, context: ({ connectionParams }) => ({ lezer: connectionParams?.headers?.lezer }) },
  new WebSocketServer({ server, path: '/ws' }),
)
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.on('end', () => process.exit()).resume()
