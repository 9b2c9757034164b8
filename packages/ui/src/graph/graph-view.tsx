// A graph to look at: picture or list, searched, grouped, focused. What it stands for is the caller's.

import type { Size } from '@throughline/layout'
import { useCallback, useDeferredValue, useEffect, useId, useMemo, useState } from 'react'
import { Button } from '../parts/button.tsx'
import { zoom } from './camera.ts'
import { FocusBar } from './focus-bar.tsx'
import { GraphCanvas } from './graph-canvas.tsx'
import { GraphList } from './graph-list.tsx'
import { GraphSearch } from './graph-search.tsx'
import { openText } from './grouping.ts'
import { Legend } from './legend.tsx'
import { Minimap } from './minimap.tsx'
import type { GraphLook, LookChange, Picture } from './picture.ts'
import { searchBoxes } from './search.ts'
import { coloursOf } from './scene.ts'
import { spoken } from './spoken.ts'
import type { Stage } from './stage.ts'
import { useScene, useShown } from './use-scene.ts'
import styles from './graph-view.module.css'

interface Props {
  /** `Graph of births`. */
  readonly title: string
  /** The same object as long as it is the same graph. */
  readonly picture: Picture
  readonly look: GraphLook
  readonly onLook: (change: LookChange) => void
  /** By the ids of boxes; changes are drawn without a new layout. */
  readonly statuses?: ReadonlyMap<string, string>
  /** Where an application is now. */
  readonly current?: string
  /** What a box stands for. Default: `node` */
  readonly thing?: string
  /** For a small place within a panel: without search and groups. Default: false */
  readonly isCompact?: boolean
  /** A box was opened: by a double click, or Enter. */
  readonly onOpen?: (id: string) => void
}

