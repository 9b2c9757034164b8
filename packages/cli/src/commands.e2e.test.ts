// The commands that tell and show, as a user has them.

import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const cwd = fileURLToPath(new URL('../fixtures/work', import.meta.url))

describe('throughline', () => {
  test('has help for itself and for every command, and a version', async () => {
    const commands = ['init', 'run', 'check', 'ls', 'graph', 'lineage', 'runs', 'why', 'cache']
    const [own, version, ...helps] = await Promise.all([
      spawnCommand(['--help'], { cwd }).finished,
      spawnCommand(['--version'], { cwd }).finished,
      ...commands.map((command) => spawnCommand([command, '--help'], { cwd }).finished),
    ])
    for (const [index, { stdout, code }] of helps.entries()) {
      expect(own!.stdout).toContain(`throughline ${commands[index]}`)
      expect(stdout).toContain(`throughline ${commands[index]}`)
      expect(code).toBe(0)
    }
    expect(version!.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('without a project says how to get one', async () => {
    const folder = makeScratch()
    const { code, stderr } = await spawnCommand(['ls'], { cwd: folder }).finished
    expect(stderr).toContain('project/no-config\nThere is no throughline.config.ts in')
    expect(stderr).toContain('throughline init my-project')
    expect(code).toBe(2)
  })

  test('a mistake in a module is one error with its place, and exit code 1', async () => {
    const folder = makeScratch()
    writeFileSync(join(folder, 'throughline.config.ts'), "import { a } from './nodes.ts'\nexport default a\n")
    writeFileSync(join(folder, 'nodes.ts'), 'export const a = (\n')
    const { code, stderr } = await spawnCommand(['ls'], { cwd: folder }).finished
    expect(stderr).toMatch(/^project\/syntax\nThis cannot be read as code: .+\n {2}nodes\.ts:\d/)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(code).toBe(1)
  })
})

describe('throughline ls', () => {
  test('lists the flows with their inputs, and the nodes of a flow with their places', async () => {
    const [flows, nodes] = await Promise.all([
      spawnCommand(['ls'], { cwd }).finished,
      spawnCommand(['ls', 'shop', '--project', cwd], { cwd: makeScratch() }).finished,
    ])
    expect(flows!.stdout).toBe(`work
  flow     nodes  inputs                    configuration
  shop         6  count?, discount?, sales  region
  slow        44  report
  failing      6
see one with  throughline ls shop
`)
    expect(nodes!.stdout).toBe(`shop  6 nodes
  node    kind      reads             owner  where
  chatty  function  total                    src/shop.ts:22
  items   function  sales             shop   src/shop.ts:11
  kinds   function                           src/shop.ts:28
  rows    function  count?                   src/shop.ts:30
  tax     variants  total                    src/shop.ts:13
  total   function  discount?, sales         src/shop.ts:8
inputs
  input               read by
  count     optional  rows
  discount  optional  total
  sales     required  items, total
configuration
  key     values   chosen
  region  eu | us
`)
  })

  test('gives the same as JSON', async () => {
    const { stdout } = await spawnCommand(['ls', 'shop', '--json'], { cwd }).finished
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'shop',
      nodes: [
        { name: 'chatty', kind: 'function', dependencies: [{ name: 'total', optional: false }] },
        {},
        {},
        {},
        {},
        {},
      ],
      config: [{ key: 'region', values: ['eu', 'us'] }],
    })
  })
})

describe('throughline lineage', () => {
  test('shows where a result comes from and what it feeds', async () => {
    const { stdout } = await spawnCommand(['lineage', 'total'], { cwd }).finished
    expect(stdout).toBe(`total  in the flow shop
comes from
  total  src/shop.ts:8
  ├─ discount  input
  └─ sales  input
feeds
  total  src/shop.ts:8
  ├─ chatty  src/shop.ts:22
  └─ tax  src/shop.ts:13
`)
  })

  test('gives all of it as JSON', async () => {
    const { stdout } = await spawnCommand(['lineage', 'report', '--flow', 'failing', '--json'], { cwd }).finished
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'report',
      reads: ['broken'],
      upstream: ['broken', 'source'],
      inputs: [],
      downstream: [],
      origin: { line: 5 },
    })
  })

  test('asks which flow is meant, and suggests a near name', async () => {
    const [ambiguous, misspelt] = await Promise.all([
      spawnCommand(['lineage', 'report'], { cwd }).finished,
      spawnCommand(['lineage', 'totl'], { cwd }).finished,
    ])
    expect(ambiguous!.stderr).toContain('"report" is in 2 flows: slow, failing.')
    expect(misspelt!.stderr).toContain('did you mean "total"?')
    expect([ambiguous!.code, misspelt!.code]).toEqual([2, 2])
  })
})

