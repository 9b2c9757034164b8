// Two ways to do the same, in turns: what one takes by what the other takes.

import { median, medianRatio } from './measure.ts'

export interface Times {
  readonly wallMs: number
  readonly cpuMs: number
  /** Of what was done: both ways must do the same. */
  readonly checksum: number
}

export interface SideBySide {
  readonly rounds: readonly { readonly node: Times; readonly other: Times }[]
  readonly nodeMs: number
  readonly otherMs: number
  /** The median over rounds, by the clock. */
  readonly wallRatio: number
  /** By the time of the processor. */
  readonly cpuRatio: number
}

/** In every other round the node comes second, so that what changes with time falls on both. */
export async function sideBySide(
  what: string,
  roundCount: number,
  once: (way: 'node' | 'other', round: number) => Promise<Times>,
): Promise<SideBySide> {
  const rounds: { readonly node: Times; readonly other: Times }[] = []
  for (let round = 0; round < roundCount; round++) {
    const early = round % 2 === 0 ? await once('node', round) : undefined
    const other = await once('other', round)
    const node = early ?? (await once('node', round))
    if (node.checksum !== other.checksum) throw new Error(`${what}: the two disagree`)
    rounds.push({ node, other })
  }
  const all = (way: 'node' | 'other', time: 'wallMs' | 'cpuMs'): number[] => rounds.map((round) => round[way][time])
  return {
    rounds,
    nodeMs: median(all('node', 'wallMs')),
    otherMs: median(all('other', 'wallMs')),
    wallRatio: medianRatio(all('node', 'wallMs'), all('other', 'wallMs')),
    cpuRatio: medianRatio(all('node', 'cpuMs'), all('other', 'cpuMs')),
  }
}
