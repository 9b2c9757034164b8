// The end of the process, or of a thread of it, as a port: the last moment to write.

/** Calls when the process or the thread ends by itself. Nobody is called when it is killed. */
export interface Exit {
  /** @returns what takes the call back */
  onExit(call: () => void): () => void
}

const calls = new Set<() => void>()

function callAll(): void {
  for (const call of calls) call()
}

/** The end of this process or thread: one listener, however many calls. */
export const nodeExit: Exit = {
  onExit: (call) => {
    if (calls.size === 0) process.on('beforeExit', callAll).on('exit', callAll)
    calls.add(call)
    return () => {
      calls.delete(call)
      if (calls.size === 0) process.off('beforeExit', callAll).off('exit', callAll)
    }
  },
}
