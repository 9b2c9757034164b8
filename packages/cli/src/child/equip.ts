// In the process that runs user code: gives a flow the cache that its project asks for.

import { cache } from '@throughline/cache'
import type { Equip } from '@throughline/project/process'
import { join } from 'node:path'
import type { Issue } from 'throughline'
import { DEFAULT_MAX_BYTES } from '../default-limit.ts'

/** @param options `{ cache: false }` for a run without */
export const equip: Equip = async (loaded, options) => {
  const issues: Issue[] = []
  const setting = options['cache'] === false ? undefined : loaded.project.cache
  if (setting === undefined) return { flow: (flow) => flow, issues, close: async () => {} }
  const memo = cache({
    dir: join(loaded.directory, '.throughline'),
    versions: await loaded.codeVersions(),
    verifyInputs: true,
    maxBytes: DEFAULT_MAX_BYTES,
    onIssue: (issue) => void issues.push(issue),
    ...setting,
  })
  return { flow: (flow) => flow.with({ cache: memo }), issues, close: () => memo.close() }
}
