// The context of the step that runs, for code that was not handed it: where the host has asynchronous context.

import type { ActionContext } from './context.ts'

interface Storage {
  run<Value>(context: ActionContext, work: () => Value): Value
  getStore(): ActionContext | undefined
}

interface HostWithModules {
  readonly process?: { getBuiltinModule?(name: string): { AsyncLocalStorage: new () => Storage } | undefined }
}

function createStorage(): Storage | undefined {
  const host: HostWithModules = globalThis as object
  const hooks = host.process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage()
}

const storage = createStorage()

/**
 * The context of the step in which this is called, also deep inside of what it calls; of the innermost one where an
 * application runs within an action of another. Undefined outside of steps, and in hosts without asynchronous context,
 * such as browsers.
 */
export function currentContext(): ActionContext | undefined {
  return storage?.getStore()
}

export function runWith<Value>(context: ActionContext, work: () => Value): Value {
  return storage ? storage.run(context, work) : work()
}
