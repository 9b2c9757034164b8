import { describe, expect, it } from 'vitest'
import { dataflow, hasIssue, RunAborted, type NodeError, timeout, type Hooks, type Step } from '../index.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { pauseBefore } from './index.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function mails(called: string[]): Record<'draft' | 'other' | 'mail', (args: never) => unknown> {
  const note = (name: string): string => (called.push(name), name)
  return {
    draft: () => note('draft'),
    other: () => note('other'),
    mail: ({ draft }: { draft: string }) => `${note('mail')} with ${draft}`,
  }
}

describe('pauseBefore', () => {
  it('waits before the node, while others go on', async () => {
    const called: string[] = []
    let release = (): void => {}
    const until = new Promise<void>((resolve) => (release = resolve))
    const flow = dataflow(mails(called)).with({ hooks: [pauseBefore('mail', until)] })
    const run = flow.execute(['mail', 'other'])
    await turn()
    expect(called).toEqual(['draft', 'other'])
    release()
    expect(await run).toEqual({ mail: 'mail with draft', other: 'other' })
  })

  it('asks a function about each step, chosen by name, by names or by a predicate', async () => {
    const asked: string[] = []
    const ask = ({ node, inputs, tags }: Step): void => void asked.push(`${node} ${JSON.stringify({ inputs, tags })}`)
    const flow = dataflow(mails([]))
    await flow.with({ hooks: [pauseBefore('draft', ask)] }).execute(['mail'])
    await flow.with({ hooks: [pauseBefore(['mail', 'other'], ask)] }).execute(['mail', 'other'])
    await flow.with({ hooks: [pauseBefore(({ node }) => node.startsWith('dr'), ask)] }).execute(['mail'])
    expect(asked).toEqual([
      'draft {"inputs":{},"tags":{}}',
      'other {"inputs":{},"tags":{}}',
      'mail {"inputs":{"draft":"draft"},"tags":{}}',
      'draft {"inputs":{},"tags":{}}',
    ])
  })

  it('fails the node with what it throws or rejects with', async () => {
    const cause = new Error('not allowed')
    const refusals: [string, Parameters<typeof pauseBefore>[1]][] = [
      ['throws', () => { throw cause }], // prettier-ignore
      ['rejects', async () => Promise.reject(cause)],
      ['is rejected', Promise.reject(cause)],
    ]
    for (const [, until] of refusals) {
      const called: string[] = []
      const run = dataflow(mails(called))
        .with({ hooks: [pauseBefore('mail', until)] })
        .execute(['mail'])
      await expect(run).rejects.toMatchObject({ node: 'mail', cause })
      expect(called).toEqual(['draft'])
    }
  })

  it('harms nobody with a promise that is rejected and that no node waits for', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown): void => void unhandled.push(error)
    process.on('unhandledRejection', note)
    pauseBefore('mail', Promise.reject(new Error('nobody waits')))
    await turn()
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('ends with the run: nothing is called, and nothing is a failure', async () => {
    const controller = new AbortController()
    const called: string[] = []
    const flow = dataflow(mails(called)).with({ hooks: [pauseBefore('mail', new Promise(() => {}))] })
    const run = flow.execute(['mail'], { signal: controller.signal }).catch((error: unknown) => error)
    await turn()
    controller.abort('enough')
    const error = await run
    expect(error).toBeInstanceOf(RunAborted)
    expect(error).toMatchObject({ failures: [], abandoned: [] })
    expect(called).toEqual(['draft'])
  })

  it('ends when another node fails', async () => {
    let fail = (): void => {}
    const failing = () => new Promise((_, reject) => (fail = () => reject(new Error('elsewhere'))))
    const flow = dataflow({ a: () => 1, failing }).with({ hooks: [pauseBefore('a', new Promise(() => {}))] })
    const run = flow.execute(['a', 'failing']).catch((error: unknown) => error)
    await turn()
    fail()
    const error = (await run) as NodeError
    expect([error.node, error.others, error.abandoned]).toEqual(['failing', [], []])
  })

  it('does not count to the limit of the node', async () => {
    const clock = fakeClock()
    clock.install()
    try {
      const flow = dataflow({ a: timeout(async () => 1, '1s') }).with({
        hooks: [pauseBefore('a', () => clock.sleep('1h'))],
      })
      expect(await clock.until(flow.execute(['a']))).toEqual({ a: 1 })
      expect(clock.elapsedMs).toBe(3_600_000)
    } finally {
      clock.uninstall()
    }
  })

  it('stands where it was registered among other middleware', async () => {
    const order: string[] = []
    const around = (name: string): Hooks => ({
      around: (_, next) => {
        order.push(name)
        return next()
      },
    })
    const pause = pauseBefore('a', () => void order.push('pause'))
    await dataflow({ a: () => order.push('a') })
      .with({ hooks: [around('outer'), pause, around('inner')] })
      .execute(['a'])
    expect(order).toEqual(['outer', 'pause', 'inner', 'a'])
  })

  it.each<[string, unknown, unknown]>([
    ['no node', undefined, () => {}],
    ['a list of other things', [1], () => {}],
    ['nothing to wait for', 'a', undefined],
    ['a value to wait for', 'a', 1_000],
  ])('refuses %s', (_, nodes, until) => {
    expect(() => pauseBefore(nodes as string, until as () => void)).toThrow(
      expect.toSatisfy((error) => hasIssue(error, 'hook/bad-option')) as Error,
    )
  })
})
