import { useEffect, useState } from 'react'
import { useUi } from '../ui-store'

/** Says that the server is away, once that is no mere blink; the page goes on and catches up by itself. */
export function Banner() {
  const connection = useUi((state) => state.connection)
  const engine = useUi((state) => state.engine)
  const [late, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (connection === 'open') return
    const timer = setTimeout(() => setLate(true), 1_200)
    return () => clearTimeout(timer)
  }, [connection])
  const words =
    connection !== 'open' && late
      ? 'The server is away. Trying to reach it again; your work is kept in this browser.'
      : connection === 'open' && engine === 'restarting'
        ? 'The engine is starting again.'
        : null
  return words ? (
    <div className="banner" role="status">
      {words}
    </div>
  ) : null
}
