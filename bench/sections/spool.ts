// Recording an event: at most a small multiple of writing its bytes, which nobody can avoid.

import { median, medianRatio, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

interface Times {
  readonly rawUs: readonly number[]
  readonly appendUs: readonly number[]
  readonly readUs: readonly number[]
  readonly callMs: number
  readonly firstBeatMs: number
}

export async function measureSpool({ quick }: { quick: boolean }): Promise<Section> {
  const events = quick ? 20_000 : 100_000
  const times = await runWorker<Times>('spool.ts', [events, quick ? 3 : 9])
  if ('failure' in times) throw new Error(times.failure)
  const { rawUs, appendUs, readUs, callMs, firstBeatMs } = times
  const ratio = medianRatio(appendUs, rawUs)
  printTable(
    `the spool, ${events.toLocaleString('en-US')} events: processor time`,
    ['what', 'by a raw write', 'figure'],
    [
      ['fs.writeSync of each line', 1, `${median(rawUs).toFixed(2)} us`],
      ['recording it', ratio, `${median(appendUs).toFixed(2)} us`],
      ['reading it', medianRatio(readUs, rawUs), `${median(readUs).toFixed(2)} us`],
      ['starting the heart: the call', '', `${callMs.toFixed(1)} ms`],
      ['starting the heart: until its first beat', '', `${firstBeatMs.toFixed(1)} ms`],
    ],
  )
  return {
    name: 'spool',
    figures: { events, rawUs, appendUs, readUs, ratio, callMs, firstBeatMs },
    verdicts: [{ promise: 'recording an event: by a raw write of its bytes', measured: ratio, limit: 3, unit: ' x' }],
  }
}
