// Where a value comes from, what differs between runs, and why.

import { z } from 'zod'
import { compareRuns, explainDifference, runDetails } from '@throughline/tracking/compare'
import { lineageOf, runBefore, versionBody, type Lineage, type RunDetails } from '@throughline/tracking/queries'
import { refuse } from '../answers/problem-answer.ts'
import type { LineageAnswer } from '../api/index.ts'
import type { Api } from '../http/api.ts'
import { itemField, textField } from '../http/query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { knownRun } from './add-run.ts'

const earlier = textField.describe('Id of the earlier run; otherwise the one of the same flow before it.')

export function addLineage(api: Api, parts: ServerParts): void {
  const { record } = parts

  api.add('GET /api/runs/:run/lineage/:node', {
    summary: 'The data, code, configuration and packages that a value came from.',
    query: z.object({ item: itemField }),
    answer: async ({ path: { run, node }, query: { item } }) => {
      const details = await knownRun(parts, run)
      const lineage = await lineageOf(record, run, node, item)
      if (!lineage) return refuse('server/unknown-step', { node, run, known: details.nodes })
      const { config } = details.versions
      const chosen = config === undefined ? undefined : await versionBody(record, 'config', config)
      return { lineage, packages: packagesIn(lineage), ...(chosen !== undefined && { config: chosen }) }
    },
  })

  api.add('GET /api/runs/:run/comparison', {
    summary: 'What differs between two runs.',
    query: z.object({ with: earlier }),
    answer: async ({ path: { run }, query }) => {
      const later = await knownRun(parts, run)
      const against = await earlierRun(parts, later, query.with)
      const [before, after] = await Promise.all([runDetails(record, against), runDetails(record, run)])
      return { comparison: compareRuns(before!, after!) }
    },
  })

  api.add('GET /api/runs/:run/why/:node', {
    summary: 'Why a value differs from that of an earlier run.',
    query: z.object({ against: earlier }),
    answer: async ({ path: { run, node }, query }) => {
      const later = await knownRun(parts, run)
      const against = await earlierRun(parts, later, query.against)
      const explained = await explainDifference(record, { node, run, against })
      const isKnown = explained && (Object.keys(explained.status).length > 0 || hasValue(explained.output))
      return isKnown ? { explained } : refuse('server/unknown-step', { node, run, known: later.nodes })
    },
  })
}

function hasValue({ before, after }: { readonly before?: unknown; readonly after?: unknown }): boolean {
  return before !== undefined || after !== undefined
}

/** @throws {server/unknown-run} {server/no-earlier-run} */
async function earlierRun(parts: ServerParts, run: RunDetails, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return (await knownRun(parts, asked)).id
  const before = await runBefore(parts.record, run)
  return before?.id ?? refuse('server/no-earlier-run', { run: run.id, flow: run.flow })
}

/** Of the code of all steps, by name and version. */
function packagesIn({ steps }: Lineage): LineageAnswer['packages'] {
  const nodes = new Map<string, Set<string>>()
  for (const { step, code } of steps)
    for (const written of writtenPackages(code?.packages)) {
      if (!nodes.has(written)) nodes.set(written, new Set())
      nodes.get(written)!.add(step.node)
    }
  return [...nodes].sort(byName).map(([written, users]) => {
    const at = written.lastIndexOf('@')
    const [name, version] = at > 0 ? [written.slice(0, at), written.slice(at + 1)] : [written]
    return { name, ...(version !== undefined && { version }), nodes: [...users].sort() }
  })
}

/** `name@version`, as a list or by name. */
function writtenPackages(packages: unknown): readonly string[] {
  if (Array.isArray(packages)) return packages.filter((one) => typeof one === 'string')
  if (typeof packages !== 'object' || packages === null) return []
  return Object.entries(packages).map(([name, version]) => `${name}@${String(version)}`)
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}
