// What the code of a node was, what differs between two versions of it, and how it went from run to run.

import { z } from 'zod'
import { codeDifference, codeOf, type CodeFacts, type CodePiece } from '@throughline/tracking/compare'
import { nodeHistory, nodeVersion, nodesOfVersion } from '@throughline/tracking/queries'
import { refuse } from '../answers/problem-answer.ts'
import type { VersionDifference } from '../api/index.ts'
import type { Api } from '../http/api.ts'
import { limitField, placeField, textField } from '../http/query-fields.ts'
import type { ServerParts } from '../server-parts.ts'

const idField = z.string().min(1).max(300)

export function addVersions(api: Api, { record, project }: ServerParts): void {
  const codeAt = async (node: string, version: string): Promise<CodeFacts> =>
    (await codeOf(record, new Map([[node, version]]))).get(node) ?? refuse('server/unknown-version', { version })

  api.add('GET /api/versions/difference', {
    summary: 'The code of a node in two versions, piece by piece.',
    query: z.object({ node: idField, before: idField, after: idField }),
    answer: async ({ query: { node, before, after } }) => {
      const [then, now] = await Promise.all([codeAt(node, before), codeAt(node, after)])
      return { node, before, after, ...toDifference(then, now) }
    },
  })

  api.add('GET /api/versions/:version', {
    summary: 'What the code of a node was.',
    query: z.object({ node: textField.describe('When several nodes have the same version.') }),
    answer: async ({ path: { version: id }, query: { node } }) => {
      const [first] = node === undefined ? await nodesOfVersion(record, id) : [node]
      const version = first === undefined ? undefined : await nodeVersion(record, id, first)
      return version ? { version } : refuse('server/unknown-version', { version: id })
    },
  })

  api.add('GET /api/flows/:flow/nodes/:node/history', {
    summary: 'The steps of a node from run to run, the newest first.',
    query: z.object({
      project: textField.describe('Name of the project; otherwise that of the server, or any.'),
      cursor: placeField('string', 'number'),
      limit: limitField(200, 50),
    }),
    answer: ({ path: { flow, node }, query: { project: name = project?.name, cursor, limit } }) =>
      nodeHistory(record, {
        flow,
        node,
        limit,
        ...(name !== undefined && { project: name }),
        ...(cursor !== undefined && { cursor }),
      }),
  })
}

type Piece = VersionDifference['pieces'][number]

/** Code without pieces, as of a project without version control, is one piece. */
function toDifference(before: CodeFacts, after: CodeFacts): Pick<VersionDifference, 'pieces' | 'packages'> {
  const { pieces, packages } = codeDifference(before, after)
  const changed = pieces.map((piece): Piece => {
    const file = (piece.after ?? piece.before)?.file
    const change = !piece.before ? 'added' : !piece.after ? 'removed' : 'changed'
    return toPiece(piece.name, change, { file, before: piece.before?.text, after: piece.after?.text })
  })
  const edited = new Set(pieces.flatMap(({ after: place }) => (place ? [`${place.file}:${place.line}`] : [])))
  const same = (after.pieces ?? []).filter(({ file, line }) => !edited.has(`${file}:${line}`)).map(toSame)
  const isWhole = changed.length === 0 && before.source !== after.source
  const whole = toPiece(after.node, 'changed', { file: after.file, before: before.source, after: after.source })
  return {
    pieces: isWhole ? [whole, ...same] : [...changed, ...same],
    packages: packages.map(({ name, before: then, after: now }) => ({
      name,
      ...(then.length > 0 && { before: then.join(', ') }),
      ...(now.length > 0 && { after: now.join(', ') }),
    })),
  }
}

function toSame({ name, file, text }: CodePiece): Piece {
  return toPiece(name, 'same', { file, before: text, after: text })
}

function toPiece(
  name: string,
  change: Piece['change'],
  { file, before, after }: Readonly<Record<'file' | 'before' | 'after', string | undefined>>,
): Piece {
  return {
    name,
    change,
    ...(file !== undefined && { file }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }
}
