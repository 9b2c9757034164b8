// What the compiler accepts, what it infers exactly, and what it refuses. Checked by `tsc`, never run.

import * as z from 'zod'
import { append, END, expects, forState, increment, suspend, unset } from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

interface Message {
  role: 'user' | 'assistant'
  text: string
}
interface Chat {
  history: Message[]
  prompt: string
  safe: boolean
  n: number
  reason?: string
}
const { action, stream, machine, input, result, todo } = forState<Chat>()

const prompt = action(
  { writes: ['prompt'], inputs: expects<{ text: string; lang?: string }>({ text: 'required', lang: 'optional' }) },
  ({ inputs }) => {
    expectTrue<Equal<typeof inputs, { text: string; lang?: string }>>()
    return { prompt: inputs.text }
  },
)
const check = action({ reads: ['prompt'], writes: ['safe', 'reason?'], tags: ['guard'] }, async ({ state }) => {
  expectTrue<Equal<typeof state, { readonly prompt: string }>>()
  return { safe: state.prompt.length > 3 }
})
const answer = stream({ reads: ['history', 'prompt', 'reason?'], writes: ['history'] }, async function* ({ state }) {
  expectTrue<Equal<typeof state.reason, string | undefined>>()
  let text = ''
  for (const token of state.prompt) {
    text += token
    yield token
  }
  return { history: append({ role: 'assistant' as const, text }) }
})
const count = action({ reads: ['n'], writes: ['n'] }, () => ({ n: increment() }))
const forget = action({ writes: ['reason?'] }, () => ({ reason: unset() }))
const approve = action(
  {
    reads: ['prompt'],
    writes: ['safe'],
    awaits: z.object({ ok: z.boolean() }),
    resumed: ({ payload }) => ({ safe: payload.ok }),
  },
  ({ state }) => suspend({ prompt: state.prompt }),
)
const nothing = action({}, () => {})
const both = action({ writes: ['n'] }, ({ ctx }) => (ctx.attempt > 1 ? { n: 1 } : suspend()))
void both

// ---- what an action reads and writes
// @ts-expect-error an undeclared read
action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.prompt.length }))
// @ts-expect-error a missing write
action({ reads: ['n'], writes: ['n'] }, () => ({}))
// @ts-expect-error an undeclared write
action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n, prompt: 'x' }))
// @ts-expect-error an undeclared write of a promise
action({ reads: ['n'], writes: ['n'] }, async ({ state }) => ({ n: state.n, prompt: 'x' }))
// @ts-expect-error a value of another type
action({ writes: ['n'] }, () => ({ n: 'x' }))
// @ts-expect-error an unknown key
action({ reads: ['m'] }, () => {})
// @ts-expect-error a change in place
action({ reads: ['history'] }, ({ state }) => void state.history.push({ role: 'user', text: '' }))
// @ts-expect-error an item of another type
action({ writes: ['history'] }, () => ({ history: append({ role: 'nobody' as const, text: '' }) }))
// @ts-expect-error append to what is no list
action({ writes: ['prompt'] }, () => ({ prompt: append('x') }))
// @ts-expect-error a chunk is not a patch
stream({ writes: ['n'] }, async function* () {
  yield 1
})
// @ts-expect-error an undeclared write of a stream
stream({ writes: ['n'] }, async function* () {
  yield 1
  return { n: 1, prompt: 'x' }
})
// @ts-expect-error names of inputs that are not in the type
expects<{ text: string }>({ text: 'required', other: 'required' })
// @ts-expect-error an optional input that is said to be required
expects<{ text?: string }>({ text: 'required' })

// ---- edges
const base = machine({ prompt, check, answer, count, forget, approve, nothing })
const chat = base
  .from('prompt')
  .to('check')
  .from('check')
  .when({ safe: true }, 'answer')
  .when((state) => state.n > 3, 'count')
  .otherwise('prompt')
  .from('answer')
  .onError('TimeoutError', 'prompt')
  .to('prompt')
  .from(['count', 'forget'])
  .route(['answer', END], (state) => (state.n > 1 ? 'answer' : END))
  .from('*')
  .onError((_, { name }) => name === 'X', 'prompt')
// @ts-expect-error an unknown source
base.from('promt')
// @ts-expect-error an unknown target
base.from('prompt').to('chek')
// @ts-expect-error nothing follows otherwise
base.from('prompt').otherwise('check').when({ safe: true }, 'answer')
// @ts-expect-error nothing follows to
base.from('prompt').to('check').to('answer')
// @ts-expect-error an unknown key in a condition
base.from('prompt').when({ saef: true }, 'answer')
// @ts-expect-error a value of another type in a condition
base.from('prompt').when({ safe: 'yes' }, 'answer')
// @ts-expect-error a route to what is not among its targets
base.from('prompt').route(['check'], () => 'answer')

// ---- an application
const app = await chat.open({ id: 'user-42', entry: 'prompt', state: { history: [], prompt: '', safe: false, n: 0 } })
for await (const event of app.run({ until: { after: ['answer', '@guard'] }, inputs: { prompt: { text: 'Hi' } } })) {
  if (event.type === 'chunk') expectTrue<Equal<typeof event.action, 'answer'>>()
  if (event.type === 'chunk') expectTrue<Equal<typeof event.chunk, string>>()
  // @ts-expect-error not an action
  if (event.type === 'step' && event.action === 'zzz') void event
}
const outcome = await app.run()
if (outcome.status === 'failed') void outcome.error
if (outcome.status === 'suspended') void outcome.awaiting.action
expectTrue<Equal<typeof outcome.state.safe, boolean>>()
void app.resume({ ok: true })
// @ts-expect-error a payload of another type
void app.resume({ ok: 'yes' })
// @ts-expect-error an unknown action
void app.run({ until: { after: ['anser'] } })
// @ts-expect-error an unknown tag
void app.run({ until: { after: ['@x'] } })
// @ts-expect-error a missing input
void app.run({ inputs: { prompt: {} } })
void chat.open({ entry: 'prompt', state: outcome.state })
void app.edit({ state: { history: append({ role: 'user', text: 'Hi' }), n: increment(), reason: unset() } })
// @ts-expect-error an edit that appends to what is no list
void app.edit({ state: { prompt: append('x') } })
// @ts-expect-error an entry that is no action
void chat.open({ entry: 'x' })
// @ts-expect-error start and resume at once
void chat.open({ id: 'x', resume: 'y', entry: 'prompt' })
// @ts-expect-error resume without a persister
void chat.open({ resume: 'y' })

// ---- small ones
const ask = input('prompt', 'n')
const show = result('prompt')
const later = todo({ reads: ['n'], writes: ['prompt'] })
const bound = prompt.bind({ text: 'Hi' })
const small = await machine({ ask, show, later, bound }).open({ entry: 'ask' })
void small.run({ inputs: { ask: { prompt: 'x', n: 1 }, bound: { lang: 'en' } } })
// @ts-expect-error what was bound cannot be given
void small.run({ inputs: { bound: { text: 'x' } } })
// @ts-expect-error bind of what is no input
prompt.bind({ txt: 'Hi' })
