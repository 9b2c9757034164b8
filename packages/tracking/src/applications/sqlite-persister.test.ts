import { describePersister } from '../../../machine/src/journal/fixtures/persister-conformance.ts'
import { newFolder, removeFolder } from './fixtures/scratch.ts'
import { sqlitePersister } from './sqlite-persister.ts'

describePersister('on SQLite', () => {
  const dir = newFolder()
  return { open: () => sqlitePersister({ dir }), remove: () => removeFolder(dir) }
})
