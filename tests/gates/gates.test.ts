// Every gate is shown a small repository with one fault, and must find exactly that fault.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { documentLinks } from '../../scripts/gates/document-links.ts'
import { fileSize } from '../../scripts/gates/file-size.ts'
import { isPermissive, licences } from '../../scripts/gates/licences.ts'
import { lockFile } from '../../scripts/gates/lock-file.ts'
import { pinnedVersions } from '../../scripts/gates/pinned-versions.ts'
import { privateTraces } from '../../scripts/gates/private-traces.ts'
import { roomImports } from '../../scripts/gates/room-imports.ts'
import { commandGate } from '../../scripts/gate.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'throughline-gates-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string | object>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content))
  }
}

describe('room imports', () => {
  test.each([
    [
      'the core imports a built-in module',
      'packages/core/src/a.ts',
      "import { join } from 'node:path'",
      'must run anywhere',
    ],
    ['the core imports a package', 'packages/core/src/a.ts', "export * from 'lodash'", 'must run anywhere'],
    [
      'the core imports a package outside the entry that is for it',
      'packages/core/src/a.ts',
      "import { trace } from '@opentelemetry/api'",
      'must run anywhere',
    ],
    [
      'an entry for one package imports another',
      'packages/core/src/opentelemetry/a.ts',
      "import '@opentelemetry/sdk-trace-base'",
      'must run anywhere',
    ],
    [
      'the core imports an entry that needs a package',
      'packages/core/src/a.ts',
      "export * from './opentelemetry/index.ts'",
      'an entry that needs a package',
    ],
    [
      'the core imports a room to its right',
      'packages/core/src/a.ts',
      "import type { X } from '@throughline/project'",
      'not to its left',
    ],
    [
      'a room imports to its right, dynamically',
      'packages/project/src/a.ts',
      "await import('@throughline/cli')",
      'not to its left',
    ],
    [
      'a room reaches into another by path',
      'packages/cli/src/a.ts',
      "import '../../core/src/index.ts'",
      'another room by path',
    ],
    [
      'a test reaches into a room by path, past its fixtures',
      'packages/server/src/a.test.ts',
      "import '../../tracking/src/record/rows.ts'",
      'another room by path',
    ],
    [
      'a test uses fixtures of a room to its right',
      'packages/tracking/src/a.test.ts',
      "import '../../server/src/fixtures/a.ts'",
      'another room by path',
    ],
    ['a room imports a private file', 'packages/cli/src/a.ts', "import 'throughline/dist/flow.js'", 'private file'],
    [
      'an example reaches into a package',
      'examples/x/a.ts',
      "import '../../packages/core/src/index.ts'",
      'another room by path',
    ],
    ['the core evaluates text', 'packages/core/src/a.ts', "export const a = eval('1')", 'code from text'],
    [
      'the core makes a function from text',
      'packages/core/src/a.ts',
      "export const a = new Function('return 1')",
      'code from text',
    ],
    ['a room has no rule', 'packages/extra/src/a.ts', 'export {}', 'a room without a rule'],
  ])('are a fault when %s', async (_, file, text, expected) => {
    write({ [file]: text })
    expect(await roomImports.problems(root)).toEqual([expect.stringContaining(expected)])
  })

  test('are fine to the left, inside a room, in tests, and when only a comment or a string speaks of them', async () => {
    write({
      'packages/core/src/a.ts':
        "import { b } from './b.ts'\n// import 'node:fs'\nexport const text = \"import 'node:fs'; eval('1')\" + b\n",
      'packages/core/src/a.test.ts': "import 'node:fs'\nimport 'vitest'\nimport './opentelemetry/a.ts'\n",
      'packages/core/src/opentelemetry/a.ts': "import '@opentelemetry/api'\nimport '../a.ts'\nimport './b.ts'\n",
      'packages/project/src/a.ts': "import 'node:fs'\nimport 'throughline'\nimport 'jiti'\n",
      'packages/project/package.json': {
        name: '@throughline/project',
        exports: { '.': './a.js', './process': './b.js' },
      },
      'packages/cli/src/a.ts':
        "import '@throughline/project'\nimport '@throughline/project/process'\nimport 'throughline'\n",
      'packages/server/src/a.test.ts': "import '../../tracking/src/record/fixtures/history.ts'\n",
      'tests/pages/a.test.ts': "import '../../packages/tracking/src/record/fixtures/history.ts'\n",
      'examples/x/a.ts': "import 'throughline'\n",
    })
    expect(await roomImports.problems(root)).toEqual([])
  })
})

describe('pinned versions', () => {
  test('finds ranges, tags and a workspace package of another version', async () => {
    write({
      'package.json': {
        devDependencies: { a: '^1.0.0', b: 'latest', c: 'npm:d@~1.2.3', fine: '1.2.3', alias: 'npm:@x/y@1.2.3' },
      },
      'packages/core/package.json': { name: 'throughline', version: '0.2.0' },
      'packages/cli/package.json': {
        name: '@throughline/cli',
        version: '0.2.0',
        dependencies: { throughline: '0.1.0' },
      },
    })
    expect(await pinnedVersions.problems(root)).toEqual([
      'package.json: a is "^1.0.0"',
      'package.json: b is "latest"',
      'package.json: c is "npm:d@~1.2.3"',
      'packages/cli/package.json: throughline is "0.1.0", the workspace has 0.2.0',
    ])
  })

  test('finds a peer that could not be installed in the version that is tested', async () => {
    const devDependencies = { released: '1.2.3', revised: '1.5.6-r.1', any: '1.5.6-r.1' }
    const peerDependencies = { released: '^1.0.0', revised: '^1.5.0', any: '*' }
    write({ 'packages/io/package.json': { name: '@throughline/io', devDependencies, peerDependencies } })
    expect(await pinnedVersions.problems(root)).toEqual([
      'packages/io/package.json: the peer revised "^1.5.0" allows no 1.5.6-r.1; write "*"',
    ])
  })
})

