// Where a function was written, asked of V8 itself: file, line, column.

import { Session, type Debugger, type Runtime } from 'node:inspector'

/** A place in the text that V8 compiled. `line` and `column` count from 0. */
interface FunctionLocation {
  readonly url: string
  readonly line: number
  readonly column: number
}

const HOLDER = Symbol.for('throughline.inspected')
const GROUP = 'throughline'

/** Asks the inspector of this thread. Opened with the first question; no debugger stays attached in between. */
export interface FunctionLocator {
  /** The place where the parameters of the function begin (at `async` for an async arrow); `undefined` when unknown. */
  locate(fn: object): FunctionLocation | undefined
}

export function createFunctionLocator(): FunctionLocator {
  let session: Session | undefined
  const urls = new Map<string, string>()

  const post = (method: string, parameters?: object): unknown => {
    let answer: { result?: unknown; error: Error | null } = { error: new Error('the inspector did not answer') }
    // In its own thread the inspector answers before `post` returns.
    session!.post(method, parameters, (error, result) => {
      answer = { error, result }
    })
    if (answer.error) throw answer.error
    return answer.result
  }

  /** Attaching lists every script that is loaded; detaching at once lets the code run at full speed. */
  const readScripts = (): void => {
    const onScript = ({ params }: { params: Debugger.ScriptParsedEventDataType }): void => {
      urls.set(params.scriptId, params.url)
    }
    session!.on('Debugger.scriptParsed', onScript)
    post('Debugger.enable')
    post('Debugger.disable')
    session!.off('Debugger.scriptParsed', onScript)
  }

  const inspect = (fn: object): Debugger.Location | undefined => {
    const scope = globalThis as Record<symbol, unknown>
    scope[HOLDER] = fn
    try {
      const { result } = post('Runtime.evaluate', {
        expression: `globalThis[Symbol.for(${JSON.stringify(HOLDER.description)})]`,
        objectGroup: GROUP,
        silent: true,
      }) as Runtime.EvaluateReturnType
      if (result.objectId === undefined) return undefined
      const { internalProperties = [] } = post('Runtime.getProperties', {
        objectId: result.objectId,
        ownProperties: true,
      }) as Runtime.GetPropertiesReturnType
      const location = internalProperties.find((property) => property.name === '[[FunctionLocation]]')
      return location?.value?.value as Debugger.Location | undefined
    } finally {
      delete scope[HOLDER]
      post('Runtime.releaseObjectGroup', { objectGroup: GROUP })
    }
  }

  return {
    locate(fn) {
      if (session === undefined) {
        session = new Session()
        session.connect()
      }
      const place = inspect(fn)
      if (place === undefined) return undefined
      if (!urls.has(place.scriptId)) readScripts()
      const url = urls.get(place.scriptId)
      return url ? { url, line: place.lineNumber, column: place.columnNumber ?? 0 } : undefined
    },
  }
}
