import { describe, expect, it } from 'vitest'
import { forState } from '../index.ts'

const { action, machine } = forState<{ n: number; text: string; error: unknown }>()
const read = action({ reads: ['text', 'n?'] }, () => {})
const write = action({ writes: ['text'] }, () => ({ text: '' }))
const idle = action({}, () => {})

const found = (issues: readonly { code: string; title: string }[]): string[] =>
  issues.map(({ code, title }) => `${code}: ${title}`)

describe('validate', () => {
  it('finds nothing in a machine that is sound', () => {
    const sound = machine({ write, read }).from('write').to('read')
    expect(sound.validate({ entry: 'write', state: {} })).toEqual([])
  })

  it('gives every problem at once, and open throws them together', async () => {
    const wrong = machine({ read, write, idle })
      .from('read')
      .otherwise('write')
      .from('read')
      .when({ n: 1 }, 'idle')
      .from('write')
      .to('nowhere' as 'idle')
    const problems = wrong.validate({ entry: 'read', state: {} })
    expect(found(problems)).toEqual([
      'machine/unknown-action: There is no action "nowhere".',
      'machine/shadowed-edge: The edge from "read" to "idle" can never be taken.',
    ])
    await expect(wrong.open({ entry: 'read', state: {} })).rejects.toMatchObject({ issues: problems })
  })

  it('finds actions that the entry does not lead to, over error edges too', () => {
    const chain = machine({ write, read, idle }).from('write').to('read')
    expect(found(chain.validate({ entry: 'write' }))).toEqual([
      'machine/unreachable-action: No way leads from "write" to "idle".',
    ])
    expect(chain.from('*').onError('*', 'idle').validate({ entry: 'write' })).toEqual([])
  })

  it('finds keys that nobody writes; what is read as optional may be absent', () => {
    const alone = machine({ read })
    expect(found(alone.validate({ state: {} }))).toEqual([
      'machine/never-written: Nobody writes "text", and the state at the start does not have it.',
    ])
    expect(alone.validate({ state: { text: '' } })).toEqual([])
    expect(alone.validate()).toEqual([])
  })

  it('knows that an error edge writes the key that gets the error', () => {
    const tell = action({ reads: ['error'] }, () => {})
    const told = machine({ write, tell }).from('write').onError('*', 'tell', { as: 'error' })
    expect(told.validate({ entry: 'write', state: {} })).toEqual([])
  })

  it('finds edges behind one that is always taken: otherwise, a route, or an error edge for every error', () => {
    const twice = machine({ read, write, idle })
      .from('write')
      .onError('*', 'idle', { label: 'whatever' })
      .onError('TypeError', 'read')
      .from('read')
      .route(['write'], () => 'write')
      .from('read')
      .when({ n: 1 }, 'idle')
    expect(found(twice.validate())).toEqual([
      'machine/shadowed-edge: The edge from "write" to "read" can never be taken.',
      'machine/shadowed-edge: The edge from "read" to "idle" can never be taken.',
    ])
  })

  it('does not take a predicate that is called * for one that takes every error', () => {
    const named = machine({ write, idle })
      .from('write')
      .onError(() => false, 'idle', { label: '*' })
      .onError('E', 'idle')
    expect(named.validate()).toEqual([])
  })

  it('names an action that does not exist once, also as the source of an edge and as the entry', () => {
    const wrong = machine({ idle })
      .from('idel' as 'idle')
      .to('idle')
      .from('idel' as 'idle')
      .onError('*', 'idle')
    expect(found(wrong.validate({ entry: 'idel' as 'idle' }))).toEqual([
      'machine/unknown-action: There is no action "idel".',
    ])
    expect(
      found(
        machine({ idle })
          .from('$end' as 'idle')
          .to('idle')
          .validate(),
      ),
    ).toEqual(['machine/unknown-action: There is no action "$end".'])
  })
})
