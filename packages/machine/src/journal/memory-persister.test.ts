import { memoryPersister } from './memory-persister.ts'
import { describePersister, type PersisterPlace } from './fixtures/persister-conformance.ts'

const place = (): PersisterPlace => {
  const persister = memoryPersister()
  return { open: () => persister }
}

describePersister('memory', place, { hasLeases: false, hasHandles: false })
