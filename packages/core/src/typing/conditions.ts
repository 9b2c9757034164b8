// Conditions of nodes: what `when` and `oneOf` say about them.

import type { ApartKeys } from './configuration.ts'
import type { Absent, AnyCase, AnyVariants, Case, CasesIn, Group, Variants, WithCases } from './module-nodes.ts'
import type { AnyFunction } from './node-function.ts'

declare const CONDITIONAL: unique symbol

/** A function that is a node only under a condition. */
export type ConditionalFunction<Condition, F> = F &
  WithCases<Case<Condition, F>, Absent> & { readonly [CONDITIONAL]: true }

/** The same node, or the same nodes of a group, only under a condition. */
export type Conditional<Condition, Node> =
  Node extends Group<infer Nodes>
    ? Group<{ [K in keyof Nodes]: Variants<Case<Condition, Nodes[K]>, Absent> }>
    : ConditionalFunction<Condition, Node>

/** In the place of a node: it has variants already. */
export interface HasVariants<Names> {
  readonly variants: Names
}
/** The node, unless it, or a node of its group, has variants already. */
export type Unconditional<Node> = Node extends AnyVariants
  ? HasVariants<'&'>
  : Node extends Group<infer Nodes>
    ? { [K in keyof Nodes]: Nodes[K] extends AnyVariants ? K : never }[keyof Nodes] extends never
      ? Node
      : HasVariants<{ [K in keyof Nodes]: Nodes[K] extends AnyVariants ? K : never }[keyof Nodes]>
    : Node

/** What remains when no condition holds. */
export interface Otherwise<F> {
  readonly [OTHERWISE]: F
}
declare const OTHERWISE: unique symbol

type AnyConditional = AnyFunction & WithCases<AnyCase, Absent> & { readonly [CONDITIONAL]: true }
export type AnyChoices =
  | readonly [AnyConditional, ...AnyConditional[]]
  | readonly [AnyConditional, ...AnyConditional[], Otherwise<AnyFunction>]

/** In the place of a case: under some configuration it holds together with another. */
export interface OverlappingConditions<One, Other> {
  readonly conditions: [One, Other]
}
type ConditionOf<C> = C extends Case<infer Condition, any> ? Condition : never
type ConditionIn<Choice> = ConditionOf<CasesIn<Choice>>
type ConditionsElsewhere<Choices, Index> = {
  [I in keyof Choices]: I extends Index ? never : ConditionIn<Choices[I]>
}[Extract<keyof Choices, `${number}`>]
type Overlapping<Condition, Others> = Others extends unknown
  ? [ApartKeys<Condition, Others>] extends [never]
    ? Others
    : never
  : never
/** Each case, or the condition with which its own overlaps. */
export type CheckedChoices<Choices> = {
  [I in keyof Choices]: [Overlapping<ConditionIn<Choices[I]>, ConditionsElsewhere<Choices, I>>] extends [never]
    ? Choices[I]
    : OverlappingConditions<
        ConditionIn<Choices[I]>,
        Overlapping<ConditionIn<Choices[I]>, ConditionsElsewhere<Choices, I>>
      >
}

type ElseOf<Choice> = Choice extends Otherwise<infer F> ? F : never
/** The node of which one of these holds. */
export type OneOf<Choices extends readonly unknown[]> = Variants<CasesIn<Choices[number]>, ElseOf<Choices[number]>>
