// A place and a decoder make a source.

import type { NodeContext } from 'throughline'
import type { Source } from 'throughline/io'
import type { Decoder } from './formats/format.ts'
import type { InputPlace } from './places/place.ts'

/** Reads from a place what a format says that its bytes mean; what was opened is closed, also by a stream that is left early. */
export function sourceOf<Value>(
  place: InputPlace,
  decoder: Decoder<Value>,
): Source<Value> & Pick<InputPlace, 'version'> {
  return {
    describe: () => ({ type: decoder.type, ...decoder.settings, ...place.describe() }),
    read: async (context) => {
      const input = await place.open(context)
      const close = async (): Promise<void> => context.report(await input.close())
      if (decoder.isStream) {
        const items = (await decoder.decode(input, context)) as AsyncIterable<unknown>
        return closing(items, close) as Value
      }
      try {
        return await decoder.decode(input, context)
      } finally {
        await close()
      }
    },
    ...(place.version && { version: (context: NodeContext) => place.version!(context) }),
  }
}

async function* closing(items: AsyncIterable<unknown>, close: () => Promise<void>): AsyncGenerator<unknown> {
  try {
    yield* items
  } finally {
    await close()
  }
}
