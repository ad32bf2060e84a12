// Composes sets of subgraphs with the peers. One set a line in: {name, subgraphs: [{name, url, sdl}]}; one line out:
// {name, apollo: Outcome, guild: Outcome}. An Outcome is {codes} of a refusal, {supergraph, public} or {crash}.
import { createInterface } from 'node:readline'
import { composeServices as composeWithApollo } from '@apollo/composition'
import { printSchema } from '@apollo/federation-internals'
import { composeServices as composeWithGuild, compositionHasErrors } from '@theguild/federation-composition'
import { parse } from 'graphql'

const codesOf = errors => errors.map(error => error.extensions?.code ?? 'INVALID_GRAPHQL')

function apollo(subgraphs) {
  const outcome = composeWithApollo(subgraphs)
  if (outcome.errors) return { codes: codesOf(outcome.errors) }
  return { supergraph: outcome.supergraphSdl, public: printSchema(outcome.schema.toAPISchema()) }
}

function guild(subgraphs) {
  const outcome = composeWithGuild(subgraphs)
  if (compositionHasErrors(outcome)) return { codes: codesOf(outcome.errors) }
  return { supergraph: outcome.supergraphSdl, public: outcome.publicSdl }
}

// A peer that throws has no answer, except where the text is no GraphQL at all: that is its refusal.
function outcome(peer, subgraphs) {
  let parsed
  try {
    parsed = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }))
  } catch {
    return { codes: ['INVALID_GRAPHQL'] }
  }
  try {
    return peer(parsed)
  } catch (error) {
    return { crash: String(error) }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { name, subgraphs } = JSON.parse(line)
  console.log(JSON.stringify({ name, apollo: outcome(apollo, subgraphs), guild: outcome(guild, subgraphs) }))
}
