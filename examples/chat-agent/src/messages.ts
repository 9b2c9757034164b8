// What is said in a conversation: plain data in the state, and as the AI SDK wants it.

import type { ModelMessage } from 'ai'

export interface ToolCall {
  readonly id: string
  readonly name: string
  readonly input: unknown
}

export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  /** What came of a call. `output` is plain data. */
  | { readonly role: 'tool'; readonly call: ToolCall; readonly output: unknown }

export function toModelMessages(messages: readonly Message[]): ModelMessage[] {
  return messages.map((message): ModelMessage => {
    switch (message.role) {
      case 'user':
        return { role: 'user', content: message.text }
      case 'assistant': {
        const text = message.text === '' ? [] : [{ type: 'text' as const, text: message.text }]
        const calls = message.calls.map(({ id, name, input }) => ({
          type: 'tool-call' as const,
          toolCallId: id,
          toolName: name,
          input,
        }))
        return { role: 'assistant', content: [...text, ...calls] }
      }
      case 'tool': {
        const { call, output } = message
        const value = JSON.stringify(output)
        const result = { type: 'tool-result' as const, toolCallId: call.id, toolName: call.name }
        return { role: 'tool', content: [{ ...result, output: { type: 'text', value } }] }
      }
    }
  })
}
