// throughline cache why: which nodes a run would compute, and why.

import { renderPlainIssue } from '@throughline/project/process'
import { extname } from 'node:path'
import type { WhyQuestion, WhyReply } from '../../child/why.ts'
import { renderWhy } from '../../render/cache-why.ts'
import { askProject } from '../ask-project.ts'
import { locateProject, type Context, type ProjectFlags } from '../context.ts'

export interface CacheWhyFlags extends ProjectFlags {
  readonly input?: readonly string[]
  readonly config?: readonly string[]
  readonly json: boolean
}

export async function why(this: Context, flags: CacheWhyFlags, node: string, flow?: string): Promise<void> {
  const config = locateProject(this, flags)
  if (config === undefined) return
  const question: WhyQuestion = {
    node,
    ...(flow !== undefined && { flow }),
    inputs: flags.input ?? [],
    config: flags.config ?? [],
    directory: this.directory,
  }
  const module = new URL(`../../child/why${extname(import.meta.url)}`, import.meta.url).href
  const answer = await askProject(this, config, { kind: 'ask', module, question })
  if (!answer) return
  const reply = answer.reply as WhyReply
  const { out, err } = this.terminal
  const options = { colours: err.colours, directory: this.directory }
  for (const issue of reply.issues) err.write(`${renderPlainIssue(issue, options)}\n`)
  out.write(`${flags.json ? JSON.stringify({ node, ...reply }) : renderWhy(node, reply, out.colours)}\n`)
}
