// Times a counter: its first run in this process, and the runs after it.

export interface Time {
  readonly wallMs: number
  readonly cpuMs: number
}

/** The median of the runs after the first, by their processor time; absent when there was one. */
export interface Times {
  readonly first: Time
  readonly next?: Time
}

interface Counted {
  readonly n: number
  /** Events that the subscriber heard; absent where nobody listens. */
  readonly heard?: number
}

/** @param run counts to `last` */
export async function printTimes(
  run: () => Counted | Promise<Counted>,
  { last, runs }: { readonly last: number; readonly runs: number },
): Promise<void> {
  const times: Time[] = []
  for (let at = 0; at < runs; at++) {
    const cpu = process.cpuUsage()
    const startMs = performance.now()
    const { n, heard = last } = await run()
    const wallMs = performance.now() - startMs
    const { user, system } = process.cpuUsage(cpu)
    if (n !== last || heard < last) throw new Error(`It counted to ${n} of ${last}, and ${heard} events were heard.`)
    times.push({ wallMs, cpuMs: (user + system) / 1000 })
  }
  const [first, ...others] = times
  const next = others.toSorted((a, b) => a.cpuMs - b.cpuMs)[others.length >> 1]
  console.log(JSON.stringify({ first, ...(next && { next }) }))
}
