// What the compiler accepts of dataflows that are actions, what it infers, and what it refuses. Checked by `tsc`, never run.

import { dataflow } from 'throughline'
import { appendTo, forState, fromInput, fromState, fromValue, toState } from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

interface Chat {
  prompt: string
  reply: string
  length: number
  history: string[]
  tokens: readonly string[]
  lang?: string
  mode: 'short' | 'long'
}
const { flowAction, machine, action } = forState<Chat>()

const flow = dataflow({
  words: ({ text, lang = 'en' }: { text: string; lang?: string }) => text.split(lang),
  answer: async ({ words, mode }: { words: string[]; mode: 'short' | 'long' }) => words.join(mode),
  count: ({ words }: { words: string[] }) => words.length,
  found: ({ query }: { query: string }) => query,
})

const reply = flowAction(flow, {
  inputs: { text: fromState('prompt'), mode: fromValue('short'), lang: fromState('lang?') },
  outputs: { answer: toState('reply'), count: toState('length') },
  tags: ['model'],
  timeout: '2s',
  concurrency: 2,
})
const asked = flowAction(flow, {
  inputs: { text: fromInput('q'), mode: fromInput('how'), lang: fromInput('lang') },
  outputs: { answer: appendTo('history') },
})
const words = flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { words: toState('history') } })
const modeOfState = flowAction(flow, {
  inputs: { text: fromState('prompt'), mode: fromState('mode') },
  outputs: { answer: toState('reply') },
})
const noInputs = flowAction(dataflow({ one: () => 1 }), { outputs: { one: toState('length') } })

type InputsOf<A> = A extends { readonly types?: infer T } ? NonNullable<T>['inputs' & keyof NonNullable<T>] : never
expectTrue<Equal<InputsOf<typeof asked>, { q: string; how: 'short' | 'long'; lang?: string }>>()

const done = action({}, () => {})
const all = machine({ reply, asked, words, modeOfState, noInputs, done })
  .from('reply')
  .to('asked')
  .from('asked')
  .to('done')
const app = await all.open({ entry: 'reply', state: { prompt: '' } })
void app.run({ until: { after: ['@model'] }, inputs: { asked: { q: 'x', how: 'long' } } })
void app.run({ inputs: { reply: {} } })
// @ts-expect-error an input of the action that is left out
void app.run({ inputs: { asked: { q: 'x' } } })
for await (const event of app.run()) {
  if (event.type === 'step' && event.action === 'reply')
    expectTrue<Equal<keyof typeof event.result, 'reply' | 'length'>>()
}

flowAction(flow, {
  // @ts-expect-error a misspelt input of the flow
  inputs: { text: fromState('prompt'), txt: fromState('prompt') },
  outputs: { count: toState('length') },
})
// @ts-expect-error a misspelt output of the flow
flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { cuont: toState('length') } })
// @ts-expect-error a misspelt key of the state that is read
flowAction(flow, { inputs: { text: fromState('promt') }, outputs: { count: toState('length') } })
// @ts-expect-error a misspelt key of the state that is written
flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { count: toState('lenght') } })
// @ts-expect-error an input of the flow that is left out
flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { answer: toState('reply') } })
// @ts-expect-error all inputs left out
flowAction(flow, { outputs: { count: toState('length') } })
flowAction(flow, {
  // @ts-expect-error an input that these outputs do not need
  inputs: { text: fromState('prompt'), query: fromState('prompt') },
  outputs: { count: toState('length') },
})
// @ts-expect-error a key of another type for an input
flowAction(flow, { inputs: { text: fromState('length') }, outputs: { count: toState('length') } })
// @ts-expect-error a value of another type for an input
flowAction(flow, { inputs: { text: fromValue(1) }, outputs: { count: toState('length') } })
// @ts-expect-error a key of another type for an output
flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { count: toState('reply') } })
// @ts-expect-error an item of another type
flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { count: appendTo('history') } })
// @ts-expect-error a key that may be absent for an input that the flow needs
flowAction(flow, { inputs: { text: fromState('lang?') }, outputs: { count: toState('length') } })
