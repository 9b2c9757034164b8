// The applications in the store of a record that is shown without its project.

import type { AddRoutes } from '../create-app.ts'
import { addApplications } from './add-applications.ts'
import { KeptApplications } from './kept-applications.ts'

export interface StoredApplications extends AsyncDisposable {
  readonly addRoutes: AddRoutes
}

/**
 * @param record address of the record
 * @param dir what a path in it is relative to
 */
export function storedApplications(record: string, dir: string): StoredApplications {
  const kept = new KeptApplications({ url: record, dir, hasFiles: false })
  return {
    addRoutes: (api, parts) => addApplications(api, { kept, project: () => undefined, record: parts.record }),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
