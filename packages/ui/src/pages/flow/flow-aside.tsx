// Beside the graph of a flow: the selected node, input or group; what the flow is given when nothing is selected.

import type { FlowGraph } from '@throughline/server/api'
import { Button } from '../../parts/button.tsx'
import { openText, showPicture } from '../../graph/grouping.ts'
import type { GraphLook, LookChange, Picture } from '../../graph/picture.ts'
import { AsideHead } from './aside-head.tsx'
import { FlowGiven } from './flow-given.tsx'
import { NodeAside } from './node-aside.tsx'
import { NameList } from './name-list.tsx'
import styles from './flow-page.module.css'

interface Props {
  readonly graph: FlowGraph
  readonly picture: Picture
  readonly modules: readonly string[]
  readonly look: GraphLook
  readonly onLook: (change: LookChange) => void
}

export function FlowAside({ graph, picture, modules, look, onLook }: Props) {
  const { node: selected } = look
  const node = graph.nodes.find(({ name }) => name === selected)
  const select = (id: string): void => onLook({ node: id })
  if (node) return <NodeAside key={node.name} flow={graph.name} node={node} picture={picture} onLook={onLook} />
  const input = graph.inputs.find(({ name }) => name === selected)
  if (input)
    return (
      <aside className={styles.aside} aria-label={`Input ${input.name}`}>
        <AsideHead name={input.name} onLook={onLook} />
        <p className={styles.soft}>
          {input.isRequired ? 'An input that must be given.' : 'An input that may be given.'}
        </p>
        {input.type !== undefined && <code>{input.type}</code>}
        <NameList title="Read by" names={input.nodes} onSelect={select} />
      </aside>
    )
  const { groups } = showPicture(picture, look)
  const group = groups.find(({ id }) => id === selected)
  if (group)
    return (
      <aside className={styles.aside} aria-label={`Group ${group.name}`}>
        <AsideHead name={group.name} onLook={onLook} />
        <div>
          <Button
            onClick={() => {
              const open = groups.filter((one) => (one === group ? !group.isOpen : one.isOpen))
              onLook({ open: openText(open.map(({ name }) => name)) })
            }}
          >
            {group.isOpen ? 'Show as one' : 'Show what is in it'}
          </Button>
        </div>
        <NameList title={`${group.members.length} nodes`} names={group.members} onSelect={select} />
      </aside>
    )
  return <FlowGiven graph={graph} modules={modules} onSelect={select} />
}
