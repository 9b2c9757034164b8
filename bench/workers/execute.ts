// One runner on one graph in a process of its own. Prints one line of JSON.
//
// usage: node execute.ts <module> <nodes> <milliseconds>

const [, , file = '', size = '', budget = ''] = process.argv
const nodes = Number(size)
const budgetMs = Number(budget)
const inputs = { i0: 1, i1: 2, i2: 3, i3: 4 }

interface RunnerModule {
  readonly build: () => unknown
  readonly run: (built: unknown, inputs: unknown) => Record<string, number> | Promise<Record<string, number>>
}

const runner = (await import(file)) as RunnerModule
const perNodeUs = (elapsedMs: number): number => (elapsedMs * 1000) / nodes
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const buildStart = performance.now()
const built = runner.build()
const buildMs = performance.now() - buildStart

const coldStart = performance.now()
const result = await runner.run(built, inputs)
const coldMs = performance.now() - coldStart

// A sample is long enough for the clock and short enough to fit between two interruptions by other processes.
const batch = Math.max(1, Math.round(0.5 / Math.max(coldMs / 10, 0.0005)))
const sample = async (): Promise<number> => {
  const startMs = performance.now()
  for (let index = 0; index < batch; index++) {
    const answer = runner.run(built, inputs)
    if (answer instanceof Promise) await answer
  }
  return (performance.now() - startMs) / batch
}

for (const untilMs = performance.now() + budgetMs / 2; performance.now() < untilMs;) await sample()
const samples: number[] = []
for (const untilMs = performance.now() + budgetMs; performance.now() < untilMs || samples.length < 3;)
  samples.push(await sample())

console.log(
  JSON.stringify({
    buildUs: perNodeUs(buildMs),
    coldUs: perNodeUs(coldMs),
    warmUs: perNodeUs(median(samples)),
    samples: samples.length,
    checksum: Object.entries(result).reduce((sum, [, value]) => (sum * 31 + value) % 1_000_003, 7),
  }),
)
