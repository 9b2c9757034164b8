// Times a counter: its first run in this process, and the runs after it.

export interface Time {
  readonly wallMs: number
  readonly cpuMs: number
}

/** The median of the runs after the first, by their processor time; absent when there was one. */
export interface Times {
  readonly first: Time
  readonly next?: Time
  /** Where something goes on after the outcome: the same until that is done. */
  readonly whole?: Omit<Times, 'whole'>
}

interface Counted {
  readonly n: number
  /** Events that the subscriber heard; absent where nobody listens. */
  readonly heard?: number
}

/** @param run counts to `last`; says when it has its outcome, unless that is the end of it */
export async function printTimes(
  run: (hasOutcome: () => void) => Counted | Promise<Counted>,
  { last, runs }: { readonly last: number; readonly runs: number },
): Promise<void> {
  const outcomes: Time[] = []
  const wholes: Time[] = []
  for (let at = 0; at < runs; at++) {
    const cpu = process.cpuUsage()
    const startMs = performance.now()
    const since = (): Time => {
      const { user, system } = process.cpuUsage(cpu)
      return { wallMs: performance.now() - startMs, cpuMs: (user + system) / 1000 }
    }
    let outcome: Time | undefined
    const { n, heard = last } = await run(() => (outcome = since()))
    const whole = since()
    if (n !== last || heard < last) throw new Error(`It counted to ${n} of ${last}, and ${heard} events were heard.`)
    outcomes.push(outcome ?? whole)
    wholes.push(whole)
  }
  const goesOn = outcomes.some((outcome, at) => outcome !== wholes[at])
  console.log(JSON.stringify({ ...timesOf(outcomes), ...(goesOn && { whole: timesOf(wholes) }) }))
}

function timesOf([first, ...others]: readonly Time[]): Omit<Times, 'whole'> {
  const next = others.toSorted((a, b) => a.cpuMs - b.cpuMs)[others.length >> 1]
  return { first: first!, ...(next && { next }) }
}
