// Lays graphs out beside the page, so that the page stays quick.

import { layoutGraph, type GraphLayout, type LayoutInput, type LayoutOptions } from '@throughline/layout'

export interface LayoutTask {
  readonly id: number
  readonly input: LayoutInput
  readonly options: LayoutOptions
}

export type LayoutDone =
  | { readonly id: number; readonly layout: GraphLayout }
  | { readonly id: number; readonly problem: string }

addEventListener('message', ({ data }: MessageEvent<LayoutTask>) => {
  postMessage(perform(data))
})

function perform({ id, input, options }: LayoutTask): LayoutDone {
  try {
    return { id, layout: layoutGraph(input, options) }
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) }
  }
}
