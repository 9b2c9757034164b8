// Where applications of a project are kept: in a store, in files, in both, damaged.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { keepDice, writeDiceProject } from '../fixtures/dice-project.ts'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

interface Project {
  readonly folder: string
  readonly command: (...args: string[]) => ReturnType<typeof spawnCommand>['finished']
}

function makeProject(): Project {
  const folder = makeScratch()
  writeDiceProject(folder)
  return { folder, command: (...args) => spawnCommand(args, { cwd: folder }).finished }
}

/** Every command that is about one application. */
const aboutTable7: readonly (readonly string[])[] = [
  ['apps', 'show', 'table 7'],
  ['apps', 'history', 'table 7', 'rolls'],
  ['apps', 'fork', 'table 7'],
  ['apps', 'rm', 'table 7', '--yes'],
  ['test-case', 'table 7', '1'],
]

/** Without the two files that SQLite has beside one that is open. */
function filesIn(folder: string): readonly string[] {
  const store = join(folder, '.throughline')
  const kept = existsSync(store) ? readdirSync(store) : []
  const names: string[] = [...readdirSync(folder), ...kept.map((name) => `.throughline/${name}`)]
  return names.filter((name) => !/-(?:shm|wal)$/.test(name)).toSorted()
}

test('looking for applications makes nothing, where there are none', async () => {
  const { folder, command } = makeProject()
  const before = filesIn(folder)
  expect((await command('apps')).stdout).toBe('No application is recorded.\n')
  for (const args of aboutTable7) {
    const ended = await command(...args)
    expect([ended.code, ended.stderr.split('\n')[0]]).toEqual([1, 'app/unknown'])
  }
  expect(filesIn(folder)).toEqual(before)
})

test.each(['files', 'store'] as const)(
  'applications that are in %s alone are found, and looking makes nothing',
  async (kind) => {
    const { folder, command } = makeProject()
    keepDice(folder, kind, 'table 7')
    const before = filesIn(folder)
    expect(before.includes('.throughline/store.db')).toBe(kind === 'store')
    const listed = await command('apps')
    expect(listed.stdout).toMatch(/application +machine +status.*\ntable 7 +dice +completed +3 +roll/)
    expect(JSON.parse((await command('apps', '--json')).stdout)).toMatchObject({
      applications: [{ app: 'table 7', in: kind }],
      unreadable: [],
    })
    expect((await command('apps', 'show', 'table 7')).stdout).toMatch(/3 +roll +done/)
    expect((await command('apps', 'history', 'table 7', 'rolls')).stdout).toMatch(/3 +roll .*\[\d,\d,\d\]/)
    expect(filesIn(folder)).toEqual(before)
    expect((await command('test-case', 'table 7', '2', '--out', 'second')).stderr).toContain('wrote second.test.ts')
    expect((await command('apps', 'fork', 'table 7', '--at', '2', '--as', 'table 8')).stdout).toContain('as table 8')
    const bad = await command('apps', 'fork', 'table 7', '--as', '')
    expect([bad.code, bad.stderr.split('\n')[0]]).toEqual([1, 'app/bad-id'])
    expect((await command('apps', 'rm', 'table 7', 'table 8', '--yes')).stdout).toBe('Removed 2 applications.\n')
    expect((await command('apps')).stdout).toBe('No application is recorded.\n')
  },
)

