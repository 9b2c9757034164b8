// Runs an application in every way, kept in memory, and asks for one over HTTP without a server.

import { append, END, expects, forState, fromState, memoryPersister, suspend, toState } from '@throughline/machine'
import { machineDiagram } from '@throughline/machine/diagram'
import { serveApplications } from '@throughline/machine/http'
import { dataflow, type StandardSchema } from 'throughline'

interface Talk {
  prompt: string
  size: number
  said: string[]
  isFine: boolean
}
const { action, stream, flowAction, machine } = forState<Talk>()

const fine: StandardSchema<unknown, { isFine: boolean }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof (value as { isFine?: unknown } | undefined)?.isFine === 'boolean'
        ? { value: value as { isFine: boolean } }
        : { issues: [{ message: 'not a boolean', path: ['isFine'] }] },
  },
}
const flow = dataflow({
  words: ({ text }: { text: string }) => text.split(' '),
  size: async ({ words }: { words: string[] }) => words.length,
})
const ask = action({ writes: ['prompt'], inputs: expects<{ text: string }>({ text: 'required' }) }, ({ inputs }) => ({
  prompt: inputs.text,
}))
const measure = flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { size: toState('size') } })
const say = stream({ reads: ['prompt'], writes: ['said'] }, async function* ({ state }) {
  for (const word of state.prompt.split(' ')) {
    await Promise.resolve()
    yield word
  }
  return { said: append(state.prompt) }
})
const approve = action({ reads: ['size'], writes: ['isFine'], awaits: fine }, ({ state }) =>
  suspend({ prompt: state.size }),
)
const talk = machine({ ask, measure, say, approve })
  .from('ask')
  .to('measure')
  .from('measure')
  .to('say')
  .from('say')
  .to('approve')
  .from('approve')
  .when({ isFine: true }, END)
  .otherwise('ask')
  .named('talk')

export async function runApplications(): Promise<unknown> {
  const persister = memoryPersister()
  const app = await talk.open({ id: 'a', entry: 'ask', state: { said: [] }, persister })
  const events: string[] = []
  for await (const event of app.run({ inputs: { ask: { text: 'one two' } } })) {
    if (event.type === 'chunk') events.push(`chunk ${event.chunk}`)
    else if (event.type === 'node') events.push(`node ${event.node} ${event.status}`)
    else events.push(event.type)
  }
  await app.close()
  const again = await talk.open({ resume: 'a', persister })
  const answered = await again.resume({ isFine: false }, { inputs: { ask: { text: 'three' } } })
  const fork = await talk.open({ fork: { id: 'a', at: 4 }, id: 'b', persister })
  const history = (await again.history('said')).map(({ sequence, value }) => [sequence, value])
  return {
    events,
    answered: [answered.status, answered.sequence, answered.state],
    fork: [(await fork.step({ inputs: { ask: { text: 'four' } } })).sequence, fork.next, fork.state.said],
    history,
    drawn: machineDiagram(talk, { entry: 'ask' }).split('\n').length,
    served: await serve(),
  }
}

async function serve(): Promise<unknown> {
  const served = serveApplications({
    machines: { talk: { machine: talk, entry: 'ask', state: { said: [] } } },
    persister: memoryPersister(),
  })
  const post = (path: string, body: object, accept = 'application/json'): Promise<Response> =>
    served(
      new Request(`http://localhost${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', accept },
      }),
    )
  const { status } = await post('/talk', { id: 'a/b' })
  const events = await post('/talk/a%2Fb/run', { inputs: { ask: { text: 'hi' } } }, 'text/event-stream')
  const types = [...(await events.text()).matchAll(/^event: (\w+)$/gm)].map(([, type]) => type)
  const refused = (await (await post('/talk/a%2Fb/resume', { payload: {} })).json()) as { code: string }
  await served.close()
  return { status, types, refused: refused.code }
}
