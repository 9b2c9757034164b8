// Without a compiler: misspelt options of persisters are refused when they are made.

import { isThroughlineError } from 'throughline'
import { expect, it } from 'vitest'
import { filePersister } from './file-persister.ts'
import { postgresPersister } from './postgres-persister.ts'
import { sqlitePersister } from './sqlite-persister.ts'

function said(work: () => unknown): readonly string[] {
  try {
    work()
    return []
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map(({ title, hints }) => [title, ...hints].join(' '))
    throw error
  }
}

it.each([
  [
    () => filePersister({ directory: 'x' } as never),
    'filePersister() has no option "directory". options: dir, durability',
  ],
  [() => filePersister({ durabilty: 'sync' } as never), 'has no option "durabilty". did you mean "durability"?'],
  [() => filePersister('x' as never), '"options of filePersister()" is "x"; expected an object.'],
  [() => sqlitePersister({ fileName: 'x' } as never), 'sqlitePersister() has no option "fileName"'],
  [
    () => sqlitePersister({ record: { projekt: 'x' } } as never),
    'record has no option "projekt". did you mean "project"?',
  ],
  [() => sqlitePersister({ record: 'all' } as never), '"options of record" is "all"; expected an object.'],
  [() => postgresPersister('postgres://h/d', { recrod: false } as never), 'postgresPersister() has no option "recrod"'],
])('misspelt options of persisters are refused (%#)', (make, text) => {
  expect(said(make)).toEqual([expect.stringContaining(text)])
})

it('all options are taken, and none', () => {
  expect(said(() => sqlitePersister({ record: false, access: 'read', dir: 'x', durability: 'sync' }))).toEqual([])
  expect(said(() => sqlitePersister({ record: { project: 'x', tags: {}, actor: 'me', capture: 'none' } }))).toEqual([])
  expect(said(() => [filePersister(), sqlitePersister(), postgresPersister('postgres://h/d')])).toEqual([])
})
