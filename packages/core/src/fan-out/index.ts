// One node for many items, and streams of them: `import { each } from 'throughline/fan-out'`.

export { each, type EachOptions } from '../modifiers/each.ts'

// streams
export { gathered } from '../modifiers/gathered.ts'
export { tee, type TeeOptions } from '../modifiers/tee.ts'

// what the types say
export type { Items, NameTheOutput, SettledItem } from '../typing/each.ts'
