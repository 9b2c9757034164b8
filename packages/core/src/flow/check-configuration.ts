// Whether a configuration is one that the flow knows.

import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import type { Graph } from '../graph/graph.ts'

/** Unknown keys, and values for which there is no implementation; all of them. */
export function checkConfiguration(
  graph: Pick<Graph, 'config' | 'rules'>,
  config: Readonly<Record<string, unknown>>,
): Issue[] {
  const known = graph.config.map((one) => one.key)
  return Object.entries(config).flatMap(([name, given]): Issue | never[] => {
    const info = graph.config.find((one) => one.key === name)
    return info ? (graph.rules!.refuseValue(info, given) ?? []) : coreIssue('config/unknown-key', { name, known })
  })
}
