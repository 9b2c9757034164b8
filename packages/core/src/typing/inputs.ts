// Which inputs a set of outputs needs: the transitive closure over the graph, in types.
//
// The cost of this file decides whether an editor stays quick at a thousand nodes. What was measured and must stay:
// - While the outputs are being inferred, the compiler asks for the constraint of the contextual type of `inputs`. A
//   recursive conditional over them would then be expanded generically, fifty levels deep: millions of instantiations.
//   So the closure is computed per node, in a lazy table (`NeedsOf`), and `execute` only indexes that table inside a
//   conditional (`Intersection`) that stays deferred until the outputs are known.
// - `Reach` walks breadth first and tail recursive over a graph squared twice (`Squared`): four layers a step, so the
//   compiler's limit of 1,000 steps is one of about 4,000 layers.

import type { DependenciesOf } from './module-nodes.ts'
import type { Intersection, RequiredKeys, Show } from './node-function.ts'

/** node -> the names it reads. */
type ReadsOf<Nodes> = { [K in keyof Nodes]: keyof DependenciesOf<Nodes[K]> & string }
type RequiredOf<Nodes> = { [K in keyof Nodes]: RequiredKeys<DependenciesOf<Nodes[K]>> }
/** name -> the nodes that read it; keys that collide in the remapping become a union. */
type ReadersOf<Nodes> = { [K in keyof Nodes as keyof DependenciesOf<Nodes[K]> & string]: K }

type Asked<Reader, Name extends PropertyKey, Nodes> = Reader extends keyof Nodes
  ? DependenciesOf<Nodes[Reader]> extends infer Dependencies
    ? Name extends keyof Dependencies
      ? (x: Dependencies[Name]) => void
      : never
    : never
  : never
type LastOf<U> = Intersection<U extends unknown ? () => U : never> extends () => infer Last ? Last : never
/** One of the asked types if it says all that the others say; so equal records print once, not as `A & A`. */
type OneFor<Wanted, All> = LastOf<Wanted> extends (x: infer One) => void ? ([One] extends [All] ? One : All) : never
type InputType<Wanted> = Wanted extends (x: infer All) => void ? All : never
type InputOf<Wanted> = OneFor<Wanted, InputType<Wanted>>

/** Every name that is read and that no node gives, with the type that satisfies all of its readers. */
export type InputsIn<Nodes, Names = keyof Nodes, Readers = ReadersOf<Nodes>> = {
  [Name in Exclude<keyof Readers, Names>]: InputOf<Asked<Readers[Name], Name, Nodes>>
}

type Squared<Graph> = { [K in keyof Graph]: Graph[K] | Graph[Graph[K] & keyof Graph] }
type Reach<Graph, Frontier, Seen> = [Frontier] extends [never]
  ? Seen
  : Reach<Graph, Exclude<Graph[Frontier & keyof Graph], Seen | Frontier>, Seen | Frontier>
type Needs<Nodes, Inputs, Reached> = Pick<Inputs, RequiredOf<Nodes>[Reached & keyof Nodes] & keyof Inputs> &
  Partial<Pick<Inputs, Exclude<Reached, RequiredOf<Nodes>[Reached & keyof Nodes]> & keyof Inputs>>

/** node -> the record of inputs that it needs; a property is computed once, and only when somebody asks for that node. */
export type NeedsOf<Nodes, Inputs, Graph = Squared<Squared<ReadsOf<Nodes>>>> = {
  [K in keyof Nodes]: Show<Needs<Nodes, Inputs, Reach<Graph, K, never>>>
}

/** The inputs of several outputs as one record. Deferred while the outputs are generic. */
export type InputsFor<Needs> = (Needs extends unknown ? (x: Needs) => void : never) extends (x: infer I) => void
  ? Show<I>
  : never
