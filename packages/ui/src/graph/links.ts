// Who is linked with whom: what is upstream and downstream, near, and on the way.

import type { Arrow } from './picture.ts'

export interface Links {
  readonly upstream: ReadonlyMap<string, readonly string[]>
  readonly downstream: ReadonlyMap<string, readonly string[]>
}

export function linksOf(arrows: readonly Pick<Arrow, 'from' | 'to'>[]): Links {
  const upstream = new Map<string, string[]>()
  const downstream = new Map<string, string[]>()
  const add = (map: Map<string, string[]>, key: string, value: string): void => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [value])
    else if (!list.includes(value)) list.push(value)
  }
  for (const { from, to } of arrows) {
    add(upstream, to, from)
    add(downstream, from, to)
  }
  return { upstream, downstream }
}

/** Everything that can be reached, without the start itself unless a cycle leads back to it. */
export function reach(next: ReadonlyMap<string, readonly string[]>, start: string, hops = Infinity): Set<string> {
  const reached = new Set<string>()
  let edge = [start]
  for (let hop = 0; hop < hops && edge.length > 0; hop++) {
    const further: string[] = []
    for (const id of edge)
      for (const one of next.get(id) ?? [])
        if (!reached.has(one)) {
          reached.add(one)
          further.push(one)
        }
    edge = further
  }
  return reached
}

/** The box and what is at most so many arrows up or down from it. */
export function around({ upstream, downstream }: Links, id: string, hops = Infinity): Set<string> {
  return new Set([id, ...reach(upstream, id, hops), ...reach(downstream, id, hops)])
}

/** Every box on some way between the two, in whichever direction there is one; only the two when there is none. */
export function between({ upstream, downstream }: Links, a: string, b: string): Set<string> {
  const onWay = new Set([a, b])
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const after = reach(downstream, from)
    if (!after.has(to)) continue
    for (const id of reach(upstream, to)) if (after.has(id)) onWay.add(id)
  }
  return onWay
}
