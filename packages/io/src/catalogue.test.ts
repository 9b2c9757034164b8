// Every issue of this room, provoked as a user would, has the text that its page in docs/errors shows.

import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderIssue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rowCount, toColumns } from './columns/index.ts'
import { toldContext } from './fixtures/contexts.ts'
import { issuesOf } from './fixtures/texts-of-issues.ts'
import { csvFile, http, json, jsonFile, textFile } from './index.ts'
import { DATABASE_SITUATIONS } from './databases/fixtures/database-situations.ts'
import { ioIssue } from './issues.ts'
import { fileFailure } from './places/file-failure.ts'
import { SQL_SITUATIONS } from './sql/fixtures/sql-situations.ts'

/** A file in the folder of a situation. */
type Folder = (name: string, content?: string | Uint8Array) => string

type Situations = Readonly<Partial<Record<(typeof ioIssue.codes)[number], (file: Folder) => unknown>>>

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Situations = {
  ...DATABASE_SITUATIONS,
  ...SQL_SITUATIONS,
  'io/not-found': (file) => jsonFile(file('config.json')).read(toldContext()),
  'io/unreadable': (file) => jsonFile(file('.')).read(toldContext()),
  'io/unwritable': (file) => {
    throw fileFailure(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }), file('report.json'), 'write')
  },
  'io/malformed': (file) =>
    csvFile(file('sales.csv', 'day,amount\n2024-02-29,10\n2024-03-01,1,5\n')).read(toldContext()),
  'io/too-large': (file) => jsonFile(file('sales.json', '[1, 2, 3]'), { maxSizeBytes: 8 }).read(toldContext()),
  'io/outside': (file) => textFile('../../etc/passwd', { within: file('.') }),
  'io/changed': async (file) => {
    const path = file('log.txt', 'line\n'.repeat(100_000))
    const lines = await textFile(path, { as: 'lines' }).read(toldContext())
    appendFileSync(path, 'x')
    await Array.fromAsync(lines)
  },
  'io/unwritable-value': (file) => csvFile(file('names.csv')).write([{ name: '=1+2' }], toldContext()),
  'io/unfit-value': () => toColumns([{ delay: 4 }, { delay: 4.5 }], { delay: 'int32' }),
  'io/uneven-columns': () => rowCount({ origin: ['OSL', 'BGO'], delay: Int32Array.of(4) }),
  'io/bad-option': () => csvFile('sales.csv', { delimiter: '||' }),
  'io/http-status': () => answered((_, response) => response.writeHead(404).end()),
  'io/http-timeout': () => answered(() => {}, 30),
  'io/http-cut': () =>
    answered((_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('[1, ')
      setTimeout(() => response.destroy(), 10)
    }),
  'io/http-redirect': () => answered((_, response) => response.writeHead(302, { location: 'ftp://host/x' }).end()),
}

async function answered(listener: RequestListener, timeoutMs = 5000): Promise<unknown> {
  const server = createServer(listener)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return await http(`http://127.0.0.1:${port}/sales.json?token=abc`, json(), { timeoutMs }).read(toldContext())
}

function folder(): { path: string; file: Folder } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'throughline-io-')))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  mkdirSync(path, { recursive: true })
  return {
    path,
    file: (name, content) => {
      if (content !== undefined) writeFileSync(join(path, name), content)
      return join(path, name)
    },
  }
}

describe('the error catalogue of sources and sinks', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(ioIssue.codes).toHavePagesIn('io')
  })

  it('provokes every code', () => {
    expect(Object.keys(SITUATIONS).toSorted()).toEqual(ioIssue.codes)
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const { path, file } = folder()
    const issue = (await issuesOf(() => situation(file))).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!)
      .replaceAll(`${path}/`, '')
      .replaceAll(path, 'data')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'https://example.com')
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
