// Prints the SDL that mercurius gives for `_service { sdl }`, which is of Federation 1.
import Fastify from 'fastify'
import { mercuriusFederationPlugin } from '@mercuriusjs/federation'

const schema = `
  extend type Query { product(upc: ID!): Product }
  extend type Product @key(fields: "upc") {
    upc: ID! @external
    weight: Int @external
    postage: Int @requires(fields: "weight")
    title: String
  }
`
const app = Fastify()
app.register(mercuriusFederationPlugin, { schema, resolvers: { Product: { __resolveReference: reference => reference } } })
await app.ready()
const { data } = await app.graphql('{ _service { sdl } }')
console.log(data._service.sdl)
