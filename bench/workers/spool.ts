// What it costs to record an event, beside writing its bytes; reading them back; the start of the heart.
//
// usage: node spool.ts <events> <rounds>

import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSpoolWriter, readSpool } from '@throughline/store'
import { createHeart } from '@throughline/tracking'

const [, , events = '', rounds = ''] = process.argv
const count = Number(events)
const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
const run = '019b76da-a800-7000-8000-000000000000'

/** As a node with two inputs gives them. */
function eventOf(n: number): { readonly type: string } {
  const id = { node: `spendPerSignup${n % 100}`, attempt: 1 }
  const inputs = { spend: { from: 'spend' }, signups: { from: 'signups' } }
  return n % 2 === 0
    ? ({ type: 'step.started', ...id, inputs } as { type: string })
    : ({ type: 'step.ended', ...id, status: 'succeeded', durationMs: n / 7, output: { type: 'number' } } as {
        type: string
      })
}

function cpuUs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

const rawUs: number[] = []
const appendUs: number[] = []
const readUs: number[] = []
try {
  for (let round = 0; round < Number(rounds); round++) {
    const dir = join(folder, `round-${round}`)
    const writer = openSpoolWriter({ folder: dir })
    appendUs.push(
      cpuUs(() => {
        for (let n = 0; n < count; n++) writer.append(eventOf(n), { run, isState: true })
        writer.flush()
      }),
    )
    writer.close()
    const spool = join(dir, 'spool')
    const lines = readdirSync(spool)
      .flatMap((name) => readFileSync(join(spool, name), 'utf8').split('\n'))
      .filter((line) => line.startsWith('{"v"'))
      .map((line) => Buffer.from(`${line}\n`))
    const descriptor = openSync(join(dir, 'raw'), 'w')
    rawUs.push(
      cpuUs(() => {
        for (const line of lines) writeSync(descriptor, line)
      }),
    )
    closeSync(descriptor)
    let read = 0
    readUs.push(
      cpuUs(() => {
        for (const batch of readSpool({ folder: dir })) read += batch.events.length
      }),
    )
    if (read !== count) throw new Error(`${read} of ${count} events were read`)
    rmSync(dir, { recursive: true })
  }
  const startMs = performance.now()
  const heart = createHeart({ intervalMs: 1 })
  const end = heart.beginRun({ dir: folder, run, onTrouble: () => {} })
  const callMs = performance.now() - startMs
  while (readdirSync(folder).every((name) => name !== 'spool')) await new Promise((resolve) => setTimeout(resolve, 1))
  const firstBeatMs = performance.now() - startMs
  end()
  console.log(JSON.stringify({ rawUs, appendUs, readUs, callMs, firstBeatMs }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
