// Reacts to a signal, whether it has aborted already or will.

/** Calls `react` once: at once when the signal has aborted, else when it does. @returns stops listening */
export function onAbort(signal: AbortSignal | undefined, react: () => void): () => void {
  if (signal?.aborted) react()
  else signal?.addEventListener('abort', react, { once: true })
  return () => signal?.removeEventListener('abort', react)
}
