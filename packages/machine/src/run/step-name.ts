// How a step is called by those who must not do it twice: services that take a key, and the children of the step.

/**
 * The same for every attempt of a step. What stood before an edit from outside is another step.
 *
 * @param edits of the application since its last step
 */
export function stepName(sequence: number, edits: number): string {
  return edits === 0 ? String(sequence) : `${sequence}.${edits}`
}
