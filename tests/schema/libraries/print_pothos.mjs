// Prints the SDL that Pothos gives for `_service { sdl }`, the entity marked with @extends.
import SchemaBuilder from '@pothos/core'
import DirectivePlugin from '@pothos/plugin-directives'
import FederationPlugin from '@pothos/plugin-federation'
import { graphql } from 'graphql'

const builder = new SchemaBuilder({ plugins: [DirectivePlugin, FederationPlugin] })
builder.queryType()
const Product = builder.externalRef('Product', builder.selection('upc')).implement({
  externalFields: t => ({ upc: t.id({ nullable: false }), weight: t.int() }),
  fields: t => ({
    postage: t.int({ requires: builder.selection('weight'), resolve: () => 1 }),
    title: t.string({ shareable: true, resolve: () => '' }),
  }),
})
builder.queryField('product', t => t.field({ type: Product, args: { upc: t.arg.id({ required: true }) }, resolve: () => null }))
const schema = builder.toSubGraphSchema({ linkUrl: 'https://specs.apollo.dev/federation/v2.6' })
const { data } = await graphql({ schema, source: '{ _service { sdl } }' })
console.log(data._service.sdl)
