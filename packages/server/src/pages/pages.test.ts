// The built pages: files by their names, the document for every other address, compressed, and found anew after a build.

import { Hono } from 'hono'
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { problemResponse, toProblem } from '../answers/problem-answer.ts'
import { scratchFolder } from '../fixtures/scratch-server.ts'
import { PageFiles } from './page-files.ts'
import { servePages } from './serve-pages.ts'

const script = 'console.log(1);'.repeat(200)

function built(): { readonly folder: string; readonly ask: (path: string, accepts?: string) => Promise<Response> } {
  const folder = join(scratchFolder(), 'dist')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html>one')
  writeFileSync(join(folder, 'mark.svg'), '<svg></svg>')
  writeFileSync(join(folder, 'assets', 'index-B5rhoDuM.js'), script)
  writeFileSync(join(folder, 'secret.key'), 'secret')
  writeFileSync(join(folder, '..', 'outside.js'), 'outside')
  const app = new Hono()
  app.onError((error) => problemResponse(toProblem(error)!))
  servePages(app, new PageFiles(folder))
  return {
    folder,
    ask: async (path, accepts) =>
      app.request(path, { headers: accepts === undefined ? {} : { 'accept-encoding': accepts } }),
  }
}

describe('the pages', () => {
  it('are one document, whatever page is asked for, and it is asked for again each time', async () => {
    const { ask } = built()
    for (const path of ['/', '/runs', '/runs/018b/lineage/a.b', '/flows/x.js', '/index.html']) {
      const answer = await ask(path)
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, '<!doctype html>one'])
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    }
  })

  it('have files that are kept for ever when their names say their content', async () => {
    const { ask } = built()
    const answer = await ask('/assets/index-B5rhoDuM.js')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await answer.text()).toBe(script)
    expect((await ask('/mark.svg')).headers.get('cache-control')).toBe('no-cache')
  })

  it('are sent as small as the browser takes them', async () => {
    const { ask } = built()
    const bytesOf = async (accepts: string) => {
      const answer = await ask('/assets/index-B5rhoDuM.js', accepts)
      return { encoding: answer.headers.get('content-encoding'), bytes: Buffer.from(await answer.arrayBuffer()) }
    }
    const [small, older, plain] = [
      await bytesOf('gzip, deflate, br'),
      await bytesOf('gzip;q=1'),
      await bytesOf('identity'),
    ]
    expect([small.encoding, older.encoding, plain.encoding]).toEqual(['br', 'gzip', null])
    expect(brotliDecompressSync(small.bytes).toString()).toBe(script)
    expect(gunzipSync(older.bytes).toString()).toBe(script)
    expect(small.bytes.length).toBeLessThan(script.length / 10)
  })

  it('say of a file that is gone that it is gone, and serve nothing that is no part of them', async () => {
    const { ask } = built()
    expect((await ask('/assets/index-00000000.js')).status).toBe(404)
    for (const path of ['/secret.key', '/../outside.js', '/assets/..%2f..%2foutside.js', '/assets/'])
      expect(await (await ask(path)).text()).not.toMatch(/secret|outside$/)
  })

  it('are found when they are built anew', async () => {
    const { ask, folder } = built()
    await ask('/')
    writeFileSync(join(folder, 'assets', 'index-C0000000.js'), 'two')
    writeFileSync(join(folder, 'index.html'), '<!doctype html>two')
    utimesSync(join(folder, 'index.html'), 1, 1)
    expect(await (await ask('/')).text()).toBe('<!doctype html>two')
    expect(await (await ask('/assets/index-C0000000.js')).text()).toBe('two')
    rmSync(folder, { recursive: true })
    const gone = await ask('/')
    expect([gone.status, ((await gone.json()) as any).issues[0].code]).toEqual([503, 'server/no-pages'])
  })
})
