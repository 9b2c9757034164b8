import { describePersister } from '../../../machine/src/journal/fixtures/persister-conformance.ts'
import { filePersister } from './file-persister.ts'
import { newFolder, removeFolder } from './fixtures/scratch.ts'

describePersister('in files', () => {
  const dir = `${newFolder()}/.throughline`
  return { open: () => filePersister({ dir }), remove: () => removeFolder(dir.slice(0, -'/.throughline'.length)) }
})
