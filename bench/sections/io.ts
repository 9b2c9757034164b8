// Reading and writing tables of every format as a node, against the library alone; and tables that are longer than memory.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../tests/postgres/start-postgres.ts'
import type { FormatName } from '../io/formats.ts'
import { runWorker } from '../measure.ts'
import { printTable, type Section, type Verdict } from '../report.ts'
import { sideBySide, type SideBySide, type Times } from '../side-by-side.ts'

/** As many rows as take the library about a second. */
const rowsOf: Readonly<Record<FormatName, number>> = {
  JSON: 1_000_000,
  'JSON Lines': 1_000_000,
  CSV: 300_000,
  'CSV with types': 300_000,
  YAML: 10_000,
  Parquet: 2_000_000,
  Arrow: 2_000_000,
  SQLite: 500_000,
  PostgreSQL: 300_000,
  DuckDB: 2_000_000,
}
const streamedFormats: readonly FormatName[] = ['CSV', 'JSON Lines', 'Parquet', 'Arrow', 'SQLite', 'DuckDB']

interface Task {
  readonly format: FormatName
  readonly direction: 'read' | 'write'
  readonly rows: number
}

interface Streamed extends Task {
  readonly seconds: number
  /** Resident, above that of a process that has loaded the same. */
  readonly peakMegabytes: number
  /** The same when V8 grows its young generation as it likes. */
  readonly lazyPeakMegabytes: number
}

interface Stream {
  readonly seconds: number
  readonly aboveBaseBytes: number
  readonly checksum: number
}

/** As Node had it until 22: by now V8 lets three times 64 MB of garbage lie, whatever a program does. */
const tidy = ['--max-semi-space-size=16']

export async function measureIo({ quick }: { quick: boolean }): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-io-'))
  const server = await startPostgres()
  try {
    const placeOf = (format: FormatName, name: string): string =>
      format === 'PostgreSQL' ? server.url : join(folder, name)
    const speeds: (Task & SideBySide)[] = []
    for (const [format, most] of Object.entries(rowsOf) as [FormatName, number][]) {
      for (const direction of ['read', 'write'] as const) {
        const task = { format, direction, rows: quick ? most / 10 : most }
        speeds.push({ ...task, ...(await compare(task, quick ? 1 : 5, (name) => placeOf(format, name))) })
      }
    }
    printSpeeds(speeds)
    const streams: Streamed[] = []
    for (const format of streamedFormats)
      streams.push(...(await streamsOf(format, quick ? 500_000 : 10_000_000, placeOf(format, 'long'))))
    printStreams(streams)
    const verdicts = [...speeds.map(speedVerdict), ...streams.map(streamVerdict)]
    return { name: 'io', figures: { speeds, streams }, verdicts }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(task: Task, rounds: number, placeOf: (name: string) => string): Promise<SideBySide> {
  const { format, direction, rows } = task
  const example = placeOf('example')
  if (direction === 'read') await answerOf('io.ts', [format, 'write', 'other', example, rows], ['--expose-gc'])
  try {
    return await sideBySide(`${format}, ${direction}`, rounds, async (way) => {
      const place = direction === 'read' ? example : placeOf('written')
      const times = await answerOf<Times>('io.ts', [format, direction, way, place, rows], ['--expose-gc'])
      if (place !== example) removeFiles(place)
      return times
    })
  } finally {
    removeFiles(example)
  }
}

async function streamsOf(format: FormatName, rows: number, place: string): Promise<readonly Streamed[]> {
  const both = async (direction: Task['direction']): Promise<Streamed & { readonly checksum: number }> => {
    const once = (nodeFlags: readonly string[]): Promise<Stream> => {
      if (direction === 'write') removeFiles(place)
      return answerOf<Stream>('io-stream.ts', [format, direction, place, rows], nodeFlags)
    }
    const lazy = await once([])
    const { seconds, aboveBaseBytes, checksum } = await once(tidy)
    const [peakMegabytes, lazyPeakMegabytes] = [aboveBaseBytes / 1e6, lazy.aboveBaseBytes / 1e6]
    return { format, direction, rows, seconds, peakMegabytes, lazyPeakMegabytes, checksum }
  }
  const written = await both('write')
  const read = await both('read')
  removeFiles(place)
  if (written.checksum !== read.checksum) throw new Error(`${format}: what was read is not what was written`)
  return [written, read]
}

async function answerOf<Answer extends object>(
  worker: string,
  args: readonly (string | number)[],
  nodeFlags: readonly string[] = [],
): Promise<Answer> {
  const answer = await runWorker<Answer>(worker, args, { timeoutMs: 900_000, nodeFlags })
  if ('failure' in answer) throw new Error(`${args.slice(0, 3).join(', ')}: ${answer.failure}`)
  return answer
}

/** Databases have files beside them. */
function removeFiles(place: string): void {
  if (place.startsWith('postgres')) return
  for (const end of ['', '-wal', '-shm', '-journal', '.wal']) rmSync(`${place}${end}`, { force: true })
}

function printSpeeds(speeds: readonly (Task & SideBySide)[]): void {
  printTable(
    'a table of five columns, as a node and by the library alone: milliseconds, and the ratio',
    ['format', '', 'rows', 'node', 'library', 'ratio', 'of processor time'],
    speeds.map(({ format, direction, rows, nodeMs, otherMs, wallRatio, cpuRatio }) => [
      format,
      direction,
      rows,
      Math.round(nodeMs),
      Math.round(otherMs),
      wallRatio.toFixed(2),
      cpuRatio.toFixed(2),
    ]),
  )
}

function printStreams(streams: readonly Streamed[]): void {
  printTable(
    'a long table, streamed through a node',
    ['format', '', 'rows', 'seconds', 'MB above the base', 'with garbage'],
    streams.map(({ format, direction, rows, seconds, peakMegabytes, lazyPeakMegabytes }) => [
      format,
      direction,
      rows,
      seconds,
      Math.round(peakMegabytes),
      Math.round(lazyPeakMegabytes),
    ]),
  )
}

const speedVerdict = ({ format, direction, cpuRatio }: Task & SideBySide): Verdict => ({
  promise: `${format}, ${direction} as a node: processor time, by that of the library alone`,
  measured: cpuRatio,
  limit: 1.2,
  unit: ' x',
})

const streamVerdict = ({ format, direction, rows, peakMegabytes }: Streamed): Verdict => ({
  promise: `${format}, ${direction} ${rows.toLocaleString('en-US')} rows as a stream: resident peak above the base`,
  measured: peakMegabytes,
  limit: 300,
  unit: ' MB',
})
