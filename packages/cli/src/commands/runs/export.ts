// throughline runs export: the events of runs as lines, or as events of OpenLineage.

import { once } from 'node:events'
import { namedRun } from '../../record/named-run.ts'
import { withRecord, type RecordFlags } from '../../record/open-project-record.ts'
import type { Context } from '../context.ts'

export interface RunsExportFlags extends RecordFlags {
  readonly openlineage: boolean
}

export async function exportRuns(this: Context, flags: RunsExportFlags, ...named: readonly string[]): Promise<void> {
  await withRecord(this, flags, async (opened) => {
    const runs: string[] = []
    for (const meant of named) {
      const run = await namedRun(this, opened, meant)
      if (run === undefined) return
      runs.push(run)
    }
    const lines = opened.record.export(named.length > 0 ? { runs } : {})
    await write(flags.openlineage ? toOpenLineageLines(lines) : lines)
  })
}

/** One at a time: what is read may be more than fits into memory. */
async function write(lines: AsyncIterable<string>): Promise<void> {
  const { stdout } = process
  for await (const line of lines) if (!stdout.write(`${line}\n`)) await once(stdout, 'drain')
}

async function* toOpenLineageLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const { openLineageTranslator, parseRecordedEvent } = await import('@throughline/tracking/openlineage')
  const translator = openLineageTranslator()
  for await (const line of lines) {
    const event = parseRecordedEvent(line)
    if (event) for (const told of translator.translate(event)) yield JSON.stringify(told)
  }
}
