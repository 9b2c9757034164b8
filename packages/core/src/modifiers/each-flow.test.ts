// A flow for each item: inputs, configuration and overrides, runs within the run, failures.

import { describe, expect, it, vi } from 'vitest'
import {
  bind,
  byConfig,
  dataflow,
  from,
  hasIssue,
  isThroughlineError,
  NodeError,
  RunAborted,
  type AnyFlow,
  type NodeContext,
  type RunStart,
  type StepEnd,
} from '../index.ts'
import { each } from '../fan-out/index.ts'
import { failureOf } from '../testing/index.ts'
import { settled } from './fixtures/gate.ts'

const codesOf = (make: () => unknown): string[] => {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}

const page = dataflow({
  html: async ({ url, token }: { url: string; token: string }) => `${url}?${token}`,
  title: ({ html, length = 3 }: { html: string; length?: number }) => html.slice(0, length),
  size: ({ html }: { html: string }) => html.length,
  summary: ({ title, size }: { title: string; size: number }) => `${title} (${size})`,
})
const inputs = { urls: ['left', 'right'], token: 't' }

describe('each, with a flow', () => {
  it('computes the output for each item; other inputs are dependencies, optional ones optional', async () => {
    const flow = dataflow({ pages: each({ url: 'urls' }, page, { output: 'summary' }) })
    expect(await flow.execute(['pages'], { inputs })).toEqual({ pages: ['lef (6)', 'rig (7)'] })
    expect(await flow.execute(['pages'], { inputs: { ...inputs, length: 1 } })).toEqual({ pages: ['l (6)', 'r (7)'] })
    expect(flow.inputs).toEqual([
      { name: 'length', optional: true, consumers: ['pages'] },
      { name: 'token', optional: false, consumers: ['pages'] },
      { name: 'urls', optional: false, consumers: ['pages'] },
    ])
    expect(flow.nodes).toMatchObject([{ name: 'pages', kind: 'each', exportPath: 'pages' }])
  })

  it('asks only for what the output needs, as its planned readers need it', () => {
    const flow = dataflow({
      sizes: each({ url: 'urls' }, page, { output: 'size' }),
      titles: each(
        { html: 'htmls' },
        dataflow({
          title: ({ html, x = 1 }: { html: string; x?: number }) => html + x,
          needy: ({ x }: { x: number }) => x,
        }),
        { output: 'title' },
      ),
    })
    expect(flow.required(['sizes'])).toEqual(['token', 'urls'])
    expect(flow.inputs.find(({ name }) => name === 'x')).toMatchObject({ optional: true })
  })

  it('reads what the outer flow computes, and can be overridden as a whole', async () => {
    const flow = dataflow({
      urls: () => ['a'],
      secret: () => 's',
      pages: each(
        { url: 'urls' },
        dataflow({ page: ({ url, secret }: { url: string; secret: string }) => url + secret }),
        {
          output: 'page',
        },
      ),
      count: ({ pages }: { pages: string[] }) => pages.join(),
    })
    expect(await flow.execute(['count'])).toEqual({ count: 'as' })
    expect(await flow.override({ urls: ['x', 'y'] }).execute(['count'])).toEqual({ count: 'xs,ys' })
    expect(await flow.override({ pages: ['given'] }).execute(['count'])).toEqual({ count: 'given' })
    expect(flow.upstream('count')).toEqual(['pages', 'secret', 'urls'])
  })

  it('keeps the configuration and the overrides of the flow: an override inside a fan-out holds', async () => {
    const configurable = dataflow({
      html: ({ url }: { url: string }) => url,
      summary: byConfig('length', {
        short: ({ html }: { html: string }) => html[0]!,
        long: ({ html, k }: { html: string; k: number }) => html.repeat(k),
      }),
    })
    const flow = dataflow({
      shorts: each({ url: 'urls' }, configurable.configure({ length: 'short' }), { output: 'summary' }),
      longs: each({ url: 'urls' }, configurable.configure({ length: 'long' }), { output: 'summary' }),
      half: each({ url: 'urls' }, page.override({ token: 'fixed' }), { output: 'size' }),
    })
    expect(await flow.execute(['shorts', 'longs', 'half'], { inputs: { urls: ['ab', 'c'], k: 2 } })).toEqual({
      shorts: ['a', 'c'],
      longs: ['abab', 'cc'],
      half: [8, 7],
    })
    // Where nothing reads the item any more, that is told, and nothing is computed in vain.
    const cut = each({ url: 'urls' } as never, page.override({ html: 'overridden' }), { output: 'size' })
    expect(codesOf(() => dataflow({ cut } as never))).toEqual(['graph/unknown-dependency'])
  })

  it('tells at once what is wrong with the output', () => {
    const make = (flow: AnyFlow, options: object) => (): unknown =>
      each({ url: 'urls' } as never, flow as never, options as never)
    expect(codesOf(make(page, {}))).toEqual(['modifier/bad-option'])
    expect(codesOf(make(page, { output: 'sumary' }))).toEqual(['graph/unknown-output'])
    const undecided = dataflow({ a: byConfig('k', { x: () => 1, y: () => 2 }) })
    expect(codesOf(make(undecided, { output: 'a' }))).toEqual(['graph/undecided-variant'])
    expect(codesOf(() => dataflow({ pages: make(page, { output: 'summary' })() } as never))).toEqual([])
    expect(
      codesOf(() => dataflow({ pages: each({ uri: 'urls' } as never, page, { output: 'html' }) } as never)),
    ).toEqual(['graph/unknown-dependency'])
  })

  it('tells the hooks of the outer run about each run, with its parent', async () => {
    const starts: RunStart[] = []
    const ends: StepEnd[] = []
    const hooks = {
      onRunStart: (event: RunStart) => void starts.push(event),
      onStepEnd: (event: StepEnd) => void ends.push(event),
    }
    const flow = dataflow({
      pages: each({ url: 'urls' }, page.with({ name: 'page' }), { output: 'size', key: ({ url }) => url }),
    })
    await flow.with({ hooks: [hooks] }).execute(['pages'], { inputs, runId: 'outer' })
    const [outer, ...inner] = starts
    expect([outer!.runId, outer!.parent]).toEqual(['outer', undefined])
    expect(inner.map(({ flow, parent, nodes }) => [flow, parent, nodes])).toEqual([
      ['page', { runId: 'outer', node: 'pages', key: 'left', path: ['left'] }, ['html', 'size']],
      ['page', { runId: 'outer', node: 'pages', key: 'right', path: ['right'] }, ['html', 'size']],
    ])
    expect(new Set(starts.map((one) => one.runId)).size).toBe(3)
    expect(ends.filter((one) => one.runId === inner[0]!.runId).map((one) => one.node)).toEqual(['html', 'size'])
  })

  it('keeps the hooks of the flow, and says the keys of all fan-outs around it', async () => {
    const own: unknown[] = []
    const inner = page.with({ hooks: [{ onRunStart: ({ parent }) => void own.push(parent) }] })
    const flow = dataflow({
      pages: each({ token: 'tokens' }, each({ url: 'urls' }, inner, { output: 'size' }), { key: ({ token }) => token }),
    })
    await flow.execute(['pages'], { inputs: { urls: ['u', 'v'], tokens: ['a', 'b'] }, runId: 'r' })
    expect(own).toEqual(
      [
        ['a', '0'],
        ['a', '1'],
        ['b', '0'],
        ['b', '1'],
      ].map((path) => ({ runId: 'r', node: 'pages', key: path[1], path })),
    )
  })

  it('fails with the error of the inner run, which names the inner node', async () => {
    const error = new Error('503')
    const failing = dataflow({
      html: ({ url }: { url: string }) => {
        if (url === 'right') throw error
        return url
      },
      size: ({ html }: { html: string }) => html.length,
    })
    const flow = dataflow({
      pages: each({ url: 'urls' }, failing, { output: 'size' }),
      all: ({ pages }: { pages: number[] }) => pages,
    })
    const failure = await failureOf(flow.execute(['all'], { inputs: { urls: inputs.urls } }))
    expect([failure.node, failure.item?.index]).toEqual(['pages', 1])
    const inner = failure.cause as NodeError
    expect([inner.node, inner.path, inner.cause]).toEqual(['html', ['html', 'size'], error])
    expect(failure.message).toContain('"html" failed: 503\n  path: html <- size (output)')
    expect(hasIssue(failure, 'run/node-failed')).toBe(true)
  })

  it('keeps failures when asked to', async () => {
    const failing = dataflow({
      size: ({ url }: { url: string }) => {
        if (url === 'right') throw new Error('503')
        return url.length
      },
    })
    const flow = dataflow({ pages: each({ url: 'urls' }, failing, { output: 'size', settle: true }) })
    const { pages } = await flow.execute(['pages'], { inputs: { urls: inputs.urls } })
    expect(pages.map((one) => (one.status === 'failed' ? one.error : one.value))).toEqual([4, expect.any(NodeError)])
  })

  it('aborts the inner runs with the outer one, and those beside an item that fails', async () => {
    const stopped: string[] = []
    const slow = dataflow({
      html: ({ url }: { url: string }, { signal }: NodeContext) =>
        new Promise<string>((_, reject) => {
          if (url === 'fail') setTimeout(() => reject(new Error('no')), 5)
          signal.addEventListener('abort', () => {
            stopped.push(url)
            reject(signal.reason as Error)
          })
        }),
    })
    const flow = dataflow({ pages: each({ url: 'urls' }, slow, { output: 'html' }) })
    const controller = new AbortController()
    const run = flow.execute(['pages'], { inputs: { urls: ['a', 'b'] }, signal: controller.signal })
    await settled()
    controller.abort()
    await expect(run).rejects.toBeInstanceOf(RunAborted)
    expect(stopped.splice(0)).toEqual(['a', 'b'])
    const failure = await failureOf(flow.execute(['pages'], { inputs: { urls: ['c', 'fail', 'd'] } }))
    expect([failure.item?.index, failure.abandoned]).toEqual([1, []])
    await vi.waitFor(() => expect(stopped).toEqual(['fail', 'c', 'd']))
  })

  it('can be called directly', async () => {
    const pages = each({ url: 'urls' }, page, { output: 'size' })
    expect(await pages({ urls: ['a', 'bc'], token: 't' })).toEqual([3, 4])
    expect(pages.name).toBe('each')
  })

  it('has an input per item that may be several', async () => {
    const sum = dataflow({ sum: ({ a, b, k }: { a: number; b: number; k: number }) => a + b + k })
    const flow = dataflow({ sums: each({ a: 'as', b: 'bs' }, sum, { output: 'sum' }) })
    expect(await flow.execute(['sums'], { inputs: { as: [1, 2], bs: [10, 20], k: 100 } })).toEqual({ sums: [111, 122] })
  })

  it('is bound like any node', async () => {
    const pages = each({ url: 'urls' }, page, { output: 'html' })
    const flow = dataflow({ names: () => ['x'], pages: bind(pages, { urls: from('names'), token: 'k' }) })
    expect(await flow.execute(['pages'])).toEqual({ pages: ['x?k'] })
  })
})
