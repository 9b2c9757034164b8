// The body of a request as JSON.

import { refuse } from '../answers/problem-answer.ts'

/** A page elsewhere can send forms and plain text, but no JSON without being asked about first. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/json') refuse('server/not-json', {})
  const text = await request.text()
  try {
    return JSON.parse(text)
  } catch {
    return refuse('server/not-json', {})
  }
}
