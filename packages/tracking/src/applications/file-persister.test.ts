import { expect, it, onTestFinished } from 'vitest'
import { filePersister } from './file-persister.ts'
import { damageLine } from './fixtures/damage.ts'
import { makeScratch, newFolder, removeFolder } from './fixtures/scratch.ts'
import { committed, describePersister, opened } from './fixtures/of-machines.ts'

describePersister(
  'in files',
  () => {
    const dir = `${newFolder()}/.throughline`
    return {
      open: () => filePersister({ dir }),
      damage: (app, number) => damageLine(dir, app, number),
      remove: () => removeFolder(dir.slice(0, -'/.throughline'.length)),
    }
  },
  { hasDamage: true },
)

it('knows an application that was made anew in another process, although its file is as long as before', async () => {
  const dir = `${makeScratch()}/.throughline`
  const [one, other] = [filePersister({ dir }), filePersister({ dir })]
  onTestFinished(async () => {
    await one.close?.()
    await other.close?.()
  })
  await one.append('a', 0, [opened({ state: { by: 1 } })])
  await other.remove('a')
  await other.append('a', 0, [opened({ state: { by: 2 } })])
  await other.append('a', 1, [committed(1)])
  await other.remove('a')
  await other.append('a', 0, [opened({ state: { by: 3 }, next: 'b' })])
  await one.append('a', 1, [{ type: 'begun', atMs: 1, sequence: 1, action: 'b', attempt: 1 }])
  expect((await one.list()).applications).toMatchObject([{ next: 'b' }])
  expect((await one.load('a'))?.head).toMatchObject({ state: { by: 3 }, next: 'b', attempts: 1 })
})
