import { retry, type NodeContext } from 'throughline'
import { each } from 'throughline/fan-out'
import { failureOf, untypedFlow } from 'throughline/testing'
import { describe, expect, it } from 'vitest'
import { memoryRecorder } from '../recorder/memory-recorder.ts'
import type { Recorder } from '../recorder/recorder.ts'
import { secret } from '../summaries/privacy/secret.ts'
import { tracked } from './fixtures/tracked.ts'
import { memoOf } from './fixtures/memo-of.ts'
import { tracker } from './tracker.ts'

type Numbers = Readonly<Record<string, number>>

const sales = {
  doubled: ({ price }: Numbers) => price! * 2,
  total: ({ doubled, price }: Numbers) => doubled! + price!,
}
const inputs = { price: 3 }

describe('what a run was made with', () => {
  it('is told before the run, and each version once in a process', async () => {
    const run = tracked(sales, {
      versions: { of: ({ node }) => ({ version: `code1:${node}`, impure: ['Date.now at a.ts:1'] }) },
      git: () => ({ commit: 'abc', isDirty: true, diff: '-1\n+2', diffHash: 'f'.repeat(64) }),
      lock: () => ({ file: 'package-lock.json', sha256: 'e'.repeat(64), packages: { lodash: ['4.17.21'] } }),
    })
    await run.run(['total'], { inputs })
    await run.run(['total'], { inputs })
    const kinds = run.of('version').map(({ kind }) => kind)
    expect(kinds.sort()).toEqual(['config', 'git', 'graph', 'lock', 'node', 'node', 'runtime'])
    const started = run.of('run.started')
    expect(started).toHaveLength(2)
    const { versions } = started[0]!
    expect(versions).toEqual(started[1]!.versions)
    expect(versions).toMatchObject({ git: `abc+${'f'.repeat(16)}`, lock: `lock1:${'e'.repeat(64)}` })
    const told = new Set(run.of('version').map(({ id }) => id))
    for (const id of Object.values(versions)) expect(told).toContain(id)
    const first = run.events.findIndex(({ type }) => type === 'run.started')
    expect(run.events.slice(0, first).every(({ type }) => type === 'version')).toBe(true)
  })

  it('has another graph version when a node reads something else, and the same for a copy', async () => {
    const graphOf = async (module: object): Promise<unknown> => {
      const run = tracked(module)
      await run.run(['total'], { inputs })
      return run.of('run.started')[0]!.versions.graph
    }
    const known = await graphOf(sales)
    expect(await graphOf({ ...sales })).toBe(known)
    expect(await graphOf({ ...sales, total: ({ doubled }: Numbers) => doubled })).not.toBe(known)
  })

  it('has its inputs, and the values in the place of nodes, by data version', async () => {
    const run = tracked(sales)
    await run.flow.override({ doubled: 5 }).execute(['total'], { inputs })
    const { inputs: given } = run.of('run.started')[0]!
    expect(Object.keys(given).sort()).toEqual(['doubled', 'price'])
    const [step] = run.of('step.started')
    expect(step!.inputs).toEqual({
      doubled: { from: 'doubled', version: given['doubled']!.version },
      price: { from: 'price', version: given['price']!.version },
    })
  })

  it('has source that is cut, and asks for it once', async () => {
    let asked = 0
    const describe = () => {
      asked++
      return { source: 'x'.repeat(100_000), doc: 'Twice the price.' }
    }
    const run = tracked(sales, { versions: { of: () => ({ version: 'code1:one' }), describe } })
    await run.run(['doubled'], { inputs })
    await run.run(['doubled'], { inputs })
    expect(asked).toBe(1)
    const node = run.of('version').find(({ kind }) => kind === 'node')!.body as { source: string; doc: string }
    expect(node.doc).toBe('Twice the price.')
    expect(node.source.length).toBeLessThan(64_100)
  })
})