export function GraphView({
  title,
  picture,
  look,
  onLook,
  statuses,
  current,
  thing = 'node',
  isCompact = false,
  onOpen,
}: Props) {
  const hint = useId()
  const [stage, setStage] = useState<Stage>()
  const [text, setText] = useState(look.q ?? '')
  /** Found, and on its way to be shown: its group may have to open first. */
  const [wayTo, setWayTo] = useState<string>()
  const wanted = useShown(picture, look)
  const hasStatus = statuses !== undefined
  const { shown, scene, isBusy, problem } = useScene(picture, wanted, hasStatus)
  const found = useMemo(() => searchBoxes(picture.boxes, text), [picture, text])
  const marked = useMemo(() => (text === '' ? undefined : new Set(found.map(({ id }) => id))), [found, text])
  // The picture may come a moment after what is typed.
  const matches = useDeferredValue(marked)
  const colours = useMemo(() => coloursOf(picture.boxes, wanted.grouping), [picture, wanted])
  const subject = JSON.stringify([title, look.group ?? '', look.focus ?? '', look.to ?? '', look.hops ?? ''])

  const cover = useCallback(
    (size: Size): void => {
      if (stage) stage.corner = size
    },
    [stage],
  )
  const search = (next: string | undefined): void => {
    setText(next ?? '')
    onLook({ q: next })
  }
  const toggle = useCallback(
    (id: string): void => {
      const open = wanted.groups.filter((group) => (group.id === id ? !group.isOpen : group.isOpen))
      onLook({ open: openText(open.map(({ name }) => name)) })
    },
    [wanted, onLook],
  )
  const select = (id: string | undefined): void => onLook({ node: id })
  const open = (id: string): void => {
    if (wanted.groups.some((group) => group.id === id)) toggle(id)
    else onOpen?.(id)
  }
  const goTo = (id: string): void => {
    setText('')
    const closed = wanted.groups.find((group) => !group.isOpen && group.members.includes(id))
    const names = wanted.groups.filter((group) => group.isOpen || group === closed).map((group) => group.name)
    const isHidden = !wanted.standIn.has(id)
    onLook({
      node: id,
      q: undefined,
      ...(closed && { open: openText(names) }),
      ...(isHidden && { focus: undefined, to: undefined, hops: undefined }),
    })
    setWayTo(id)
  }
  useEffect(() => {
    const placed = wayTo === undefined || isBusy ? undefined : scene?.byId.get(wayTo)
    if (!placed || !stage) return
    stage.reveal(placed)
    setWayTo(undefined)
  }, [wayTo, scene, isBusy, stage])

  const isList = look.view === 'list'
  const count = picture.boxes.length
  const name = `${title}: ${count.toLocaleString('en')} ${thing}s, ${picture.arrows.length.toLocaleString('en')} arrows`
  const atMiddle = (factor: number): void => {
    if (stage) stage.camera = zoom(stage.camera, factor, { x: stage.view.width / 2, y: stage.view.height / 2 })
  }
  return (
    <section className={isCompact ? styles.compact : styles.graph} aria-label={title} aria-busy={isBusy}>
      <div className={styles.bar} role="group" aria-label="How it is shown">
        {!isCompact && (
          <GraphSearch
            label={`Find ${/^[aeiou]/.test(thing) ? 'an' : 'a'} ${thing}`}
            text={text}
            found={found}
            onSearch={search}
            onFind={goTo}
          />
        )}
        {!isCompact && (picture.groupings?.length ?? 0) > 0 && (
          <label className={styles.choice}>
            Group by
            <select
              value={wanted.grouping ?? 'none'}
              onChange={({ target }) => onLook({ group: target.value, open: undefined })}
            >
              {picture.groupings!.map((grouping) => (
                <option key={grouping}>{grouping}</option>
              ))}
              <option value="none">nothing</option>
            </select>
          </label>
        )}
        <div className={styles.end}>
          {!isList && (
            <div className={styles.zoom}>
              <Button look="quiet" aria-label="Smaller" title="Smaller (-)" onClick={() => atMiddle(0.8)}>
                −
              </Button>
              <Button look="quiet" aria-label="Larger" title="Larger (+)" onClick={() => atMiddle(1.25)}>
                +
              </Button>
              <Button look="quiet" title="All of it (0)" onClick={() => stage?.fit()}>
                Fit
              </Button>
            </div>
          )}
          <div className={styles.switch} role="group" aria-label="View">
            <button type="button" aria-pressed={!isList} onClick={() => onLook({ view: undefined })}>
              Picture
            </button>
            <button type="button" aria-pressed={isList} onClick={() => onLook({ view: 'list' })}>
              List
            </button>
          </div>
        </div>
      </div>
      <FocusBar picture={picture} look={look} count={wanted.standIn.size} onLook={onLook} />
      <div className={styles.stage}>
        {isList ? (
          <GraphList
            name={name}
            picture={picture}
            shown={wanted}
            selected={look.node}
            matches={matches}
            statuses={statuses}
            onSelect={select}
            onOpen={open}
            onToggle={toggle}
          />
        ) : (
          <>
            <GraphCanvas
              name={name}
              describedBy={hint}
              shown={shown}
              scene={scene}
              subject={subject}
              selected={look.node}
              matches={matches}
              current={current}
              isNear={picture.ranks !== undefined}
              statuses={statuses}
              onSelect={select}
              onOpen={open}
              onStage={setStage}
            />
            <Legend
              shown={wanted}
              colours={colours}
              statuses={statuses}
              onOpen={(next) => onLook({ open: next })}
              onCover={cover}
            />
            {stage && <Minimap stage={stage} />}
            {problem !== undefined && <p className={styles.problem}>{problem}</p>}
            {!scene && isBusy && (
              <p className={styles.wait}>
                Placing {count.toLocaleString('en')} {thing}s …
              </p>
            )}
            {scene && scene.boxes.length === 0 && <p className={styles.wait}>There is nothing in it.</p>}
            <p id={hint} className="visually-hidden">
              Arrow keys go along arrows and to what stands beside. Enter opens, Escape lets go. Plus, minus and 0
              change the size; with Shift, arrow keys move the picture. The list has the same as text.
            </p>
          </>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {spoken(picture, look.node, statuses)}
      </p>
    </section>
  )
}
