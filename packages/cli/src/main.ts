// The command: reads its arguments, does what they ask, and ends with an exit code that says how it went.

import { readFileSync } from 'node:fs'
import { ExitCode, run } from '@stricli/core'
import { createApp } from './app.ts'
import type { Context } from './commands/context.ts'
import { askPerson } from './terminal/ask-person.ts'
import { processTerminal } from './terminal/terminal.ts'

/** The exit code of a program whose reader has gone, as a shell reports it: 128 + SIGPIPE. */
const READER_GONE = 141

/** @param inputs the arguments behind the name of the command */
export async function main(inputs: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onStreamError)
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const { stdout, stderr, env } = process
  const context: Context = {
    process: { stdout, stderr, env, exitCode: undefined } as unknown as Context['process'],
    terminal: processTerminal(),
    directory: process.cwd(),
    ...(process.stdin.isTTY && stderr.isTTY && { confirm: askPerson }),
  }
  await run(createApp(version), inputs, context)
  process.exitCode = toExitCode(Number(context.process.exitCode ?? 0))
}

/** Codes of the library are negative: what could not be understood is wrong use, the rest is ours. */
function toExitCode(code: number): number {
  if (code >= 0) return code
  return code === ExitCode.UnknownCommand || code === ExitCode.InvalidArgument ? 2 : 1
}

/** `throughline ... | head`: when nobody reads any more, there is nothing left to do. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(READER_GONE)
}