describe('throughline graph', () => {
  test('prints Mermaid or DOT, whole or for some outputs', async () => {
    const [mermaid, dot] = await Promise.all([
      spawnCommand(['graph', 'shop'], { cwd }).finished,
      spawnCommand(['graph', 'shop', 'tax', '--dot'], { cwd }).finished,
    ])
    expect(mermaid!.stdout).toMatch(/^flowchart /)
    expect(dot!.stdout).toMatch(/^digraph /)
    expect(dot!.stdout).toContain('"tax"')
    expect(dot!.stdout).not.toContain('"rows"')
  })

  test('writes an SVG whole, or not at all', async () => {
    const folder = makeScratch()
    const [written, refused] = await Promise.all([
      spawnCommand(['graph', 'shop', '--svg', 'shop.svg', '--project', cwd], { cwd: folder }).finished,
      spawnCommand(['graph', 'shop', '--svg', 'no/such/shop.svg', '--project', cwd], { cwd: folder }).finished,
    ])
    const svg = readFileSync(join(folder, 'shop.svg'), 'utf8')
    expect(svg).toContain('<svg')
    expect(svg.trimEnd()).toMatch(/<\/svg>$/)
    expect(written!.code).toBe(0)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('cli/file-not-written') as string })
    expect(readdirSync(folder).sort()).toEqual(['node_modules', 'shop.svg'])
  })

  test('writes a picture through a link, and never puts a file in the place of something else', async () => {
    const folder = makeScratch()
    writeFileSync(join(folder, 'real.svg'), 'old')
    symlinkSync(join(folder, 'real.svg'), join(folder, 'link.svg'))
    mkdirSync(join(folder, 'pictures'))
    const [linked, refused] = await Promise.all([
      spawnCommand(['graph', 'shop', '--svg', 'link.svg', '--project', cwd], { cwd: folder }).finished,
      spawnCommand(['graph', 'shop', '--svg', 'pictures', '--project', cwd], { cwd: folder }).finished,
    ])
    expect([linked.code, refused.code]).toEqual([0, 1])
    expect(lstatSync(join(folder, 'link.svg')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'real.svg'), 'utf8')).toContain('<svg')
    expect(lstatSync(join(folder, 'pictures')).isDirectory()).toBe(true)
  })
})

