// throughline graph: the picture of a flow, as Mermaid, DOT or SVG.

import { dirname } from 'node:path'
import { cliIssue } from '../issues.ts'
import { annotateDiagram } from '../render/annotate-diagram.ts'
import { describeFromSource, readSource } from '../source/source-facts.ts'
import { writeFile } from '../write-file.ts'
import { askProject, type ProjectAnswer } from './ask-project.ts'
import { typesFor } from './ls.ts'
import { locateProject, reportIssues, type Context, type ProjectFlags } from './context.ts'

export interface GraphFlags extends ProjectFlags {
  readonly svg?: string
  readonly mermaid: boolean
  readonly dot: boolean
  readonly collapse: boolean
  readonly docs: boolean
  readonly types: boolean
}

export async function graph(
  this: Context,
  flags: GraphFlags,
  flow: string,
  ...outputs: readonly string[]
): Promise<void> {
  const chosen = [
    ...(flags.svg === undefined ? [] : ['--svg']),
    ...(flags.mermaid ? ['--mermaid'] : []),
    ...(flags.dot ? ['--dot'] : []),
  ]
  if (chosen.length > 1) {
    reportIssues(this, [
      cliIssue('cli/options-conflict', { options: chosen, cure: 'choose one form; run it again for another.' }),
    ])
    return
  }
  const config = locateProject(this, flags)
  if (config === undefined) return
  const format = flags.svg !== undefined || flags.dot ? 'dot' : 'mermaid'
  const { collapse, docs, types } = flags
  const answer = await askProject(this, config, {
    kind: 'draw',
    flow,
    outputs,
    format,
    collapse,
    describe: docs || types,
  })
  if (answer?.text === undefined) return
  const text = await withSource(this, answer, format, flags, dirname(config))
  if (flags.svg === undefined) this.terminal.out.write(`${text.trimEnd()}\n`)
  else {
    const svg = await toSvg(text)
    if (flags.svg === '-') this.terminal.out.write(svg)
    else writeFile(this, flags.svg, svg)
  }
}

/** The drawing with what the source says about its boxes, when that was asked for. */
async function withSource(
  context: Context,
  { text = '', flow, files }: ProjectAnswer<'draw'>,
  format: 'mermaid' | 'dot',
  { docs, types }: GraphFlags,
  directory: string,
): Promise<string> {
  if (!flow) return text
  const oracle = types ? await typesFor(context, directory, [flow]) : undefined
  const described = await describeFromSource(flow, await readSource(files), oracle)
  const about = new Map(
    described.nodes.map(({ name, type, documentation }) => [
      name,
      { ...(types && type !== undefined && { type }), ...(docs && documentation && { text: documentation.summary }) },
    ]),
  )
  return annotateDiagram(text, format, about)
}

async function toSvg(dot: string): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz')
  const graphviz = await Graphviz.load()
  return graphviz.dot(dot, 'svg')
}