describe('runs within runs', () => {
  const page = untypedFlow({ page: ({ url }: { url: string }) => url.length }).with({ name: 'page' })
  const urls = () => Array.from({ length: 5 }, (_, at) => `/${at}`)
  const module = { urls, pages: each({ url: 'urls' }, page, { output: 'page' }) }

  it('name their parent step and the run at the beginning', async () => {
    const run = tracked(module)
    await run.run(['pages'])
    const [outer, ...inner] = run.of('run.started')
    expect(inner).toHaveLength(5)
    for (const [at, one] of inner.entries()) {
      expect(one.parent).toEqual({ run: outer!.run, step: { node: 'pages', item: [String(at)] } })
      expect(one.root).toBe(outer!.run)
    }
  })

  it('are told once when the flow inside has the same tracker', async () => {
    const run = tracked({ urls, pages: each({ url: 'urls' }, page, { output: 'page' }) })
    const inside = page.with({ hooks: [run.hooks] })
    const outer = untypedFlow({ urls, pages: each({ url: 'urls' }, inside, { output: 'page' }) })
    await outer.with({ hooks: [run.hooks] }).execute(['pages'])
    expect(run.of('run.started')).toHaveLength(6)
    expect(run.of('step.ended')).toHaveLength(7)
  })

  it('are a sample when there are many, and a count tells how many were left out', async () => {
    const run = tracked(module, { limits: { items: 2 } })
    await run.run(['pages'])
    expect(run.of('run.started')).toHaveLength(3)
    expect(run.of('run.ended')).toHaveLength(3)
    const counts = run.of('attribute').find(({ name }) => name === 'items')!.attribute.value
    expect(counts).toMatchObject({ recorded: 2, leftOut: { runs: 3 } })
  })
})

describe('a tracker beside memoization', () => {
  it('takes the versions that are known there', async () => {
    const run = tracked(sales)
    const flow = run.flow.with({ cache: memoOf({}, { doubled: 'data1:from the cache' }) })
    await flow.execute(['total'], { inputs })
    const ended = run.of('step.ended').find(({ node }) => node === 'doubled')!
    expect(ended.output!.version).toBe('data1:from the cache')
    const started = run.of('step.started').find(({ node }) => node === 'total')!
    expect(started.inputs['doubled']).toEqual({ from: 'doubled', version: 'data1:from the cache' })
  })
})

describe('what is kept of values', () => {
  const texts = { name: () => 'Ann of the north', upper: ({ name }: { name: string }) => name.toUpperCase() }

  it.each(['none', 'schema', 'summary'] as const)('is never a text with %s', async (capture) => {
    const run = tracked(texts, { capture })
    await run.run(['upper'])
    expect(JSON.stringify(run.events)).not.toMatch(/of the north/i)
    const { type, version } = run.of('step.ended')[0]!.output ?? {}
    expect(type).toBe(capture === 'none' ? undefined : 'string')
    expect(version ?? '').toMatch(capture === 'none' ? /^$/ : /^data1:[0-9a-f]{64}$/)
  })

  it('is its beginning with sample', async () => {
    const run = tracked(texts, { capture: { default: 'none', nodes: { upper: 'sample' } } })
    await run.run(['upper'])
    expect(JSON.stringify(run.events)).toContain('ANN OF THE NORTH')
  })

  it('has no version when there is no time to read it, and the run goes on', async () => {
    const many = Array.from({ length: 100_000 }, (_, at) => ({ at, name: `n${at}` }))
    const budget = { ratio: 0, leastMs: 0.01, runRatio: 0, advanceMs: 0.01, inputsMs: 0.01 }
    const run = tracked({ many: () => many, size: ({ many: read }: { many: unknown[] }) => read.length }, { budget })
    await run.run(['size'])
    expect(run.of('step.ended').map(({ output }) => output?.version !== undefined)).toEqual([false, true])
  })
})

describe('secrets', () => {
  const key = 'sk-live-do-not-tell'

  it('appear in no event, wherever they come from', async () => {
    const module = {
      client: ({ apiKey, vault }: { apiKey: string; vault: { reveal(): string } }, { log, metric }: NodeContext) => {
        log(`asking with ${apiKey}`, { headers: { authorization: apiKey }, note: vault.reveal() })
        metric('asked', 1)
        return { apiKey, url: `https://ann:${apiKey}@example.com` }
      },
      rows: retry(
        ({ apiKey }: { apiKey: string }) => {
          throw new Error(`refused: token=${apiKey}`, { cause: { message: `see ${apiKey}`, code: 'E1' } })
        },
        { maxAttempts: 2, backoffMs: 1 },
      ),
      both: ({ client, rows }: { client: object; rows: number }) => [client, rows],
    }
    const run = tracked(module, {
      capture: 'sample',
      tags: { token: key },
      git: () => ({ commit: 'c', isDirty: false, remote: `https://ann:${key}@example.com/x.git` }),
    })
    await run.run(['both'], {
      inputs: { apiKey: key, vault: secret('tiger in the tank') },
      tags: { note: `with ${key}` },
    })
    const text = JSON.stringify(run.events)
    expect(run.of('attempt.failed')).toHaveLength(1)
    expect(text).not.toContain(key)
    expect(text).not.toContain('tiger in the tank')
  })

  it('have no data version, which could be guessed', async () => {
    const run = tracked({ password: () => 'tiger', length: ({ password }: { password: string }) => password.length })
    await run.run(['length'])
    const [made] = run.of('step.ended')
    expect(made!.output).toEqual({ type: 'string' })
    expect(run.of('step.started')[1]!.inputs).toEqual({ password: { from: 'password' } })
  })
})

