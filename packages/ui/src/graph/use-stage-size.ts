// Keeps a stage as large as its canvas, and as sharp as its screen.

import { useEffect, type RefObject } from 'react'
import type { Stage } from './stage.ts'

export function useStageSize(canvas: RefObject<HTMLCanvasElement | null>, stage: RefObject<Stage | undefined>): void {
  useEffect(() => {
    const element = canvas.current!
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element
      stage.current?.resize({ width, height }, devicePixelRatio)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    addEventListener('resize', measure)
    measure()
    return () => {
      observer.disconnect()
      removeEventListener('resize', measure)
    }
  }, [canvas, stage])
}
