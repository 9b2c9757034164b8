import { describe, expect, it } from 'vitest'
import { isThroughlineError } from 'throughline'
import { END, forState } from '../index.ts'

const { action, machine } = forState<{ n: number; ok: boolean }>()
const inc = action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n + 1 }))
const done = action({}, () => {})

const codesOf = (work: () => unknown): string[] => {
  try {
    work()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map(({ code }) => code)
    throw error
  }
  return []
}

describe('a machine', () => {
  it('says everything that is wrong with its actions at once', () => {
    const wrong = { '': inc, '@tag': inc, $end: inc, '*': inc, plain: (() => 1) as never }
    expect(codesOf(() => machine(wrong))).toEqual([
      'machine/bad-name',
      'machine/bad-name',
      'machine/bad-name',
      'machine/bad-name',
      'machine/not-an-action',
    ])
    expect(codesOf(() => machine({}))).toEqual(['machine/no-actions'])
  })

  it('is another one with each edge, and stays as it was', () => {
    const base = machine({ inc, done })
    const chain = base.from('inc').to('done')
    expect(base.edges).toEqual([])
    expect(chain.edges).toEqual([{ kind: 'otherwise', from: 'inc', to: 'done', label: '' }])
    expect(chain.named('counter').name).toBe('counter')
    expect(chain.name).toBe('machine')
  })

  it('adds an edge for each of several sources', () => {
    const { edges } = machine({ inc, done }).from(['inc', 'done']).to(END)
    expect(edges.map(({ from }) => from)).toEqual(['inc', 'done'])
  })

  it('calls an edge what its condition says, in at most 60 letters, or what it is told', () => {
    const { edges } = machine({ inc, done })
      .from('inc')
      .when({ ok: true, n: 3 }, 'done')
      .when((state) => state.n > 3, 'done')
      .when((state) => state.n > 3 && state.n < 1_000_000_000 && state.ok && !Number.isNaN(state.n), 'done')
      .when((state) => state.ok, 'done', { label: 'fine' })
      .onError(['TypeError', 'E1'], 'done')
      .onError((error) => error instanceof RangeError, 'done')
    const labels = edges.map(({ label }) => label)
    expect(labels.slice(0, 2)).toEqual(['ok = true, n = 3', 'state.n > 3'])
    expect(labels[2]).toHaveLength(60)
    expect(labels[2]!.endsWith('...')).toBe(true)
    expect(labels.slice(3)).toEqual(['fine', 'TypeError, E1', 'error instanceof RangeError'])
  })

  it('takes the actions and edges of another one under a prefix', () => {
    const search = machine({ inc, done })
      .from('inc')
      .route(['inc', 'done', END], ({ n }) => (n < 3 ? 'inc' : 'done'))
      .from('*')
      .onError('*', 'done')
    const whole = machine({ done }).include('search', search).from('search.done').to('done')
    expect(Object.keys(whole.actions)).toEqual(['done', 'search.inc', 'search.done'])
    expect(whole.toJSON().edges).toEqual([
      expect.objectContaining({ kind: 'route', from: 'search.inc', to: ['search.inc', 'search.done', '$end'] }),
      { kind: 'error', from: 'search.inc', to: ['search.done'], label: '*' },
      { kind: 'error', from: 'search.done', to: ['search.done'], label: '*' },
      { kind: 'otherwise', from: 'search.done', to: ['done'] },
    ])
  })

  it('runs what it has included', async () => {
    const search = machine({ inc, done })
      .from('inc')
      .route(['inc', 'done'], ({ n }) => (n < 3 ? 'inc' : 'done'))
    const whole = machine({ done }).include('search', search).from('search.done').to('done')
    const app = await whole.open({ entry: 'search.inc', state: { n: 0 } })
    expect(await app.run()).toMatchObject({ status: 'completed', last: 'done', state: { n: 3 }, steps: 5 })
  })

  it('refuses a prefix that gives names which are taken or cannot be', () => {
    const part = machine({ inc })
    expect(codesOf(() => machine({ 'a.inc': inc, done }).include('a', part))).toEqual(['machine/name-taken'])
    expect(codesOf(() => machine({ done }).include('@a', part))).toEqual(['machine/bad-name'])
  })
})
