// The agent as a machine: ask, answer, use tools, and wait for a person before a tool that writes.

import { append, expects, forState, increment, suspend, unset, type ErrorRecord } from '@throughline/machine'
import { streamText, type LanguageModel, type ToolSet } from 'ai'
import * as z from 'zod'
import { toModelMessages, type Message, type ToolCall } from './messages.ts'
import type { AgentTool, Tools } from './tools.ts'

export interface Conversation {
  messages: Message[]
  /** What the model has asked for, and is not done yet; done in this order. */
  calls: ToolCall[]
  decision?: Decision
  problem?: ErrorRecord
  inputTokens: number
  outputTokens: number
}

export type Decision = z.infer<typeof decisionSchema>
const decisionSchema = z.object({ approved: z.boolean(), reason: z.string().optional() })

export const NEW_CONVERSATION: Conversation = { messages: [], calls: [], inputTokens: 0, outputTokens: 0 }

const INSTRUCTIONS = `You answer questions about the State of the Union addresses of 1790 to 2021.
Look up what you say with your tools, and name the year and the president. Save a note only when you are asked to.`

const { action, stream, machine } = forState<Conversation>()

export interface AgentParts {
  readonly model: LanguageModel
  readonly tools: Tools
}

export type Agent = ReturnType<typeof createAgent>

export function createAgent({ model, tools }: AgentParts) {
  const offered: ToolSet = Object.fromEntries(
    Object.entries(tools).map(([name, { description, input }]) => [name, { description, inputSchema: input }]),
  )

  const ask = action(
    { writes: ['messages'], inputs: expects<{ question: string }>({ question: 'required' }), doc: 'Takes a question.' },
    ({ inputs }) => ({ messages: append<Message>({ role: 'user', text: inputs.question }) }),
  )

  const answer = stream(
    {
      reads: ['messages'],
      writes: ['messages', 'calls', 'inputTokens', 'outputTokens'],
      retry: { maxAttempts: 3, backoffMs: 100 },
      timeout: '2m',
      doc: 'Lets the model speak, token by token, or ask for tools.',
    },
    async function* ({ state, ctx }) {
      const response = streamText({
        model,
        instructions: INSTRUCTIONS,
        messages: toModelMessages(state.messages),
        tools: offered,
        abortSignal: ctx.signal,
        // Attempts are the machine's: they are recorded, and every reader is told.
        maxRetries: 0,
        onError: () => {},
      })
      const calls: ToolCall[] = []
      let text = ''
      let usage = { inputTokens: 0, outputTokens: 0 }
      for await (const part of response.stream) {
        if (part.type === 'error') throw part.error
        // The SDK ends an aborted stream as if all had been said.
        if (part.type === 'abort') throw ctx.signal.reason
        if (part.type === 'text-delta') {
          text += part.text
          yield part.text
        }
        if (part.type === 'tool-call') calls.push({ id: part.toolCallId, name: part.toolName, input: part.input })
        if (part.type === 'finish') {
          const { inputTokens = 0, outputTokens = 0 } = part.totalUsage
          usage = { inputTokens, outputTokens }
        }
      }
      ctx.metric('tokens', usage.inputTokens + usage.outputTokens)
      return {
        messages: append<Message>({ role: 'assistant', text, calls }),
        calls,
        inputTokens: increment(usage.inputTokens),
        outputTokens: increment(usage.outputTokens),
      }
    },
  )

  const look = action(
    { reads: ['calls'], writes: ['messages', 'calls'], doc: 'Uses a tool that only reads.' },
    async ({ state: { calls }, ctx }) => {
      const [call, ...rest] = calls
      // Recorded, so that a replay of the step needs no library.
      const output = await ctx.effect(call!.name, () => use(tools[call!.name], call!, ctx.idempotencyKey))
      return { messages: append<Message>({ role: 'tool', call: call!, output }), calls: rest }
    },
  )

  const approve = action(
    {
      reads: ['calls'],
      writes: ['decision'],
      awaits: decisionSchema,
      resumed: ({ payload }) => ({ decision: payload }),
      tags: ['human'],
      doc: 'Waits until a person agrees to a tool that writes.',
    },
    ({ state }) => suspend({ prompt: { tool: state.calls[0]!.name, input: state.calls[0]!.input } }),
  )

  const act = action(
    { reads: ['calls', 'decision'], writes: ['messages', 'calls', 'decision'], doc: 'Uses the tool if it may.' },
    async ({ state: { calls, decision }, ctx }) => {
      const [call, ...rest] = calls
      const output = decision?.approved
        ? await use(tools[call!.name], call!, ctx.idempotencyKey)
        : { denied: decision?.reason ?? 'The person did not agree.' }
      return { messages: append<Message>({ role: 'tool', call: call!, output }), calls: rest, decision: unset() }
    },
  )

  const apologise = action(
    { reads: ['problem'], writes: ['messages', 'problem'], doc: 'Says that the model cannot be reached.' },
    ({ state }) => ({
      messages: append<Message>({
        role: 'assistant',
        text: `The model cannot be reached (${state.problem?.message}). Ask again later.`,
        calls: [],
      }),
      problem: unset(),
    }),
  )

  const isDone = (state: { readonly calls: readonly unknown[] }): boolean => state.calls.length === 0
  const needsPerson = ({ calls }: { readonly calls: readonly ToolCall[] }): boolean =>
    tools[calls[0]!.name]?.writes ?? false

  return machine({ ask, answer, look, approve, act, apologise })
    .from('ask')
    .to('answer')
    .from('answer')
    .when(isDone, 'ask', { label: 'said all' })
    .when(needsPerson, 'approve', { label: 'wants to write' })
    .otherwise('look')
    .onError('*', 'apologise', { as: 'problem' })
    .from(['look', 'act'])
    .when(isDone, 'answer', { label: 'no call left' })
    .when(needsPerson, 'approve', { label: 'wants to write' })
    .otherwise('look')
    .from('approve')
    .to('act')
    .from('apologise')
    .to('ask')
    .named('chat-agent')
}

/** What the model did wrong is told to the model, which can do better. */
async function use(tool: AgentTool | undefined, call: ToolCall, idempotencyKey: string): Promise<unknown> {
  if (!tool) return { error: `There is no tool "${call.name}".` }
  const input = tool.input.safeParse(call.input)
  return input.success ? tool.run(call.input, idempotencyKey) : { error: z.prettifyError(input.error) }
}
