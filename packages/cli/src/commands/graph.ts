// throughline graph: the picture of a flow, as Mermaid, DOT or SVG.

import { dirname } from 'node:path'
import { cliIssue } from '../issues.ts'
import { annotateDiagram, type About } from '../render/annotate-diagram.ts'
import { flowPicture } from '../render/flow-picture.ts'
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
  const isPicture = flags.svg !== undefined
  const format = isPicture ? 'parts' : flags.dot ? 'dot' : 'mermaid'
  const { collapse, docs, types } = flags
  const answer = await askProject(this, config, {
    kind: 'draw',
    flow,
    outputs,
    format,
    collapse,
    describe: isPicture || docs || types,
  })
  if (!answer) return
  const about = await aboutNodes(this, answer, flags, dirname(config))
  if (answer.parts && answer.flow) {
    const { toSvg } = await import('@throughline/layout/svg')
    const svg = toSvg(flowPicture(answer.parts, answer.flow, about))
    if (flags.svg === '-') this.terminal.out.write(svg)
    else writeFile(this, flags.svg!, svg)
  } else if (answer.text !== undefined && format !== 'parts') {
    this.terminal.out.write(`${annotateDiagram(answer.text, format, about).trimEnd()}\n`)
  }
}

/** What the source says about nodes, by their names, as far as it was asked for. */
async function aboutNodes(
  context: Context,
  { flow, files }: ProjectAnswer<'draw'>,
  { docs, types }: GraphFlags,
  directory: string,
): Promise<ReadonlyMap<string, About>> {
  if (!flow || (!docs && !types)) return new Map()
  const oracle = types ? await typesFor(context, directory, [flow]) : undefined
  const described = await describeFromSource(flow, await readSource(files), oracle)
  return new Map(
    described.nodes.map(({ name, type, documentation }) => [
      name,
      { ...(types && type !== undefined && { type }), ...(docs && documentation && { text: documentation.summary }) },
    ]),
  )
}
