// How fast values are fingerprinted, beside the bare hash over the same bytes.
//
// usage: node fingerprint-speed.ts <megabytes>

import { createHash } from 'node:crypto'
import { fingerprint, prepareFastHash } from '@throughline/store'
import { median } from '../measure.ts'

const [, , megabytes = ''] = process.argv
const values = new Float64Array((Number(megabytes) << 20) / 8).map((_, at) => at / 3)
const bytes = new Uint8Array(values.buffer)
await prepareFastHash()

const gigabytesPerSecond = (work: () => unknown): number => {
  const times: number[] = []
  for (let round = 0; round < 9; round++) {
    const startMs = performance.now()
    work()
    times.push(performance.now() - startMs)
  }
  return values.byteLength / 1e6 / median(times)
}
const sha256 = gigabytesPerSecond(() => fingerprint(values))
const bareSha256 = gigabytesPerSecond(() => createHash('sha256').update(bytes).digest('hex'))
const xxh128 = gigabytesPerSecond(() => fingerprint(values, { algorithm: 'xxh128' }))
console.log(JSON.stringify({ sha256, bareSha256, xxh128 }))
