// Serves pages until somebody presses Ctrl-C.

import { renderPlainIssue } from '@throughline/project/process'
import type { ServerOptions } from '@throughline/server'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isThroughlineError, type Issue } from 'throughline'
import { reportIssues, type Context } from '../commands/context.ts'
import { onInterrupt } from '../interrupt.ts'
import { cliIssue } from '../issues.ts'
import { openInBrowser } from './open-in-browser.ts'

export interface ServingFlags {
  readonly port?: string
  readonly host?: string
  readonly name?: readonly string[]
  readonly tokenFile?: string
  readonly open: boolean
}

export interface Serving extends Pick<ServerOptions, 'host' | 'names' | 'port' | 'tokens'> {
  readonly opensBrowser: boolean
}

const mostPort = 65_535

/** @returns `undefined` after a report */
export function readServing(
  context: Context,
  { port, host, name, tokenFile, open }: ServingFlags,
): Serving | undefined {
  const issues: Issue[] = []
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= mostPort))
    issues.push(cliIssue('cli/port', { given: port }))
  const tokens = readTokens(context, tokenFile)
  if ('code' in tokens) issues.push(tokens)
  if (issues.length > 0 || 'code' in tokens) {
    reportIssues(context, issues)
    return undefined
  }
  return {
    opensBrowser: open,
    ...(port !== undefined && { port: Number(port) }),
    ...(host !== undefined && { host }),
    ...(name !== undefined && { names: name }),
    ...(tokens.length > 0 && { tokens }),
  }
}

/** Those of the file, and the one of the environment. */
function readTokens({ directory }: Context, file: string | undefined): readonly string[] | Issue {
  const own = process.env['THROUGHLINE_TOKEN']?.trim() ?? ''
  const tokens = own === '' ? [] : [own]
  if (file === undefined) return tokens
  try {
    const lines = readFileSync(resolve(directory, file), 'utf8').split('\n')
    return [...lines.map((line) => line.trim()).filter((line) => line !== ''), ...tokens]
  } catch (error) {
    return cliIssue('cli/file-not-read', { path: file, reason: (error as Error).message })
  }
}

export interface ServedPages extends Serving, Omit<ServerOptions, 'onTrouble' | 'onFailure'> {
  /** @param address for a browser */
  readonly onStart: (address: string) => void
}

/** What keeps it from starting is reported. A second Ctrl-C ends it at once. */
export async function serveUntilStopped(
  context: Context,
  { onStart, opensBrowser, ...options }: ServedPages,
): Promise<void> {
  const { err } = context.terminal
  const tell = (issue: Issue): void => {
    const text = renderPlainIssue(issue, { colours: err.colours, directory: context.directory })
    err.write(`${text}\n`)
  }
  let stop: () => void
  const stopped = new Promise<void>((resolve) => (stop = resolve))
  const interrupt = onInterrupt((count) => (count > 1 ? process.exit(130) : stop()))
  try {
    const { startServer } = await import('@throughline/server')
    const server = await startServer({
      ...options,
      onTrouble: tell,
      onFailure: (error) => err.write(`${error instanceof Error ? error.stack : String(error)}\n`),
    })
    onStart(server.address)
    if (opensBrowser) openInBrowser(server.address)
    await stopped
    err.write(`${err.colours.dim('stopping; press Ctrl-C again to end it at once')}\n`)
    await server.close()
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(context, error.issues, isWrongUse(error.issues) ? 2 : 1)
  } finally {
    interrupt.dispose()
  }
}

function isWrongUse(issues: readonly Issue[]): boolean {
  return issues.some(({ code }) => ['server/needs-token', 'server/weak-token', 'record/bad-url'].includes(code))
}
