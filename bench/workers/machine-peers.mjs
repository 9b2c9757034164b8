// Steps of a counter in XState and in LangGraph.js, each as its own documentation would write it, with one subscriber.
//
// usage: node machine-peers.mjs <xstate | langgraph> <steps> <runs>

import { printTimes } from './machine-times.ts'

const [, , way, steps, runs] = process.argv
const last = Number(steps)

const ways = {
  async xstate() {
    const { assign, createActor, setup } = await import('xstate')
    const machine = setup({
      guards: { isLast: ({ context }) => context.n + 1 >= last },
      actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
    }).createMachine({
      initial: 'counting',
      context: { n: 0 },
      states: {
        counting: { on: { COUNT: [{ guard: 'isLast', target: 'done', actions: 'count' }, { actions: 'count' }] } },
        done: { type: 'final' },
      },
    })
    return () => {
      let heard = 0
      const actor = createActor(machine)
      actor.subscribe(() => heard++)
      actor.start()
      for (let step = 0; step < last; step++) actor.send({ type: 'COUNT' })
      return { n: actor.getSnapshot().context.n, heard }
    }
  },

  async langgraph() {
    const { Annotation, END, START, StateGraph } = await import('@langchain/langgraph')
    const State = Annotation.Root({ n: Annotation() })
    const graph = new StateGraph(State)
      .addNode('count', ({ n }) => ({ n: n + 1 }))
      .addEdge(START, 'count')
      .addConditionalEdges('count', ({ n }) => (n < last ? 'count' : END))
      .compile()
    return async () => {
      let heard = 0
      let n = 0
      const options = { recursionLimit: last + 10, streamMode: 'updates' }
      for await (const update of await graph.stream({ n: 0 }, options)) {
        heard++
        n = update.count.n
      }
      return { n, heard }
    }
  },
}

await printTimes(await ways[way](), { last, runs: Number(runs) })
