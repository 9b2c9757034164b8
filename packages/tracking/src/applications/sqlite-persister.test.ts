import { dirname } from 'node:path'
import { openStore } from '@throughline/store'
import { expect, it, onTestFinished } from 'vitest'
import { filePersister } from './file-persister.ts'
import { damageRow } from './fixtures/damage.ts'
import { makeScratch, newFolder, removeFolder } from './fixtures/scratch.ts'
import { sqlitePersister } from './sqlite-persister.ts'
import { describePersister, journalOf } from './fixtures/of-machines.ts'

describePersister(
  'on SQLite',
  () => {
    const dir = `${newFolder()}/.throughline`
    return {
      open: () => sqlitePersister({ dir }),
      damage: async (app, number) => damageRow(`sqlite:${dir}/store.db`, app, number),
      remove: () => removeFolder(dirname(dir)),
    }
  },
  { hasDamage: true },
)

it('makes a folder that is one of a store, and shares it with files', async () => {
  const dir = `${makeScratch()}/any name`
  for (const persister of [sqlitePersister({ dir }), filePersister({ dir })]) {
    onTestFinished(() => persister.close?.())
    await persister.append('a', 0, journalOf(1))
    expect((await persister.load('a'))?.number).toBe(2)
  }
  const store = await openStore({ dir })
  expect(store.isStoring).toBe(true)
  await store.close()
})
