import { useEffect, useState } from 'react'

const PACE_MS = 450

/** While it is held: the two sides in turns, from the left one on; null when let go. */
export function useFlicker(): { side: 'left' | 'right' | null; hold: () => void; letGo: () => void } {
  const [held, setHeld] = useState(false)
  const [side, setSide] = useState<'left' | 'right'>('left')
  useEffect(() => {
    if (!held) return
    setSide('left')
    const turns = setInterval(() => setSide((now) => (now === 'left' ? 'right' : 'left')), PACE_MS)
    const stop = () => setHeld(false)
    for (const end of ['pointerup', 'blur'] as const) window.addEventListener(end, stop)
    return () => {
      clearInterval(turns)
      for (const end of ['pointerup', 'blur'] as const) window.removeEventListener(end, stop)
    }
  }, [held])
  return { side: held ? side : null, hold: () => setHeld(true), letGo: () => setHeld(false) }
}
