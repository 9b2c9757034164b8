// A server that speaks the protocol of OpenAI's chat completions, on this machine alone, and answers by rules.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { replyTo, type StubMessage, type StubReply } from './script.ts'

export interface StubOptions {
  /** Between two tokens. @defaultValue 0 */
  readonly tokenMs?: number
  /** What goes wrong, one for each request, from the first: `busy` is refused with 429, `cut` ends in the middle. */
  readonly faults?: readonly ('busy' | 'cut' | 'none')[]
}

export interface Stub {
  /** Base URL for a client: `http://127.0.0.1:<port>/v1`. */
  readonly url: string
  /** Requests so far. */
  readonly requests: number
  close(): Promise<void>
}

interface ChatRequest {
  readonly messages: readonly StubMessage[]
  readonly stream?: boolean
  readonly stream_options?: { readonly include_usage?: boolean }
}

export async function startStub({ tokenMs = 0, faults = [] }: StubOptions = {}): Promise<Stub> {
  let requests = 0
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = faults[requests++]
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return refuse(response, 404, 'no such path')
    if (fault === 'busy') return refuse(response, 429, 'too many requests')
    const chat = JSON.parse(await text(request)) as ChatRequest
    const completion = completionOf(chat, requests)
    if (!chat.stream) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion.whole))
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    const chunks = fault === 'cut' ? completion.chunks.slice(0, 3) : completion.chunks
    for (const chunk of chunks) {
      response.write(`data: ${JSON.stringify(chunk)}\n\n`)
      if (tokenMs > 0) await new Promise((resolve) => setTimeout(resolve, tokenMs))
    }
    if (fault === 'cut') response.destroy()
    else response.end('data: [DONE]\n\n')
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, 400, String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get requests() {
      return requests
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }))
}

/** The answer at once, and as a client gets it that asks for a stream. */
function completionOf(chat: ChatRequest, request: number): { whole: object; chunks: object[] } {
  const reply = replyTo(chat.messages)
  const about = { id: `chatcmpl-${request}`, created: 0, model: 'stub' }
  const usage = usageOf(chat, reply)
  const finish = 'text' in reply ? 'stop' : 'tool_calls'
  const chunk = (delta: object, finish_reason: string | null = null): object => ({
    ...about,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
  })
  const message = 'text' in reply ? { content: reply.text } : { content: null, tool_calls: [callOf(reply, request)] }
  const deltas =
    'text' in reply
      ? tokensOf(reply.text).map((content) => chunk({ content }))
      : [chunk({ tool_calls: [{ index: 0, ...callOf(reply, request) }] })]
  const last = chat.stream_options?.include_usage
    ? [{ ...about, object: 'chat.completion.chunk', choices: [], usage }]
    : []
  return {
    whole: {
      ...about,
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
      usage,
    },
    chunks: [chunk({ role: 'assistant', content: '' }), ...deltas, chunk({}, finish), ...last],
  }
}

function callOf({ call }: Extract<StubReply, { call: object }>, request: number): object {
  return {
    id: `call-${request}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.input) },
  }
}

/** Words, each with the white space before it. */
function tokensOf(said: string): string[] {
  return said.match(/\s*\S+/g) ?? []
}

function usageOf({ messages }: ChatRequest, reply: StubReply): object {
  const prompt_tokens = messages.reduce((sum, { content }) => sum + tokensOf(content ?? '').length, 0)
  const completion_tokens = 'text' in reply ? tokensOf(reply.text).length : 8
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}
