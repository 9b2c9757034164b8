import { expect, it, onTestFinished } from 'vitest'
import { filePersister } from './file-persister.ts'
import { damageLine, journalsIn } from './fixtures/damage.ts'
import { makeScratch, newFolder, removeFolder } from './fixtures/scratch.ts'
import { committed, describePersister, opened } from './fixtures/of-machines.ts'
import { nodeJournalFiles, type JournalFiles } from './journal-files.ts'

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

it('lists the others when one file cannot be opened, as those of somebody else', async () => {
  const dir = `${makeScratch()}/.throughline`
  const mine = filePersister({ dir })
  onTestFinished(() => mine.close?.())
  await mine.append('a', 0, [opened()])
  await mine.append('b', 0, [opened()])
  const [first] = journalsIn(dir)
  const refused = Object.assign(new Error('permission denied'), { code: 'EACCES' })
  const open: JournalFiles['open'] = (path) => {
    if (path === first) throw refused
    return nodeJournalFiles.open(path)
  }
  const { applications, unreadable } = await filePersister({ dir, files: { ...nodeJournalFiles, open } }).list()
  expect(applications).toHaveLength(1)
  const facts = { path: first, reason: 'permission denied' }
  expect(unreadable).toMatchObject([{ issue: { code: 'store/disk-failed', severity: 'error', facts } }])
  const failing = {
    ...nodeJournalFiles,
    open: () => expect.fail(),
    list: () => {
      throw refused
    },
  }
  expect(() => filePersister({ dir, files: failing }).list()).toThrow('permission denied')
})

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
