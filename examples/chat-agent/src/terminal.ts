// A conversation in a terminal: tokens as they come, a line for each tool, a question before something is written.

import type { Application } from '@throughline/machine'
import type { Agent, Conversation, Decision } from './agent.ts'

type ActionsOf<M> = M extends { readonly types?: { readonly actions: infer A } } ? A : never
export type Chat = Application<Conversation, ActionsOf<Agent>>

export interface Terminal {
  readonly write: (text: string) => void
  /** Decides what a tool that writes may do. */
  readonly decide: (asked: { readonly tool: string; readonly input: unknown }) => Decision | Promise<Decision>
}

/** One turn: the question, and everything until the agent has said all. */
export async function takeTurn(chat: Chat, question: string, { write, decide }: Terminal): Promise<void> {
  let running = chat.run({ inputs: { ask: { question } } })
  for (;;) {
    for await (const event of running) {
      if (event.type === 'chunk') write(event.chunk)
      if (event.type === 'retry') write(`\n  (again, because: ${messageOf(event.error)})\n`)
      if (event.type !== 'step') continue
      if (event.action === 'answer' && event.next === 'ask') write('\n')
      if (event.action === 'look' || event.action === 'act') write(`  [${lastCall(chat)}]\n`)
    }
    const outcome = await running
    if (outcome.status === 'failed') throw outcome.error
    if (outcome.status !== 'suspended') return
    running = chat.resume(await decide(outcome.awaiting.prompt as { tool: string; input: unknown }))
  }
}

const LONGEST_CALL = 100

/** The tool that was used last, and with what; cut where it is long. */
function lastCall({ state }: Chat): string {
  const message = state.messages.findLast(({ role }) => role === 'tool')
  if (message?.role !== 'tool') return ''
  const { call, output } = message
  const shown = `${call.name} ${JSON.stringify(call.input)}`
  const isDenied = typeof output === 'object' && output !== null && 'denied' in output
  const cut = shown.length > LONGEST_CALL ? `${shown.slice(0, LONGEST_CALL)}...` : shown
  return isDenied ? `${cut}: not done` : cut
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
