// A shipper in a thread: it ships while the loop is busy, keeps no process alive, and says when it cannot.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openSpoolWriter } from '@throughline/store'
import type { Issue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startRecordServer } from './fixtures/record-server.ts'
import { makeScratch } from './fixtures/scratch-record.ts'
import { openSqliteSink } from './fixtures/sqlite-sink.ts'
import { startShipper, type ShipperOptions } from './shipper.ts'

const module = pathToFileURL(join(import.meta.dirname, 'fixtures', 'sqlite-sink.ts')).href

function scratch() {
  const dir = makeScratch()
  const path = join(makeScratch(), 'sink.db')
  const sink: ShipperOptions['sink'] = { kind: 'module', url: module, data: path }
  const writer = openSpoolWriter({ folder: dir })
  onTestFinished(() => void writer.close())
  return { dir, path, sink, writer }
}

function countIn(path: string): number {
  const sink = openSqliteSink(path)
  try {
    return sink.all().length
  } finally {
    void sink.close?.()
  }
}

describe('a shipper in a thread', () => {
  it('ships into a sink that a module opens, what is asked for and what is left at the end', async () => {
    const { dir, path, sink, writer } = scratch()
    const told: Issue[] = []
    const shipper = startShipper({ dir, sink, onTrouble: (issue) => told.push(issue) })
    writer.append({ type: 'log' })
    writer.flush()
    expect(await shipper.flush()).toBe(true)
    expect(countIn(path)).toBe(1)
    writer.append({ type: 'log' })
    writer.flush()
    await shipper.stop()
    expect(countIn(path)).toBe(2)
    await shipper.stop()
    expect(await shipper.flush()).toBe(false)
    expect(told).toEqual([])
  })

  it('ships while the loop is blocked', async () => {
    const { dir, path, sink, writer } = scratch()
    const shipper = startShipper({ dir, sink, intervalMs: 10 })
    onTestFinished(() => shipper.stop())
    await shipper.flush()
    writer.append({ type: 'log' })
    writer.flush()
    let count = 0
    const untilMs = performance.now() + 30_000
    while (count === 0 && performance.now() < untilMs) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
      count = countIn(path)
    }
    expect(count).toBe(1)
  })

  it('ships to a server', async () => {
    const { dir, writer } = scratch()
    const server = await startRecordServer()
    const shipper = startShipper({ dir, sink: { kind: 'http', url: server.url, token: 'secret' } })
    writer.append({ type: 'log', message: 'x'.repeat(100_000) } as never)
    writer.append({ type: 'artifact', blob: 'ab'.repeat(32) } as never)
    writer.flush()
    expect(await shipper.flush()).toBe(true)
    await shipper.stop()
    expect(server.sink.events).toHaveLength(2)
    const { $blob } = server.sink.events[0]!['message'] as { $blob: string }
    expect([...server.blobs.keys()]).toEqual([$blob])
    expect(server.blobs.get($blob)!.toString()).toBe(JSON.stringify('x'.repeat(100_000)))
    expect(server.asked[0]).toBe('POST /record/cursors Bearer secret')
  })

  it('says that its sink cannot be opened, and keeps the events', async () => {
    const { dir, writer } = scratch()
    const told: Issue[] = []
    const sink: ShipperOptions['sink'] = { kind: 'module', url: 'file:///no/such/module.ts', data: undefined }
    const shipper = startShipper({ dir, sink, onTrouble: (issue) => told.push(issue) })
    writer.append({ type: 'log' })
    writer.flush()
    expect(await shipper.flush()).toBe(false)
    await shipper.stop()
    expect(told.map(({ code }) => code)).toEqual(['ship/failed'])
  })

  it('says that its thread cannot be started, and throws nothing', async () => {
    const { dir } = scratch()
    const told: Issue[] = []
    const sink: ShipperOptions['sink'] = { kind: 'module', url: module, data: () => 'what no message can carry' }
    const shipper = startShipper({ dir, sink, onTrouble: (issue) => told.push(issue) })
    expect(await shipper.flush()).toBe(false)
    await shipper.stop()
    expect(told.map(({ code }) => code)).toEqual(['ship/failed'])
  })

  it('keeps no process alive', async () => {
    const { dir, path } = scratch()
    const program = `
      import { startShipper } from ${JSON.stringify(join(import.meta.dirname, 'shipper.ts'))}
      const sink = { kind: 'module', url: '${module}', data: ${JSON.stringify(path)} }
      const shipper = startShipper({ dir: ${JSON.stringify(dir)}, sink })
      await shipper.flush()`
    const argv = ['--conditions=@throughline/source', '--input-type=module', '--eval', program]
    const child = spawn(process.execPath, argv, { stdio: 'inherit' })
    onTestFinished(() => void child.kill('SIGKILL'))
    expect(await once(child, 'close')).toEqual([0, null])
  })
})
