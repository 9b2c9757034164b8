// A process that runs one PostgreSQL server, and ends it and removes its folder when whoever started it is gone.
//
// It prints one line of JSON, `{ url }` or `{ error }`. Its standard input is a pipe to whoever started it: when that
// closes, for whatever reason, the server is ended.

import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { copyPrograms, type Programs } from './programs.ts'
import { serverUser, type ServerUser } from './server-user.ts'

const user = serverUser()
const folder = mkdtempSync(join(openFolder(), 'throughline-postgres-'))
let server: ChildProcess | undefined
let isEnding = false

process.stdin.resume()
process.stdin.on('end', () => void end())
process.stdin.on('error', () => void end())
// Told together with the tests; whoever started this one closes the pipe when the tests have ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
// When nobody reads any more.
process.stdout.on('error', () => void end())

try {
  const url = await start()
  process.stdout.write(`${JSON.stringify({ url })}\n`)
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`)
  await end()
}

async function start(): Promise<string> {
  if (user) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const programs = await copyPrograms(folder)
  const password = randomBytes(16).toString('hex')
  initialise(programs, password)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const log = await run(programs, port)
    if (log === undefined) return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
    // Somebody else may have taken the port in between.
    if (attempt === 3) throw new Error(`the server did not start:\n${log}`)
  }
}

function initialise({ initdb }: Programs, password: string): void {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  const flags = [
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--no-sync',
    '--no-instructions',
  ]
  const place = ['--encoding=UTF8', '--locale=C', `--pgdata=${join(folder, 'data')}`]
  const { status, stderr, error } = spawnSync(initdb, [...flags, ...place], { ...asUser(user), encoding: 'utf8' })
  rmSync(passwordFile)
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr}`)
}

/** @returns what the server said when it ended instead of taking connections */
function run({ postgres }: Programs, port: number): Promise<string | undefined> {
  // Nothing here outlives the machine: no need to wait for the disk.
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '60',
    shared_buffers: '64MB',
    max_wal_size: '256MB',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(postgres, ['-D', join(folder, 'data'), '-p', String(port), ...flags], {
    ...asUser(user),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  server = child
  return new Promise((resolve) => {
    let log = ''
    child.stderr!.on('data', (chunk: Buffer) => {
      if (log.length < 10_000) log += chunk.toString()
      if (log.includes('ready to accept connections')) resolve(undefined)
    })
    child.on('error', (error) => resolve(error.message))
    child.on('exit', () => resolve(log))
  })
}

/** With its own group of processes, so that a signal to the tests does not reach it: it is ended in order. */
function asUser(who: ServerUser | undefined): SpawnOptions {
  return { cwd: folder, detached: true, ...(who && { uid: who.uid, gid: who.gid }) }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** A temporary folder into which the user of the server gets. */
function openFolder(): string {
  const folders = [tmpdir(), '/tmp', '/var/tmp']
  return (user && folders.find((one) => isOpen(one))) ?? tmpdir()
}

function isOpen(path: string): boolean {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0
  return (mode & 0o001) !== 0 && (dirname(path) === path || isOpen(dirname(path)))
}

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  const child = server
  if (child && child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.on('exit', resolve))
    // A fast shutdown; then one without waiting; then none at all.
    child.kill('SIGINT')
    const timers = [setTimeout(() => child.kill('SIGQUIT'), 5_000), setTimeout(() => child.kill('SIGKILL'), 10_000)]
    await ended
    timers.forEach(clearTimeout)
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.exit(0)
}
