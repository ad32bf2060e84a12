// Prints the SDL that @apollo/subgraph gives for `_service { sdl }`: complete, with a query root of another name.
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql, parse } from 'graphql'

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@requires"])
  schema { query: Vragen }
  type Vragen { product(upc: ID!): Product }
  type Product @key(fields: "upc") {
    upc: ID!
    title: String @shareable
    weight: Int @external
    postage: Int @requires(fields: "weight")
  }
`)
const schema = buildSubgraphSchema({ typeDefs, resolvers: { Product: { __resolveReference: reference => reference } } })
const { data } = await graphql({ schema, source: '{ _service { sdl } }' })
console.log(data._service.sdl)