test('one id in both places is two applications: the list says where, and --in chooses', async () => {
  const { folder, command } = makeProject()
  for (const kind of ['store', 'files'] as const) keepDice(folder, kind, 'table 7')
  const listed = (await command('apps')).stdout
  expect(listed).toMatch(/^application +in +machine/)
  expect(listed).toMatch(/table 7 +store +dice/)
  expect(listed).toMatch(/table 7 +files +dice/)
  for (const args of aboutTable7) {
    const ended = await command(...args)
    expect([ended.code, ended.stderr.split('\n')[0]]).toEqual([2, 'cli/ambiguous-application'])
  }
  const rolls = async (kind: string): Promise<unknown> =>
    JSON.parse((await command('apps', 'show', 'table 7', '--in', kind, '--json')).stdout).state.rolls
  const inFiles = await rolls('files')
  expect((await command('apps', 'history', 'table 7', 'rolls', '--in', 'files')).stdout).toContain(
    JSON.stringify(inFiles),
  )
  expect((await command('test-case', 'table 7', '1', '--in', 'store')).code).toBe(0)
  const forked = await command('apps', 'fork', 'table 7', '--in', 'files', '--as', 'table 8')
  expect(forked.stdout).toBe('Forked table 7 after step 3 as table 8.\n')
  expect((await command('apps', '--in', 'files')).stdout).toMatch(/table 8 +dice/)
  expect((await command('apps', '--in', 'store')).stdout).not.toContain('table 8')
  expect((await command('apps', 'rm', 'table 7', '--in', 'store', '--yes')).stdout).toBe('Removed 1 application.\n')
  expect((await command('apps', 'show', 'table 7')).stdout).toContain(JSON.stringify(inFiles))
  const wrong = await command('apps', '--in', 'cloud')
  expect([wrong.code, wrong.stderr.split('\n')[0]]).toEqual([2, 'cli/choice'])
})

test('what a command makes is told as the project lets it be told', async () => {
  const { folder, command } = makeProject()
  keepDice(folder, 'store', 'table 7')
  const config = join(folder, 'throughline.config.ts')
  const tracking = "tracking: { capture: { default: 'schema', nodes: { rolls: 'none' } }, actor: 'Ada' }"
  writeFileSync(config, readFileSync(config, 'utf8').replace('flows: {}', `flows: {}, ${tracking}`))
  expect((await command('apps', 'fork', 'table 7', '--as', 'table 8')).code).toBe(0)
  const database = new DatabaseSync(join(folder, '.throughline', 'store.db'), { readOnly: true })
  const rows = database.prepare("SELECT body FROM event WHERE type = 'run.started' ORDER BY at_ms").all()
  database.close()
  const [first, fork] = rows.map(({ body }) => JSON.parse(String(body)))
  expect(Object.keys(first.inputs)).toEqual(['rolls'])
  expect([fork.actor, fork.trigger, Object.keys(fork.inputs)]).toEqual(['Ada', { kind: 'command' }, ['since']])
})

test('a damaged journal is listed as damaged, shown as far as it is sound, forked before the damage, removed', async () => {
  const { folder, command } = makeProject()
  for (const id of ['table 7', 'table 8', 'table 9']) keepDice(folder, 'files', id)
  const garble = (id: string, change: (text: string) => string): void => {
    const files = join(folder, '.throughline/applications')
    const paths = readdirSync(files)
      .filter((name) => name.endsWith('.ndjson'))
      .map((name) => join(files, name))
    const path = paths.find((one) => readFileSync(one, 'utf8').includes(`"app":"${id}"`))!
    writeFileSync(path, change(readFileSync(path, 'utf8')))
  }
  garble('table 7', (text) => text.replace(/"number":(?=\d+[^\n]*\n$)/, '"numbre":'))
  garble('table 8', () => '')
  const listed = await command('apps')
  expect(listed.code).toBe(0)
  expect(listed.stdout).toMatch(/table 7 +dice +damaged +2/)
  expect(listed.stdout).toMatch(/\.journal\.ndjson +damaged/)
  expect(listed.stdout).toMatch(/table 9 +dice +completed +3/)
  expect(listed.stderr).toContain('The journal of "table 7" cannot be read after entry')
  expect(listed.stderr).toContain('the file is empty')
  expect(listed.stderr).toContain("throughline apps fork 'table 7' --at 2")
  const shown = await command('apps', 'show', 'table 7')
  expect([shown.code, shown.stderr.split('\n')[0]]).toEqual([1, 'applications/damaged'])
  expect(shown.stdout).toMatch(/2 +roll +done/)
  expect(shown.stdout).not.toMatch(/3 +roll +done/)
  const forked = await command('apps', 'fork', 'table 7', '--at', '2', '--as', 'saved')
  expect(forked.stdout).toBe('Forked table 7 after step 2 as saved.\n')
  expect((await command('apps', 'rm', 'table 7', 'table 8', '--yes')).stdout).toBe('Removed 2 applications.\n')
  expect((await command('apps')).stderr).toBe('')
})
