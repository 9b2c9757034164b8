// A field that narrows a list to what has a text.

import styles from './text-filter.module.css'

interface Props {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
}

export function TextFilter({ label, placeholder, value, onChange }: Props) {
  return (
    <input
      type="search"
      className={styles.filter}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}