describe('a tracker that fails', () => {
  const broken = (): never => {
    throw new Error('no disk')
  }

  it.each(['beginRun', 'record', 'endRun'] as const)('in %s changes nothing, and says so once', async (method) => {
    const issues: string[] = []
    const recorder: Recorder = { ...memoryRecorder(), [method]: broken }
    const onIssue = ({ code }: { code: string }): void => void issues.push(code)
    const hooks = [tracker({ project: 'shop', recorder, onIssue, versions: { of: () => ({ version: 'code1:x' }) } })]
    const flow = untypedFlow(sales).with({ hooks })
    expect(await flow.execute(['total'], { inputs })).toEqual({ total: 9 })
    expect(await flow.execute(['total'], { inputs })).toEqual({ total: 9 })
    expect(issues).toEqual(['tracking/tracker-failed'])
    const failure = await failureOf(untypedFlow({ a: broken }).with({ hooks }).execute(['a']))
    expect((failure as Error).cause).toMatchObject({ message: 'no disk' })
  })

  it.each(['git', 'lock', 'versions', 'summarise'] as const)('since %s fails changes nothing', async (port) => {
    const issues: string[] = []
    const onIssue = ({ code }: { code: string }): void => {
      issues.push(code)
      throw new Error('nor is there a listener')
    }
    const run = tracked(sales, { onIssue, [port]: port === 'versions' ? { of: broken } : broken })
    expect(await run.flow.execute(['total'], { inputs })).toEqual({ total: 9 })
    expect(issues).toEqual(['tracking/tracker-failed'])
  })

  it('records what it still can: a port that fails leaves a gap, not a run without a record', async () => {
    const run = tracked(sales, { onIssue: () => {}, git: broken, lock: broken, versions: { of: broken } })
    await run.run(['total'], { inputs })
    expect(run.of('run.started')).toHaveLength(1)
    expect(run.of('step.ended').map(({ node }) => node)).toEqual(['doubled', 'total'])
    expect(run.of('run.ended')[0]!.status).toBe('succeeded')
  })
})

describe('what steps say', () => {
  it('is no more than is sensible, and a count tells the rest', async () => {
    const chatty = ({}: Numbers, { log, metric, progress }: NodeContext) => {
      for (let at = 0; at < 50; at++) {
        log(`line ${at}`)
        metric('loss', at, at)
        progress(at + 1, 50)
      }
    }
    const run = tracked({ chatty }, { limits: { logsPerStep: 10, metricsPerStep: 20 }, nowMs: () => 0 })
    await run.run(['chatty'])
    expect(run.of('log')).toHaveLength(10)
    expect(run.of('metric')).toHaveLength(20)
    expect(run.of('dropped').map(({ kind, count }) => [kind, count])).toEqual([
      ['log', 40],
      ['metric', 30],
    ])
    expect(run.of('step.progress').map(({ done }) => done)).toEqual([1, 50])
  })

  it('may be any value: nothing of it is called, and cycles end', async () => {
    const circle: Record<string, unknown> = { size: 10n }
    circle['self'] = circle
    Object.defineProperty(circle, 'angry', { enumerable: true, get: () => expect.unreachable() })
    const run = tracked({ a: ({}: Numbers, { log }: NodeContext) => log('look', circle) })
    await run.run(['a'])
    expect(run.of('log')[0]!.fields).toMatchObject({ size: '10' })
    expect(() => JSON.stringify(run.events)).not.toThrow()
  })
})

describe('closing', () => {
  it('leaves flows as they are, and a recorder that was given open', async () => {
    const run = tracked(sales)
    await run.hooks.close()
    expect(await run.flow.execute(['total'], { inputs })).toEqual({ total: 9 })
    expect(run.events).toEqual([])
    expect(run.hooks.flush()).toBe(true)
  })
})
