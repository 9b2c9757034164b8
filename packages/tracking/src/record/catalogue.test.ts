// Every issue of a record, provoked as a user would, has the text that its page in docs/errors shows.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { openSqlite } from '@throughline/store'
import { describe, expect, it } from 'vitest'
import { newUrl, openAt, postgresUrl } from './fixtures/databases.ts'
import { richHistory } from './fixtures/history.ts'
import { openRecord } from './open-record.ts'
import { recordIssue } from './record-issues.ts'

/** What a user does with a file, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof recordIssue.codes)[number], (path: string) => Promise<unknown>>> = {
  'record/bad-url': () => openRecord({ url: 'runs.db' }),
  'record/newer': async (path) => {
    await (await openRecord({ url: `sqlite:${path}` })).close()
    change(path, 'PRAGMA user_version = 4')
    return openRecord({ url: `sqlite:${path}` })
  },
  'record/not-a-record': (path) => {
    change(path, 'CREATE TABLE song (title TEXT)')
    return openRecord({ url: `sqlite:${path}` })
  },
  'record/missing': (path) => openRecord({ url: `sqlite:${path}`, access: 'read' }),
  'record/damaged': async (path) => {
    const record = await openRecord({ url: `sqlite:${path}` })
    await record.apply(richHistory())
    await record.close()
    writeFileSync(path, readFileSync(path).fill(7, 4096))
    return openAt(`sqlite:${path}`).then((opened) => opened.apply(richHistory()))
  },
  'record/unreachable': async () => {
    const url = new URL(await postgresUrl())
    url.password = 'wrong'
    return openRecord({ url: url.href })
  },
  'record/refused': async () => {
    const url = await newUrl('postgres')
    await openAt(url)
    const reading = await openAt(`${url}&options=-c%20default_transaction_read_only%3Don`)
    return reading.apply(richHistory())
  },
  'record/bad-line': async (path) => {
    const record = await openAt(`sqlite:${path}`)
    return record.import([richHistory()[0]!.line, richHistory()[1]!.line.replace('Births', 'Deaths')])
  },
}

function change(path: string, sql: string): void {
  const database = openSqlite(path)
  database.exec(sql)
  database.close()
}

async function issueOf(call: Promise<unknown>): Promise<Issue | undefined> {
  try {
    await call
  } catch (error) {
    if (isThroughlineError(error)) return error.issues[0]
    throw error
  }
  return undefined
}

describe('the error catalogue of records', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(recordIssue.codes).toHavePagesIn('record')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const path = join((await newUrl('sqlite')).slice('sqlite:'.length))
    const issue = await issueOf(situation(path))
    expect(issue?.code).toBe(code)
    const text = renderIssue(issue!)
      .replaceAll(path, 'births/.throughline/store.db')
      .replaceAll(/postgres:\/\/postgres@127\.0\.0\.1:\d+\/postgres\S*/g, 'postgres://ada@db.example.com/runs')
      .replaceAll('"postgres"', '"ada"')
    expect(text).toReadAsThePageOf(code)
    expect(text.split('\n')[1]!.length).toBeLessThanOrEqual(110)
  })
})
