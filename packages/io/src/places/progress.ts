// How far something is, told not too often.

/** At most ten times a second, and at the end. */
const INTERVAL_MS = 100

/** @param total unknown when it is absent */
export function throttledProgress(
  progress: (done: number, total?: number) => void,
  total: number | undefined,
): (done: number) => void {
  let nextMs = performance.now() + INTERVAL_MS
  return (done) => {
    const isEnd = total !== undefined && done >= total
    if (!isEnd && performance.now() < nextMs) return
    nextMs = performance.now() + INTERVAL_MS
    if (total === undefined) progress(done)
    else progress(done, total)
  }
}
