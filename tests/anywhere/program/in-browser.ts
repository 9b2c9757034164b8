// Puts the transcript into the page, together with proof that the page may not make code from text.

import { writeTranscript } from './transcript.ts'

const mayEvaluate = (): boolean => {
  try {
    // The point is to be refused.
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
    return new Function('return true')() === true
  } catch {
    return false
  }
}

const transcript = await writeTranscript().catch((error: unknown) => ({ error: String(error) }))
document.body.textContent = JSON.stringify({ mayEvaluate: mayEvaluate(), transcript })
document.title = 'done'
