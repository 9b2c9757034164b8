// Git, as far as it is asked: a command with arguments, and what it wrote.

import { spawn } from 'node:child_process'

export interface GitAnswer {
  /** `undefined` when git could not be started. */
  readonly code: number | undefined
  readonly stdout: Buffer
  readonly stderr: string
}

/** A port: how git is reached. */
export interface Git {
  /**
   * Runs git. Arguments are given as they are, never through a shell; whoever calls makes sure that no value is taken for
   * an option.
   *
   * @param input what it reads
   */
  run(args: readonly string[], input?: string): Promise<GitAnswer>
}

/** What git is told whatever it is asked: it starts no other program, waits for nobody and locks nothing. */
const ALWAYS = ['--no-pager', '--no-replace-objects', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false']

/** Variables that say where the repository is: inside of a hook they are not about the folder that is asked. */
const PLACES = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_NAMESPACE']

/** The git of this machine. @param directory where it is started */
export function localGit(directory: string, program = 'git'): Git {
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
  for (const name of PLACES) delete env[name]
  return {
    run: (args, input = '') =>
      new Promise((done) => {
        const child = spawn(program, [...ALWAYS, ...args], { cwd: directory, env, windowsHide: true })
        const stdout: Buffer[] = []
        const stderr: Buffer[] = []
        const end = (code: number | undefined, reason?: string): void =>
          done({ code, stdout: Buffer.concat(stdout), stderr: reason ?? Buffer.concat(stderr).toString('utf8') })
        child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
        child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
        // Git may end before it has read everything; what it then says is what matters.
        child.stdin.on('error', () => undefined)
        child.on('error', ({ message }) => end(undefined, message))
        child.on('close', (code) => end(code ?? 128))
        child.stdin.end(input)
      }),
  }
}
