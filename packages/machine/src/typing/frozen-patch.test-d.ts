// What is read from a state, or from the state of a child, can be written into a state as it is. Checked by `tsc`, never run.

import { append, forState } from '../index.ts'

interface Doc {
  tags: string[]
  meta: { deep: { list: number[] } }
}
interface Whole {
  docs: Doc[]
  first: Doc
  all: string[][]
}
const { action, mapStates, machine } = forState<Whole>()
const doc = forState<Doc>()
const tag = doc.action({ reads: ['tags'], writes: ['tags'] }, ({ state }) => ({ tags: state.tags }))

const keep = action({ reads: ['docs'], writes: ['docs', 'first'] }, ({ state }) => ({
  docs: state.docs.slice(1),
  first: state.docs[0]!,
}))
const add = action({ reads: ['first'], writes: ['docs'] }, ({ state }) => ({ docs: append(state.first) }))
const collect = mapStates({
  reads: ['docs'],
  writes: ['all', 'docs'],
  action: tag,
  states: ({ state }) => state.docs,
  reduce: ({ results }) => ({ all: results.map(({ state }) => state.tags), docs: results.map(({ state }) => state) }),
})
void machine({ keep, add, collect })
// @ts-expect-error still of the type of the key
action({ reads: ['docs'], writes: ['first'] }, ({ state }) => ({ first: state.docs }))
