import { Tooltip } from '@mantine/core'
import { useHealth } from '../api'
import { deviceWords } from './device-words'

/** What models compute on and in, in the corner of the canvas; why not on another, for who points at it or focuses it. */
export function DeviceLine() {
  const { data } = useHealth()
  const words = data && deviceWords(data)
  if (!words) return null
  const { line, reasons, broken } = words
  if (reasons.length === 0) return <p className="device-line">{line}</p>
  return (
    <Tooltip
      label={reasons.map((reason) => <p key={reason}>{reason}</p>)}
      className="device-reasons"
      multiline
      position="top-start"
      events={{ hover: true, focus: true, touch: true }}
    >
      <button type="button" className="device-line" data-broken={broken || undefined}>
        {line}
      </button>
    </Tooltip>
  )
}
