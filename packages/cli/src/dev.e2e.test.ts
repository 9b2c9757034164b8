// `throughline dev` as a user has it: definitions that follow the files, runs started and stopped from afar.

import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Definitions, NodePage, RunList, RunPageAnswer, StartedRun } from '@throughline/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDev, type DevServer } from '../fixtures/dev-server.ts'
import { isAlive, makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const CONFIG = `import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as shop from './shop.ts'
export default defineProject({ name: 'shop', flows: { shop: dataflow(shop) } })
`
const SHOP = `import { setTimeout as delay } from 'node:timers/promises'
import type { NodeContext } from 'throughline'
import { withTax } from './rates.ts'

/**
 * What a sale costs. Prices are in euros.
 * @owner sales
 */
export const gross = ({ price }: { price: number }): number => withTax(price)
export const letter = ({ gross, apiKey = '' }: { gross: number; apiKey?: string }): string => gross + apiKey.length + ' euros'
export const patient = async ({}, { signal }: NodeContext): Promise<void> => void (await delay(60_000, undefined, { signal }))
export const deaf = async (): Promise<never> => {
  console.log('deaf', process.pid)
  for (;;) await delay(10)
}
`
const RATES = `export const withTax = (net: number): number => net * 1.2
`

function project(): string {
  const folder = makeScratch()
  const files = {
    'package.json': '{ "type": "module" }',
    'throughline.config.ts': CONFIG,
    'shop.ts': SHOP,
    'rates.ts': RATES,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

const folder = project()
let dev: DevServer
beforeAll(async () => {
  dev = await startDev(folder)
})
afterAll(async () => {
  dev.command.child.kill('SIGKILL')
  await dev.command.finished
})

const start = (body: object): Promise<StartedRun> => dev.ask('POST', '/runs', body)
const ended = (run: string): Promise<RunPageAnswer> =>
  dev.until<RunPageAnswer>(`/runs/${run}`, (page) => page.run.status !== 'running')

describe('definitions', () => {
  test('are those of the files, with what the source says', async () => {
    const definitions = await dev.ask<Definitions>('GET', '/definitions')
    expect(definitions).toMatchObject({
      status: 'loaded',
      issues: [],
      flows: [{ name: 'shop', nodes: 4 }],
      machines: [],
    })
    const page = await dev.ask<NodePage>('GET', '/flows/shop/nodes/gross')
    expect(page).toMatchObject({
      node: { module: 'shop.ts', type: 'number', summary: 'What a sale costs.', tags: { owner: 'sales' } },
      documentation: 'What a sale costs. Prices are in euros.',
      source: { text: expect.stringContaining('withTax(price)') as string, at: { file: 'shop.ts', line: 9 } },
      upstream: ['price'],
      readBy: ['letter'],
    })
    await expect(dev.ask('GET', '/flows/shop/nodes/gros')).rejects.toThrow('404 urn:throughline:server/unknown-node')
  })

  test('follow the files, and stay as they were while one is broken', async () => {
    writeFileSync(join(folder, 'rates.ts'), 'export const withTax = (net: number): number => net * \n')
    const broken = await dev.until<Definitions>('/definitions', ({ status }) => status === 'broken')
    expect(broken.flows).toEqual([expect.objectContaining({ name: 'shop', nodes: 4 })])
    expect(broken.issues).toEqual([
      expect.objectContaining({ code: 'project/syntax', at: expect.objectContaining({ file: 'rates.ts' }) as object }),
    ])
    expect(broken.issues[0]!.text).toContain('net *')
    await dev.command.until('project/syntax')
    writeFileSync(join(folder, 'rates.ts'), RATES)
    writeFileSync(join(folder, 'shop.ts'), `${SHOP}export const added = () => 1\n`)
    const mended = await dev.until<Definitions>('/definitions', ({ flows }) => flows[0]!.nodes === 5)
    expect(mended).toMatchObject({ status: 'loaded', issues: [] })
    expect(mended.revision).toBeGreaterThan(broken.revision)
  })
})

describe('runs', () => {
  test('start when a page asks, and say how they were asked for', async () => {
    const request = { flow: 'shop', outputs: ['letter'], inputs: ['price=10'], config: [] }
    const { run } = await start(request)
    const page = await ended(run)
    expect(page).toMatchObject({
      run: { status: 'succeeded', trigger: 'page' },
      request,
      can: { cancel: false, rerun: true },
    })
    const again = await start({ ...request, inputs: ['price=20'], of: run })
    expect((await ended(again.run)).run.triggerFacts).toMatchObject({ kind: 'page', of: run })
  })

  test('of the command are brought here, and can be run again without the secrets that they had', async () => {
    const command = ['run', 'shop', 'letter', '--input', 'price=10', '--input', 'apiKey=k-123456']
    const { code, stderr } = await spawnCommand(command, { cwd: folder }).finished
    expect([code, stderr]).toEqual([0, expect.stringContaining('succeeded')])
    const isIt = ({ runs }: RunList): boolean => runs.some(({ trigger }) => trigger === 'command')
    const { runs } = await dev.until<RunList>('/runs', isIt)
    const { id } = runs.find(({ trigger }) => trigger === 'command')!
    const { request } = await dev.ask<RunPageAnswer>('GET', `/runs/${id}`)
    expect(request).toEqual({ flow: 'shop', outputs: ['letter'], inputs: ['price=10'], config: [], hidden: ['apiKey'] })
    const again = { flow: 'shop', outputs: ['letter'], inputs: ['price=10'], of: id }
    await expect(start(again)).rejects.toThrow('422 urn:throughline:server/left-out')
    const { run } = await start({ ...again, inputs: ['price=10', 'apiKey=k-123456'] })
    expect((await ended(run)).run.status).toBe('succeeded')
  })

  test('that are wrong do not start', async () => {
    await expect(start({ flow: 'shp' })).rejects.toThrow('422 urn:throughline:project/unknown-flow')
    await expect(start({ flow: 'shop', outputs: ['letter'] })).rejects.toThrow(
      '422 urn:throughline:graph/missing-input',
    )
    await expect(start({ flow: 1 })).rejects.toThrow('400 urn:throughline:server/bad-request')
    writeFileSync(join(makeScratch(), 'price.json'), '10')
    symlinkSync('/etc/hostname', join(folder, 'link.txt'))
    for (const file of ['../price.json', '/etc/hostname', 'link.txt'])
      await expect(start({ flow: 'shop', inputs: [`price=@${file}`] })).rejects.toThrow('server/foreign-file')
    writeFileSync(join(folder, 'price.json'), '10')
    const { run } = await start({ flow: 'shop', outputs: ['gross'], inputs: ['price=@price.json'] })
    expect((await ended(run)).run.status).toBe('succeeded')
  })

  test('stop when asked, and at once when asked again', async () => {
    const { run } = await start({ flow: 'shop', outputs: ['patient'] })
    expect((await dev.ask<RunPageAnswer>('GET', `/runs/${run}`)).can.cancel).toBe(true)
    await dev.ask('POST', `/runs/${run}/cancel`)
    expect((await ended(run)).run.status).toBe('aborted')
    await expect(dev.ask('POST', `/runs/${run}/cancel`)).rejects.toThrow('409 urn:throughline:server/cannot-cancel')

    const { run: other } = await start({ flow: 'shop', outputs: ['deaf'] })
    await dev.command.until('deaf ')
    await dev.ask('POST', `/runs/${other}/cancel`)
    await dev.ask('POST', `/runs/${other}/cancel`)
    expect((await ended(other)).run.status).toBe('abandoned')
  })
})

test('Ctrl-C ends it and all that it started', async () => {
  const own = await startDev(project())
  await own.ask('POST', '/runs', { flow: 'shop', outputs: ['deaf'] })
  await own.command.until('deaf ')
  const pid = Number(/deaf (\d+)/.exec(own.command.output())![1])
  expect(await own.stop()).toBe(0)
  expect(isAlive(pid)).toBe(false)
})

test('a broken project is shown with what is wrong, and its record', async () => {
  const broken = project()
  writeFileSync(join(broken, 'shop.ts'), 'export const = 1')
  const own = await startDev(broken)
  expect(await own.ask('GET', '/definitions')).toMatchObject({ status: 'broken', flows: [], issues: [{}] })
  expect(await own.ask('GET', '/runs')).toEqual({ runs: [] })
  expect(await own.stop()).toBe(0)
})

test('ui shows a record without its project', async () => {
  const recorded = project()
  await spawnCommand(['run', 'shop', 'gross', '--input', 'price=1'], { cwd: recorded }).finished
  const own = await startDev(recorded, ['ui', '--store', 'sqlite:.throughline/store.db'])
  expect((await own.ask<RunList>('GET', '/runs')).runs).toEqual([expect.objectContaining({ flow: 'shop' })])
  expect(await own.ask('GET', '/applications')).toEqual({ applications: [], unreadable: [] })
  await expect(own.ask('POST', '/runs', { flow: 'shop' })).rejects.toThrow('404')
  expect(await own.stop()).toBe(0)
})

test('where others can reach it, it does not start without a token', async () => {
  const { code, stderr } = await spawnCommand(['dev', '--host', '0.0.0.0'], { cwd: folder }).finished
  expect([code, stderr]).toEqual([2, expect.stringContaining('server/needs-token')])
  const unknown = await spawnCommand(['dev', '--port', 'http'], { cwd: folder }).finished
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('cli/port')])
})
