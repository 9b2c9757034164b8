// Fields of a value as nodes of their own: of a record, a tuple, a map, a table.

import type { AnyVariants, Case, CasesIn, ElseIn, Group, OutputOf, Variants } from './module-nodes.ts'
import type { AnyFunction } from './node-function.ts'

/** A table that gives its columns by name, as those of Apache Arrow do. */
interface Table<Name, Column> {
  getChild(name: Name): Column
}

/** A value that is never there has no positions either. */
type IsTuple<Value> = [Value] extends [never]
  ? false
  : Value extends readonly unknown[]
    ? number extends Value['length']
      ? false
      : true
    : false
type KeysOf<Value> = [Value] extends [Table<infer Name, unknown>]
  ? Name & string
  : [Value] extends [ReadonlyMap<infer Key, unknown>]
    ? Key & string
    : [Value] extends [readonly unknown[]]
      ? IsTuple<Value> extends true
        ? Extract<keyof Value, `${number}`>
        : `${number}`
      : keyof Value & string
/** A field, or one that the value may lack: `'test?'`. */
type FieldName<Value> = KeysOf<Value> | `${KeysOf<Value>}?`

/** The names of fields; of a tuple the names of its items, at most as many as it has. */
export type FieldList<Value> = [Value] extends [readonly unknown[]]
  ? IsTuple<Value> extends true
    ? { readonly [I in keyof Value]?: string }
    : readonly string[]
  : readonly FieldName<Value>[]
/** By field, or by position in a list, the name of the node. */
export type FieldRecord<Value> = [KeysOf<Value>] extends [never]
  ? never
  : { readonly [Name in FieldName<Value>]?: string } &
      // A list has properties of these names as well.
      ([Value] extends [readonly unknown[]] ? { readonly length?: never } : unknown)

/** In the place of a function: its value has no such field. */
export interface NoSuchField<Name, Known> {
  readonly unknown: Name
  readonly known: Known
}
type UnknownFields<F, Fields> = Exclude<`${keyof Fields & (string | number)}`, FieldName<OutputOf<F>>>
/** The function, or the fields of a record of names that its value does not have. */
export type WithFields<F, Fields> = Fields extends readonly unknown[]
  ? F
  : [UnknownFields<F, Fields>] extends [never]
    ? F
    : NoSuchField<UnknownFields<F, Fields>, KeysOf<OutputOf<F>>>

type Bare<Name> = Name extends `${infer Field}?` ? Field : Name
type Lacking<Name> = Name extends `${string}?` ? undefined : never
type FieldOf<Value, Key> =
  Value extends Table<any, infer Column>
    ? NonNullable<Column>
    : Value extends ReadonlyMap<any, infer Item>
      ? Item
      : Key extends keyof Value
        ? Value[Key]
        : Value extends readonly (infer Item)[]
          ? Item
          : undefined
type FieldValue<Value, Name, Position> =
  | FieldOf<Value, Value extends readonly unknown[] ? Position : Bare<Name>>
  | Lacking<Name>
type FieldCase<C, Whole, Name, Position> =
  C extends Case<infer Condition, infer F>
    ? Case<Condition, (dependencies: { '&': Whole }) => FieldValue<OutputOf<F>, Name, Position>>
    : never
/** The field of a node with variants has the same variants: it is there when the whole is. */
type FieldNode<F, Name, Position> = F extends AnyVariants
  ? Variants<
      FieldCase<CasesIn<F>, OutputOf<F>, Name, Position>,
      ElseIn<F> extends AnyFunction
        ? (dependencies: { '&': OutputOf<F> }) => FieldValue<OutputOf<ElseIn<F>>, Name, Position>
        : ElseIn<F>
    >
  : (dependencies: { '&': OutputOf<F> }) => FieldValue<OutputOf<F>, Name, Position>

type FieldNodes<F, Fields> = Fields extends readonly unknown[]
  ? { [I in Extract<keyof Fields, `${number}`> as Bare<Fields[I]> & string]: FieldNode<F, Fields[I], I> }
  : { [Name in keyof Fields as Fields[Name] & string]: FieldNode<F, Name, Bare<Name>> }

/** The whole under the export's name, and its fields. */
export type Extracted<F, Fields> = F & Group<{ '&': F } & FieldNodes<F, Fields>>
