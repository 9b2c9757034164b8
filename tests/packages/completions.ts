// What an editor offers at a place in a file, from TypeScript's own language server.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/**
 * Opens a file in the server and asks for completions behind a marker.
 * @param marker text of the file; the first occurrence counts, and the cursor stands right behind it
 * @returns the labels, sorted
 */
export async function completionsBehind(folder: string, file: string, marker: string): Promise<readonly string[]> {
  const text = readFileSync(join(folder, file), 'utf8')
  const offset = text.indexOf(marker) + marker.length
  if (offset < marker.length) throw new Error(`${file} does not contain ${marker}`)
  const before = text.slice(0, offset).split('\n')
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 }
  const textDocument = { uri: pathToFileURL(join(folder, file)).href }

  const server = startServer()
  try {
    await server.ask('initialize', {
      processId: null,
      rootUri: pathToFileURL(folder).href,
      capabilities: { textDocument: { completion: {} } },
    })
    server.tell('initialized', {})
    server.tell('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'typescript', version: 1, text },
    })
    const answer = (await server.ask('textDocument/completion', { textDocument, position })) as
      | { items?: { label: string }[] }
      | { label: string }[]
      | null
    const items = Array.isArray(answer) ? answer : (answer?.items ?? [])
    return items.map(({ label }) => label).sort()
  } finally {
    await server.stop()
  }
}

function startServer(): {
  ask: (method: string, params: unknown) => Promise<unknown>
  tell: (method: string, params: unknown) => void
  stop: () => Promise<void>
} {
  const tsc = join(import.meta.dirname, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc')
  const child = spawn(process.execPath, [tsc, '--lsp', '--stdio'], { stdio: 'pipe' })
  let complaints = ''
  child.stderr.on('data', (chunk) => (complaints += String(chunk)))
  const waiting = new Map<number, (message: Message) => void>()
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }
  onMessages(child, (message) => {
    if (message.id === undefined) return
    if (message.method === undefined) waiting.get(message.id)?.(message)
    else send({ id: message.id, result: null })
  })
  const ask = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = waiting.size + 1
      waiting.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)))
      child.once('exit', (code) => reject(new Error(`the language server ended with ${code}: ${complaints}`)))
      send({ id, method, params })
    })
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit')
    await ask('shutdown', undefined)
    send({ method: 'exit' })
    await ended
  }
  return { ask, tell: (method, params) => send({ method, params }), stop }
}

/** Reads the server's messages: a header with the length in bytes, an empty line, JSON. */
function onMessages(child: ChildProcess, receive: (message: Message) => void): void {
  let pending = Buffer.alloc(0)
  child.stdout?.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const header = /Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(pending.toString('latin1'))
      if (header === null) return
      const start = header.index + header[0].length
      const end = start + Number(header[1])
      if (pending.length < end) return
      receive(JSON.parse(pending.subarray(start, end).toString()) as Message)
      pending = pending.subarray(end)
    }
  })
}
