// A record that is shown without a project has no definitions: pages that ask get none, and no failure.

import type { Api } from '../http/api.ts'

export function addNoProject(api: Api): void {
  api.add('GET /api/definitions', {
    summary: 'The definitions of the project as they are in its files now.',
    answer: () => ({ revision: 0, status: 'loaded', issues: [], flows: [], machines: [] }),
  })
}
