// Finds a box by its name and goes there.

import { useId, useState, type KeyboardEvent } from 'react'
import type { Box } from './picture.ts'
import styles from './graph-search.module.css'

interface Props {
  readonly label: string
  readonly text: string
  readonly found: readonly Box[]
  readonly onSearch: (text: string | undefined) => void
  readonly onFind: (id: string) => void
}

const MOST = 12

export function GraphSearch({ label, text, found, onSearch, onFind }: Props) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const options = found.slice(0, MOST)
  const isShown = isOpen && text !== ''
  const pick = (box: Box | undefined): void => {
    if (!box) return
    setOpen(false)
    onFind(box.id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive((at) => Math.min(options.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setActive((at) => Math.max(0, at - 1))
    else if (event.key === 'Enter') pick(options[active])
    else if (event.key === 'Escape') {
      if (isShown) setOpen(false)
      onSearch(undefined)
    } else return
    event.preventDefault()
  }
  return (
    <div className={styles.search} onBlur={() => setOpen(false)}>
      <input
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && options[active] ? `${id}-${active}` : undefined}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setOpen(true)
          setActive(0)
          onSearch(target.value === '' ? undefined : target.value)
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Found" className={styles.options} hidden={!isShown}>
        {options.map((box, at) => (
          <li
            key={box.id}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            className={styles.option}
            onMouseDown={(event) => {
              event.preventDefault()
              pick(box)
            }}
            onMouseEnter={() => setActive(at)}
          >
            <span className={styles.optionName}>{box.label}</span>
            {box.detail !== undefined && <code>{box.detail}</code>}
          </li>
        ))}
        {found.length > MOST && (
          <li className={styles.more} role="option" aria-selected="false" aria-disabled="true">
            and {(found.length - MOST).toLocaleString('en')} more
          </li>
        )}
        {found.length === 0 && (
          <li className={styles.more} role="option" aria-selected="false" aria-disabled="true">
            Nothing has this name.
          </li>
        )}
      </ul>
    </div>
  )
}