describe('lock file', () => {
  test('finds optional packages without an entry, wherever Node would look for them', async () => {
    const optionalDependencies = { 'tool-linux-x64': '1.0.0', 'tool-darwin-arm64': '1.0.0' }
    write({
      'package-lock.json': {
        packages: {
          'node_modules/tool': { optionalDependencies },
          'node_modules/tool-linux-x64': { version: '1.0.0' },
          'node_modules/a/node_modules/tool': { optionalDependencies },
          'node_modules/a/node_modules/tool-darwin-arm64': { version: '1.0.0' },
        },
      },
    })
    expect(await lockFile.problems(root)).toEqual([
      'node_modules/tool asks for tool-darwin-arm64@1.0.0, which the lock file leaves out',
    ])
  })
})

describe('licences', () => {
  test('finds a production dependency that is not permissive or states nothing, and leaves tools alone', async () => {
    write({
      'package-lock.json': {
        packages: {
          '': { license: 'Apache-2.0' },
          'node_modules/fine': { license: 'MIT' },
          'node_modules/bad': { license: 'GPL-3.0-only' },
          'node_modules/silent': {},
          'node_modules/tool': { license: 'GPL-3.0-only', dev: true },
          'node_modules/installed': { license: 'MIT' },
        },
      },
      'node_modules/installed/package.json': { license: 'AGPL-3.0-only' },
    })
    expect(await licences.problems(root)).toEqual([
      'node_modules/bad: GPL-3.0-only',
      'node_modules/silent: none stated',
      'node_modules/installed: AGPL-3.0-only',
    ])
  })

  test('finds a room that contains a package without its licence, or does not pack it', async () => {
    const manifest = { files: ['dist', 'THIRD-PARTY.md'] }
    write({
      'package-lock.json': { packages: {} },
      'node_modules/kysely/LICENSE': 'Take it, and keep this text.\n',
      'packages/store/package.json': manifest,
      'packages/store/THIRD-PARTY.md': '# Kysely\n\nTake it, and keep this text.\n',
    })
    expect(await licences.problems(root)).toEqual([])
    const found = ['packages/store/THIRD-PARTY.md has not the licence of kysely, or is not packed']
    write({ 'packages/store/THIRD-PARTY.md': '# Kysely\n' })
    expect(await licences.problems(root)).toEqual(found)
    write({ 'packages/store/THIRD-PARTY.md': 'Take it, and keep this text.', 'packages/store/package.json': {} })
    expect(await licences.problems(root)).toEqual(found)
  })

  test('reads OR as a choice and AND as both', () => {
    expect(isPermissive('(MIT OR GPL-2.0-only)')).toBe(true)
    expect(isPermissive('MIT AND GPL-2.0-only')).toBe(false)
    expect(isPermissive('MIT AND (CC0-1.0 OR GPL-2.0-only)')).toBe(true)
  })
})

describe('private traces', () => {
  test('finds folders of one machine and addresses of package registries, with their lines', async () => {
    const home = ['', 'home', 'ada', 'x'].join('/')
    const address = ['https:', '', 'registry.example.org', 'x.tgz'].join('/')
    write({
      'a.md': `one\nsee ${home}`,
      'b.json': `{"resolved":"${address}"}`,
      'c.ts': "const url = 'https://example.org/work/x'",
    })
    expect(await privateTraces.problems(root)).toEqual([
      `a.md:2: a folder of one machine: ${home}`,
      expect.stringMatching(/^b\.json:1: a package registry: /),
    ])
  })
})

describe('file size', () => {
  test('stops a source file of more than 400 lines', async () => {
    write({ 'a.ts': 'x\n'.repeat(400), 'b.ts': 'x\n'.repeat(401), 'c.md': 'x\n'.repeat(900) })
    expect(await fileSize.problems(root)).toEqual(['b.ts: 401 lines'])
  })
})

describe('document links', () => {
  test('finds missing files and headings, and reads neither code nor addresses', async () => {
    write({
      'README.md': [
        '# The start',
        '[good](docs/page.md) [heading](docs/page.md#how-it-works-2) [self](#the-start) [web](https://example.org/x)',
        '[bad](docs/none.md) [no heading](docs/page.md#nothing)',
        '`[code](nowhere.md)`',
        '```md\n[fenced](nowhere.md)\n```',
      ].join('\n'),
      'docs/page.md': '## How it works, 2\n[up](../README.md)\n\n[ref]: ../gone.md\n',
    })
    expect(await documentLinks.problems(root)).toEqual([
      'README.md: docs/none.md does not exist',
      'README.md: docs/page.md#nothing names no heading of that page',
      'docs/page.md: ../gone.md does not exist',
    ])
  })
})

describe('a gate that is a program', () => {
  test('reports the output of the first command that fails', async () => {
    const gate = commandGate(
      'x',
      'y',
      ['node', '-e', 'process.exit(0)'],
      ['node', '-e', 'console.log("broken"); process.exit(3)'],
    )
    expect(await gate.problems(root)).toEqual([expect.stringMatching(/exited with 3$/), 'broken'])
  })

  test('fails when the program does not exist', async () => {
    expect(await commandGate('x', 'y', ['no-such-program-here']).problems(root)).not.toEqual([])
  })
})
