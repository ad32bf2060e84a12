// Reads plans in Apollo's format as Apollo's own tools do, beside the plans that Apollo's planner makes. The argument is
// the supergraph's file; a line in is {query, plan} as JSON, a line out {printed, theirs}: the plan as their printer
// shows it, and their own plan of the query.
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { prettyFormatQueryPlan, QueryPlanner } from '@apollo/query-planner'
import { parse } from 'graphql'

const supergraph = Supergraph.build(await readFile(process.argv[2], 'utf8'))
const planner = new QueryPlanner(supergraph)
for await (const line of createInterface({ input: process.stdin })) {
  const { query, plan } = JSON.parse(line)
  const theirs = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), parse(query)))
  console.log(JSON.stringify({ printed: prettyFormatQueryPlan(plan), theirs }))
}
