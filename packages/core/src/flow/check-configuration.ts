// Whether a configuration is one that the flow knows.

import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import type { Graph } from '../graph/graph.ts'

/** Unknown keys, and values for which there is no implementation; all of them. */
export function checkConfiguration(
  graph: Pick<Graph, 'config' | 'rules'>,
  config: Readonly<Record<string, unknown>>,
): Issue[] {
  const issues: Issue[] = []
  for (const [key, given] of Object.entries(config)) {
    const info = graph.config.find((one) => one.key === key)
    if (!info) {
      const known = graph.config.map((one) => one.key)
      issues.push(coreIssue('config/unknown-key', { name: key, known }))
    } else {
      const refusal = graph.rules!.refuseValue(info, given)
      if (refusal) issues.push(refusal)
    }
  }
  return issues
}
