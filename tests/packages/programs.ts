// Programs of a user that touch every entry of the packages; they run, and they compile.

export interface Program {
  readonly file: string
  readonly text: string
  /** What it prints. */
  readonly output: string
}

export const entries: Program = {
  file: 'entries.ts',
  output: '2 flowchart LR\nrun-start run-end 3 5 true\n',
  text: `import { checked, dataflow, type Check, type Hooks } from 'throughline'
import { compareValues, inRange } from 'throughline/checks'
import { diagram } from 'throughline/diagram'
import { each, type SettledItem } from 'throughline/fan-out'
import { logger, progress, type LogRecord } from 'throughline/hooks'
import { loaded, type Source } from 'throughline/io'
import { layered, nodeContext, runNode, untypedFlow, type FakeNodeContext } from 'throughline/testing'

const records: LogRecord[] = []
const hooks: Hooks[] = [logger({ to: (record) => records.push(record) }), progress(() => {})]
const percent: Check<number> = inRange(0, 100)
await dataflow({ answer: checked(() => 42, [percent]) }).with({ hooks }).execute(['answer'])
const context: FakeNodeContext = nodeContext()
const sum: number = await runNode(({ a, b }: { a: number; b: number }) => a + b, { a: 1, b: 2 }, context)
const { module, inputs, outputs } = layered(20)
const values = await untypedFlow(module).execute(outputs, { inputs })
const same = compareValues(values, values).length === 0
const source: Source<number[]> = { read: () => [1, 2], describe: () => ({}) }
const items = dataflow({
  numbers: loaded(source),
  halves: each({ number: 'numbers' }, ({ number }: { number: number }) => number / 2, { settle: true }),
})
const halves: SettledItem<number>[] = (await items.execute(['halves'])).halves
globalThis.console.log(halves.length, diagram(items).split('\\n', 1)[0])
globalThis.console.log(records.map(({ event }) => event).join(' '), sum, Object.keys(values).length, same)
`,
}

export const application: Program = {
  file: 'application.ts',
  output: 'begin step begin node node step end 4 flowchart TD\n201\n',
  text: `import { END, expects, forState, fromState, memoryPersister, toState, type AnyEvent } from '@throughline/machine'
import { machineDiagram } from '@throughline/machine/diagram'
import { serveApplications, type ApplicationServer } from '@throughline/machine/http'
import { dataflow } from 'throughline'

const { action, flowAction, machine } = forState<{ prompt: string; size: number }>()
const ask = action(
  { writes: ['prompt'], inputs: expects<{ text: string }>({ text: 'required' }) },
  ({ inputs }) => ({ prompt: inputs.text }),
)
const flow = dataflow({ size: ({ text }: { text: string }) => text.length })
const measure = flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { size: toState('size') } })
const sizes = machine({ ask, measure }).from('ask').to('measure').from('measure').when({ size: 0 }, 'ask').otherwise(END).named('sizes')
const app = await sizes.open({ id: 'a', entry: 'ask', persister: memoryPersister() })
const types: AnyEvent['type'][] = []
for await (const event of app.run({ inputs: { ask: { text: 'four' } } })) types.push(event.type)
const size: number = app.state.size
globalThis.console.log(types.join(' '), size, machineDiagram(sizes, { entry: 'ask' }).split('\\n', 1)[0])
const serve: ApplicationServer = serveApplications({
  machines: { sizes: { machine: sizes, entry: 'ask' } },
  persister: memoryPersister(),
})
const created: Response = await serve(new Request('http://localhost/sizes', { method: 'POST' }))
globalThis.console.log(created.status)
await serve.close()
`,
}
