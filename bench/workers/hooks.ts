// The same flow with and without an empty list of hooks, turn by turn in one process.
//
// usage: node hooks.ts <module of nodes> <comma-separated outputs> <pairs>

import { dataflow } from 'throughline'

const [, , file = '', outputs = '', pairs = ''] = process.argv
const wanted = outputs.split(',')
const inputs = { i0: 1, i1: 2, i2: 3, i3: 4 }
const plain = dataflow((await import(file)) as Record<string, (dependencies: never) => unknown>).loose()
const hooked = plain.with({ hooks: [] })

const timeMs = async (flow: { execute(outputs: never[], options: never): Promise<unknown> }): Promise<number> => {
  const startMs = performance.now()
  for (let index = 0; index < 4; index++) await flow.execute(wanted as never[], { inputs } as never)
  return performance.now() - startMs
}

for (let warm = 0; warm < 200; warm++) await Promise.resolve(timeMs(plain)).then(() => timeMs(hooked))
const ratios: number[] = []
for (let pair = 0; pair < Number(pairs); pair++) {
  const plainFirst = pair % 2 === 0
  const first = await timeMs(plainFirst ? plain : hooked)
  const second = await timeMs(plainFirst ? hooked : plain)
  ratios.push(plainFirst ? second / first : first / second)
}
console.log(JSON.stringify({ ratios }))
