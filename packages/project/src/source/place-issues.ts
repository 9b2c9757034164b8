// Issues at the very place in the source that they are about: `from('spend')`, the key of a case, the name of an export.

import type { NodeFacts, Place } from '@throughline/analyze'
import type { Origin } from 'throughline'
import type { PlainIssue, Problem } from '../isolate/problem.ts'

type NodeOrigin = NonNullable<PlainIssue['origin']>

/** The same problem; what is about a node is placed by what its source says. @param files that were loaded */
export async function placeProblem(problem: Problem, files: readonly string[]): Promise<Problem> {
  if (!problem.issues.some((issue) => issue.origin ?? issue.related?.some((one) => one.origin))) return problem
  try {
    return await placeIssues(problem, files)
  } catch {
    // The problem of the user comes first: without his source it is told as it came.
    return problem
  }
}

async function placeIssues(problem: Problem, files: readonly string[]): Promise<Problem> {
  const { Facts: Reader, findNode } = await import('@throughline/analyze')
  const facts = new Reader()

  const find = (origin: NodeOrigin, name: string): ReturnType<typeof findNode> =>
    findNode({ name, exportPath: origin.exportPath, origin }, facts, files)
  const place = (issue: PlainIssue): PlainIssue => {
    const { origin, subject, related, ...rest } = issue
    const node = origin && find(origin, subject.node ?? origin.exportPath)
    const at = node?.problem ? undefined : node && (placeOfName(node, subject.name) ?? node.place)
    const others = related?.map(({ label, at: known, origin: own }) => {
      const other = own && (find(own, subject.node ?? label) ?? find(own, label))
      const found = other ? toOrigin(other.place, own.exportPath) : known
      return { label, ...(found && { at: found }) }
    })
    return {
      ...rest,
      subject,
      ...(at && { at: toOrigin(at, origin!.exportPath) }),
      ...(others && { related: others }),
    }
  }
  return { ...problem, issues: problem.issues.map(place) }
}

/** Where the node says that it reads the name. */
function placeOfName({ dependencies, modifiers }: NodeFacts, name: string | undefined): Place | undefined {
  const read = dependencies.find((one) => one.name === name)?.mentions[0]
  // A function that many nodes are made of says less than the one case that is wrong.
  const cases = modifiers.find((one) => one.name === 'parameterize')?.place
  const isShared = cases && read && !(read.file === cases.file && cases.start <= read.start && read.end <= cases.end)
  return isShared ? undefined : read
}

function toOrigin({ file: module, line, column }: Place, exportPath: string): Origin {
  return { module, exportPath, line, column }
}
