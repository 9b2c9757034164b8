// Chooses light, dark, or what the system says.

import { useState } from 'react'
import { chooseTheme, chosenTheme, type Theme } from './theme.ts'
import styles from './theme-switch.module.css'

export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <label className={styles.label}>
      <span className="visually-hidden">Colours</span>
      <select
        className={styles.select}
        value={theme}
        onChange={({ target }) => {
          chooseTheme(target.value as Theme)
          setTheme(target.value as Theme)
        }}
      >
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  )
}
