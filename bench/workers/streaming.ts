// What is kept while a stream of items goes through `each` into a node that adds them up.
//
// usage: node --expose-gc streaming.ts <items>

import { dataflow } from 'throughline'
import { each } from 'throughline/fan-out'

const items = Number(process.argv[2])
const samplesEvery = 5_000
let peakBytes = 0

/** Only what is not garbage counts: how much of that lies around is a matter of the engine. */
function sample(): void {
  globalThis.gc!()
  peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed)
}

async function* rows(): AsyncGenerator<{ readonly id: number; readonly text: string }> {
  for (let id = 0; id < items; id++) {
    if (id % samplesEvery === samplesEvery - 1) sample()
    yield { id, text: `row ${id}` }
  }
}

const flow = dataflow({
  rows,
  lengths: each(
    { row: 'rows' },
    async ({ row }: { row: { id: number; text: string } }) => ({ length: row.text.length }),
    {
      stream: true,
    },
  ),
  total: async ({ lengths }: { lengths: AsyncIterable<{ length: number }> }) => {
    let total = 0
    for await (const { length } of lengths) total += length
    return total
  },
})

const { total } = await flow.execute(['total'])
let expected = 0
for (let id = 0; id < items; id++) expected += `row ${id}`.length
if (total !== expected) throw new Error(`wrong result: ${total}`)
console.log(JSON.stringify({ peakBytes }))
