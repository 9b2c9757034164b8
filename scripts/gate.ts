// A gate is one question about the repository: it answers with the problems that it found.

import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'

export interface Gate {
  readonly name: string
  /** What a contributor does when the gate fails. */
  readonly cure: string
  /** @returns one line per problem; none means passed */
  readonly problems: (root: string) => Promise<readonly string[]>
}

export interface Finished {
  readonly exitCode: number
  readonly stdout: string
  /** Both streams, the standard output first. */
  readonly output: string
}

/** Runs a program with the repository's own tools first on the path; never rejects for a non-zero exit. */
export function run(
  command: readonly [string, ...string[]],
  options: { cwd: string; env?: Record<string, string> },
): Promise<Finished> {
  const [program, ...args] = command
  const env = {
    ...process.env,
    FORCE_COLOR: '0',
    PATH: join(options.cwd, 'node_modules', '.bin') + delimiter + process.env['PATH'],
    ...options.env,
  }
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd: options.cwd, env, maxBuffer: 1 << 27, shell: process.platform === 'win32' },
      (failure, stdout, stderr) => {
        if (failure === null) return resolve({ exitCode: 0, stdout, output: stdout + stderr })
        const exitCode = typeof failure.code === 'number' ? failure.code : 1
        resolve({ exitCode, stdout, output: stdout + stderr || failure.message })
      },
    )
  })
}

/** A gate that is a program: its output is the list of problems when it exits with anything but zero. */
export function commandGate(
  name: string,
  cure: string,
  ...commands: readonly (readonly [string, ...string[]])[]
): Gate {
  return {
    name,
    cure,
    problems: async (root) => {
      for (const command of commands) {
        const { exitCode, output } = await run(command, { cwd: root })
        if (exitCode !== 0) return [`${command.join(' ')} exited with ${exitCode}`, ...output.trimEnd().split('\n')]
      }
      return []
    },
  }
}

const generated = new Set(['node_modules', 'dist', 'coverage', '.git', '.throughline'])

/** Every file that is or would be committed, relative to the root, with forward slashes; sorted. */
export async function repositoryFiles(root: string): Promise<readonly string[]> {
  if (!existsSync(join(root, '.git'))) return filesBelow(root)
  const { exitCode, output } = await run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
  if (exitCode !== 0) throw new Error(output)
  return output
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)))
    .sort()
}

/** Every file below a folder except what tools make; relative to it, sorted. */
function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.split('/').some((part) => generated.has(part)))
    .sort()
}
