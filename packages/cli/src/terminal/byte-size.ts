// Sizes as a person says them.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
  ti: 1024 ** 4,
}

/** `0 B`, `512 B`, `1.2 kB`, `34 MB`: in steps of 1,000. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000
    unit++
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

/** `2GB`, `500 MB`, `1.5GiB`, `1000`: bytes; `undefined` when it is no size. */
export function parseBytes(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt]i?)?b?$/i.exec(text.trim()) ?? []
  if (count === undefined) return undefined
  return Math.round(Number(count) * FACTORS[(unit ?? '').toLowerCase()]!)
}
