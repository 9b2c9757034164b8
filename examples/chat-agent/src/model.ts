// The model: a provider when the environment names one, else a stub on this machine.

import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModel } from 'ai'
import { startStub, type StubOptions } from './stub/server.ts'

export interface OpenModel {
  readonly model: LanguageModel
  /** Who answers, for people. */
  readonly name: string
  close(): Promise<void>
}

/** `OPENAI_API_KEY` or `OPENAI_BASE_URL` lead to a provider; `OPENAI_MODEL` names the model. */
export async function openModel(env: NodeJS.ProcessEnv, stubOptions: StubOptions = {}): Promise<OpenModel> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: name = 'gpt-5-mini' } = env
  if (apiKey === undefined && baseURL === undefined) {
    const stub = await startStub(stubOptions)
    return { model: modelAt(stub.url, 'stub'), name: 'the stub', close: () => stub.close() }
  }
  const model = modelAt(baseURL ?? 'https://api.openai.com/v1', name, apiKey)
  return { model, name, close: () => Promise.resolve() }
}

function modelAt(baseURL: string, name: string, apiKey?: string): LanguageModel {
  const provider = createOpenAICompatible({ name: 'openai', baseURL, includeUsage: true, ...(apiKey && { apiKey }) })
  return provider(name)
}
