// What the compiler knows of parallel actions. Checked by `tsc`, never run.

import { append, branch, END, expects, forState, task } from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

interface Report {
  docs: string[]
  summaries: string[]
  best: string
  count?: number
}
interface Doc {
  text: string
  summary: string
  tags: string[]
}
interface Vote {
  text: string
  yes: boolean
}
const { parallel, mapStates, mapActions, mapActionsAndStates, action, machine } = forState<Report>()
const doc = forState<Doc>()
const vote = forState<Vote>()

const summarize = doc.action({ reads: ['text'], writes: ['summary'] }, ({ state }) => ({
  summary: state.text.slice(3),
}))
const ask = doc.action(
  { writes: ['text'], inputs: expects<{ text: string }>({ text: 'required' }) },
  ({ inputs }) => inputs,
)
const reader = doc.machine({ ask, summarize }).from('ask').to('summarize').from('summarize').to(END)
const decide = vote.action({ reads: ['text'], writes: ['yes'] }, ({ state }) => ({ yes: state.text !== '' }))

const ofTasks = parallel({
  reads: ['docs'],
  writes: ['summaries', 'count?'],
  tasks: ({ state }) => {
    expectTrue<Equal<typeof state, { readonly docs: readonly string[] }>>()
    return state.docs.map((text, index) =>
      task({
        key: String(index),
        machine: reader,
        entry: 'summarize',
        state: { text, tags: ['a'] as const },
        until: { when: ({ summary }) => summary.length > 3 },
      }),
    )
  },
  reduce: ({ state, results }) => {
    expectTrue<Equal<(typeof results)[number]['state']['tags'], readonly string[]>>()
    expectTrue<Equal<(typeof results)[number]['status'], 'completed' | 'halted' | 'limit'>>()
    expectTrue<Equal<(typeof results)[number]['last'], 'ask' | 'summarize' | null>>()
    void state.docs
    return { summaries: results.map((result) => result.state.summary) }
  },
})

const ofTwo = parallel({
  reads: ['docs'],
  writes: ['best'],
  join: 'settle',
  concurrency: 2,
  tasks: ({ state }) => [
    task({ key: 'a', machine: reader, entry: 'ask', inputs: { ask: { text: 'x' } }, until: { after: ['ask'] } }),
    task({ key: 'b', machine: decide, state: { text: state.docs[0]! } }),
  ],
  reduce: async ({ results }) => {
    for (const result of results) {
      if (result.status === 'failed') void result.error
      if ('summary' in result.state) expectTrue<Equal<typeof result.state.summary, string>>()
      else expectTrue<Equal<typeof result.state.yes, boolean>>()
    }
    return { best: 'x' }
  },
})

const ofStates = mapStates({
  reads: ['docs'],
  writes: ['summaries'],
  join: { quorum: 2 },
  action: summarize,
  states: ({ state }) => state.docs.map((text) => ({ text })),
  reduce: ({ results }) => ({ summaries: append(...results.map(({ state }) => state.summary)) }),
})
const ofBranch = mapStates({
  reads: ['docs'],
  writes: ['best'],
  action: branch({ machine: reader, entry: 'ask', inputs: { ask: { text: 'x' } } }),
  states: ({ state }) => ({ first: { text: state.docs[0]! } }),
  reduce: ({ results }) => ({ best: results[0]!.state.summary }),
})
const ofActions = mapActions({
  reads: ['docs'],
  writes: ['best'],
  actions: { summarize, decide, read: branch({ machine: reader, entry: 'summarize' }) },
  state: ({ state }) => ({ text: state.docs[0]! }),
  reduce: ({ results }) => {
    for (const result of results) {
      expectTrue<Equal<typeof result.key, 'summarize' | 'decide' | 'read'>>()
      if (result.key === 'decide') expectTrue<Equal<typeof result.state.yes, boolean>>()
      else expectTrue<Equal<typeof result.state.summary, string>>()
    }
    return { best: '' }
  },
})
const ofBoth = mapActionsAndStates({
  reads: ['docs'],
  writes: ['best'],
  actions: { summarize, decide },
  states: ({ state }) => state.docs.map((text) => ({ text })),
  reduce: ({ results }) => {
    expectTrue<Equal<(typeof results)[number]['key'], `summarize/${string}` | `decide/${string}`>>()
    return { best: results.map((result) => ('yes' in result.state ? '' : result.state.summary)).join('') }
  },
})
void machine({ ofTasks, ofTwo, ofStates, ofBranch, ofActions, ofBoth, plain: action({}, () => {}) })

const reduce = (): { best: string } => ({ best: '' })
const more = (): { best: string; docs: string[] } => ({ best: '', docs: [] })
// @ts-expect-error an entry that is no action of the machine
parallel({ writes: ['best'], tasks: () => [task({ key: 'a', machine: reader, entry: 'asc' })], reduce })
// @ts-expect-error a state of another type
parallel({ writes: ['best'], tasks: () => [task({ key: 'a', machine: decide, state: { text: 1 } })], reduce })
// @ts-expect-error no key
parallel({ writes: ['best'], tasks: () => [task({ machine: decide, state: { text: '' } })], reduce })
// @ts-expect-error an undeclared write
parallel({ writes: ['best'], tasks: () => [task({ key: 'a', machine: decide })], reduce: more })
// @ts-expect-error a missing write
parallel({ writes: ['best'], tasks: () => [task({ key: 'a', machine: decide })], reduce: () => ({}) })
// @ts-expect-error an undeclared read
parallel({ writes: ['best'], tasks: ({ state }) => [task({ key: state.best, machine: decide })], reduce })
// @ts-expect-error no way to join
parallel({ writes: ['best'], join: 'any', tasks: () => [task({ key: 'a', machine: decide })], reduce })
// @ts-expect-error a state that one of them cannot begin with
mapActions({ writes: ['best'], actions: { summarize, decide }, state: () => ({ text: '', yes: 1 }), reduce })
// @ts-expect-error a state of another type
mapStates({ writes: ['best'], action: decide, states: () => [{ yes: 'no' }], reduce })
// @ts-expect-error an entry that is no action of the machine
mapStates({ writes: ['best'], action: branch({ machine: reader, entry: 'asc' }), states: () => [{ text: '' }], reduce })
