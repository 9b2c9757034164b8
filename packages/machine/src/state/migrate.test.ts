import { describe, expect, it } from 'vitest'
import { migrateState } from './migrate.ts'

const migrations = {
  1: (state: object) => ({ ...state, two: true }),
  2: (state: object) => ({ ...state, three: 'two' in state }),
}

describe('a state of an older shape', () => {
  it('is led from version to version, each time by the migration that begins there', () => {
    expect(migrateState({ n: 1 }, 1, 3, migrations, 'a')).toEqual({ n: 1, two: true, three: true })
    expect(migrateState({ n: 1 }, 2, 3, migrations, 'a')).toEqual({ n: 1, three: false })
  })

  it('stays the same object when its version is that of today', () => {
    const state = { n: 1 }
    expect(migrateState(state, 3, 3, migrations, 'a')).toBe(state)
  })

  it('is refused when a migration is missing, and when it is newer', () => {
    expect(() => migrateState({}, 1, 4, migrations, 'a')).toThrow('from version 3 to 4')
    expect(() => migrateState({}, 5, 4, migrations, 'a')).toThrow('has version 5; this program knows 4')
  })
})
