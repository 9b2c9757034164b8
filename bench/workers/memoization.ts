// What memoization costs: the same graph without it, with nothing kept yet, and with everything kept, turn by turn.
//
// usage: node memoization.ts <module of nodes> <comma-separated outputs> <nodes> <rounds>

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache, type Cache } from '@throughline/cache'
import { dataflow, untyped, type UntypedFlow } from 'throughline'
import { median } from '../measure.ts'

const [, , file = '', outputs = '', nodes = '', rounds = ''] = process.argv
const wanted = outputs.split(',')
const inputs = { i0: 1, i1: 2, i2: 3, i3: 4 }
const flow = untyped(dataflow((await import(file)) as Record<string, (dependencies: never) => unknown>))
const used = Object.fromEntries(Object.entries(inputs).filter(([name]) => flow.inputs.some((one) => one.name === name)))
const versions = { of: ({ node }: { node: string }) => ({ version: `code1:${node}`, impure: [] }) }

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

/** The program alone: what it does later, as closing, is not part of it. */
async function costOf(run: UntypedFlow): Promise<Cost & { readonly values: string }> {
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  const values = await run.execute(wanted, { inputs: used })
  const wallMs = performance.now() - startMs
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (user + system) / 1000, values: JSON.stringify(values) }
}

function open(dir: string): Cache {
  return cache({ dir, versions, onIssue: (issue) => console.error(issue.title) })
}

const plain: Cost[] = []
const cold: Cost[] = []
const warm: Cost[] = []
const expected = (await costOf(flow)).values
for (let round = 0; round < Number(rounds) * 20; round++) plain.push(await costOf(flow))
for (let round = 0; round < Number(rounds); round++) {
  const dir = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  for (const costs of [cold, warm]) {
    const opened = open(dir)
    const cost = await costOf(flow.with({ cache: opened }))
    if (cost.values !== expected) throw new Error('The values differ from those of running.')
    costs.push(cost)
    await opened.close()
  }
  rmSync(dir, { recursive: true, force: true })
}
const perNode = (costs: readonly Cost[], what: keyof Cost): number => {
  const overhead = median(costs.map((one) => one[what])) - median(plain.map((one) => one[what]))
  return (1000 * overhead) / Number(nodes)
}
console.log(
  JSON.stringify({
    plainUs: (1000 * median(plain.map((one) => one.wallMs))) / Number(nodes),
    cold: { wallUs: perNode(cold, 'wallMs'), cpuUs: perNode(cold, 'cpuMs') },
    warm: { wallUs: perNode(warm, 'wallMs'), cpuUs: perNode(warm, 'cpuMs') },
  }),
)
