// Compiles again at every change: declarations by the compiler, the files for Node once nothing changes for a moment.

import { spawn } from 'node:child_process'
import { globSync, watch } from 'node:fs'
import { join } from 'node:path'
import { buildRooms } from './build-rooms.ts'

const QUIET_MS = 100

const root = join(import.meta.dirname, '..')
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const compiling = spawn(process.execPath, [compiler, '-b', '--watch', '--preserveWatchOutput'], {
  cwd: root,
  stdio: 'inherit',
})
compiling.on('exit', (code) => process.exit(code ?? 1))

async function rebuild(): Promise<void> {
  await buildRooms({ isClean: false }).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
}

let waiting: NodeJS.Timeout | undefined
for (const folder of globSync('packages/*/src', { cwd: root })) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void rebuild(), QUIET_MS)
  })
}
await rebuild()