describe('throughline init', () => {
  test('makes a project that runs, and whose tests pass', async () => {
    const folder = makeScratch()
    const made = await spawnCommand(['init', 'my shop'], { cwd: folder }).finished
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('npx throughline run marketing') as string })
    const project = join(folder, 'my shop')
    expect(readdirSync(project).sort()).toEqual([
      '.gitignore',
      'README.md',
      'package.json',
      'src',
      'throughline.config.ts',
      'tsconfig.json',
    ])
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    expect(manifest['name']).toBe('my-shop')
    expect(manifest['dependencies']!['throughline']).toMatch(/^\d+\.\d+\.\d+$/)
    const ran = await spawnCommand(['run', 'marketing', 'bestWeek'], { cwd: project }).finished
    expect(ran).toMatchObject({ code: 0, stdout: 'bestWeek  2026-W03\n' })
    const again = await spawnCommand(['run', 'marketing', 'bestWeek', '--json'], { cwd: project }).finished
    expect(JSON.parse(again.stdout)).toMatchObject({
      counts: { computed: 0, cached: 5 },
      outputs: { bestWeek: '2026-W03' },
    })
  })

  test('takes packed packages, and names those that are not there', async () => {
    const folder = makeScratch()
    const packages = join(folder, 'packages')
    mkdirSync(packages)
    writeFileSync(join(packages, 'throughline-0.1.0.tgz'), '')
    const refused = await spawnCommand(['init', 'a', '--packages', 'packages'], { cwd: folder }).finished
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'has no package file for @throughline/analyze, @throughline/machine, @throughline/layout, @throughline/project, @throughline/store, @throughline/cache, @throughline/tracking, @throughline/ui, @throughline/server and @throughline/cli.',
      ) as string,
    })
    expect(existsSync(join(folder, 'a'))).toBe(false)
    for (const name of ['analyze', 'machine', 'project', 'store', 'cache', 'tracking', 'layout', 'ui', 'server', 'cli'])
      writeFileSync(join(packages, `throughline-${name}-0.1.0.tgz`), '')
    await spawnCommand(['init', 'a', '--packages', 'packages'], { cwd: folder }).finished
    const manifest = JSON.parse(readFileSync(join(folder, 'a', 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    expect(manifest['dependencies']).toEqual({
      throughline: `file:${join(packages, 'throughline-0.1.0.tgz')}`,
      '@throughline/analyze': `file:${join(packages, 'throughline-analyze-0.1.0.tgz')}`,
      '@throughline/machine': `file:${join(packages, 'throughline-machine-0.1.0.tgz')}`,
      '@throughline/project': `file:${join(packages, 'throughline-project-0.1.0.tgz')}`,
      '@throughline/store': `file:${join(packages, 'throughline-store-0.1.0.tgz')}`,
      '@throughline/cache': `file:${join(packages, 'throughline-cache-0.1.0.tgz')}`,
      '@throughline/tracking': `file:${join(packages, 'throughline-tracking-0.1.0.tgz')}`,
      '@throughline/layout': `file:${join(packages, 'throughline-layout-0.1.0.tgz')}`,
      '@throughline/ui': `file:${join(packages, 'throughline-ui-0.1.0.tgz')}`,
      '@throughline/server': `file:${join(packages, 'throughline-server-0.1.0.tgz')}`,
      '@throughline/cli': `file:${join(packages, 'throughline-cli-0.1.0.tgz')}`,
    })
  })

  test('touches nothing in a folder that is not empty', async () => {
    const folder = makeScratch()
    writeFileSync(join(folder, 'README.md'), 'mine')
    const { code, stderr } = await spawnCommand(['init'], { cwd: folder }).finished
    expect(stderr).toContain('cli/folder-not-empty')
    expect(code).toBe(2)
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine')
  })
})

describe('throughline run --watch', () => {
  test('runs again after a change, and comes back from a syntax error', async () => {
    const folder = makeScratch()
    const project = join(folder, 'work')
    cpSync(cwd, project, { recursive: true })
    const nodes = join(project, 'src/failing.ts')
    const text = readFileSync(nodes, 'utf8')
    const spawned = spawnCommand(['run', 'failing', 'source', '--watch'], { cwd: project })
    await spawned.until('source  array of 3')
    await spawned.until('press Ctrl-C to stop')
    writeFileSync(nodes, text.replace('[1, 2, 3]', '[1, 2,'))
    await spawned.until('src/failing.ts changed; running again')
    await spawned.until('This cannot be read as code')
    writeFileSync(nodes, text.replace('[1, 2, 3]', '[1, 2, 3, 4]'))
    await spawned.until('source  array of 4')
    spawned.child.kill('SIGINT')
    expect(await spawned.finished).toMatchObject({ code: 130 })
  })

  test('gives up the run that is under way', async () => {
    const folder = makeScratch()
    const project = join(folder, 'work')
    cpSync(cwd, project, { recursive: true })
    const nodes = join(project, 'src/slow.ts')
    const spawned = spawnCommand(['run', 'slow', 'patient', '--watch'], { cwd: project })
    await spawned.until('running 1 node')
    writeFileSync(nodes, readFileSync(nodes, 'utf8').replace('await delay(20_000, undefined, { signal })', ''))
    await spawned.until('src/slow.ts changed; running again')
    await spawned.until('patient  done')
    spawned.child.kill('SIGINT')
    expect(await spawned.finished).toMatchObject({ code: 130 })
  })
})
