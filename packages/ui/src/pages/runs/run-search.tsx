// The search: what is typed is completed by what the record knows.

import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { completionOf } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import styles from './run-search.module.css'

interface Props {
  readonly q: string
  readonly onSearch: (q: string) => void
}

export function RunSearch({ q, onSearch }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const [text, setText] = useState(q)
  const [caret, setCaret] = useState(q.length)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  useEffect(() => setText(q), [q])
  const { data, isPlaceholderData } = useQuery({ ...completionOf(api, text, caret), enabled: isOpen })
  const options = isOpen ? (data?.options ?? []) : []

  const search = (): void => {
    setOpen(false)
    onSearch(text.trim())
  }
  const take = (option: string): void => {
    // What is shown meanwhile stands for another place of another text.
    if (!data || isPlaceholderData) return
    const ends = option.endsWith(':') ? '' : ' '
    const next = text.slice(0, data.from) + option + ends + text.slice(data.to).trimStart()
    const at = data.from + option.length + ends.length
    setText(next)
    setCaret(at)
    setActive(-1)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(at, at)
    })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((at) =>
        options.length === 0 ? -1 : (at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length,
      )
    } else if (event.key === 'Escape') {
      setOpen(false)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && active >= 0 && options[active]) {
      event.preventDefault()
      take(options[active].text)
    } else if (event.key === 'Enter') {
      search()
    }
  }
  return (
    <search className={styles.search}>
      <div className={styles.field}>
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Search runs"
          aria-expanded={options.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          className={styles.input}
          placeholder="status:failed  flow:births  tag:team=a  >5s  since:2d"
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setCaret(target.selectionStart ?? target.value.length)
            setOpen(true)
            setActive(-1)
          }}
          onClick={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? text.length)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <ul
          id={list}
          role="listbox"
          aria-label="What could stand here"
          className={styles.options}
          hidden={options.length === 0}
        >
          {options.map((option, at) => (
            <li
              key={option.text}
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === active}
              className={styles.option}
              // Before the field loses the focus.
              onPointerDown={(event) => {
                event.preventDefault()
                take(option.text)
              }}
            >
              <code>{option.text}</code>
              <span className={styles.detail}>{option.detail}</span>
            </li>
          ))}
        </ul>
      </div>
      <Button look="strong" onClick={search}>
        Search
      </Button>
      {q !== '' && (
        <Button look="quiet" onClick={() => onSearch('')}>
          Clear
        </Button>
      )}
    </search>
  )
}
