// A chart by uPlot, in the colours of the page. Load it lazily: with it comes the library.

import { useEffect, useRef } from 'react'
import UPlot, { type AlignedData, type Options } from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from './plot.module.css'

/** Colours of the tokens, for a canvas. */
export type ColourOf = (token: string) => string

interface Props {
  /** Says what it shows, for those who do not see it. */
  readonly label: string
  readonly data: AlignedData
  readonly height?: number
  /** Made anew when the theme changes. It must stay the same while the data is of the same kind. */
  readonly options: (colour: ColourOf) => Omit<Options, 'width' | 'height'>
}

export function Plot({ label, data, options, height = 180 }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | undefined>(undefined)
  useEffect(() => {
    const element = box.current!
    const make = (): void => {
      plot.current?.destroy()
      const style = getComputedStyle(element)
      const probe = document.createElement('span')
      element.append(probe)
      const colour: ColourOf = (token) => {
        probe.style.color = `var(--${token})`
        return getComputedStyle(probe).color
      }
      const made = options(colour)
      const soft = colour('text-soft')
      const line = colour('line')
      const font = `11px ${style.fontFamily}`
      const axes = (made.axes ?? [{}, {}]).map((axis) => ({
        stroke: soft,
        font,
        grid: { stroke: line, width: 1 },
        ticks: { stroke: line, width: 1 },
        ...axis,
      }))
      probe.remove()
      plot.current = new UPlot({ ...made, axes, width: element.clientWidth, height }, data, element)
    }
    make()
    const size = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }))
    size.observe(element)
    addEventListener('throughline:theme', make)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', make)
    return () => {
      size.disconnect()
      removeEventListener('throughline:theme', make)
      dark.removeEventListener('change', make)
      plot.current?.destroy()
      plot.current = undefined
    }
    // The data is given below, without a new chart.
  }, [options, height])
  useEffect(() => plot.current?.setData(data), [data])
  return <div ref={box} className={styles.plot} role="img" aria-label={label} />
}
