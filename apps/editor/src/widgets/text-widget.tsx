import { useCallback, useEffect, useId, useLayoutEffect, useRef } from 'react'
import type { TextSpec, WidgetProps } from './widget'

const [LOWEST, HIGHEST] = [60, 220]

/** One line, or a field that grows with its text. */
export function TextWidget(props: WidgetProps<TextSpec>) {
  return props.spec.multiline ? <LongText {...props} /> : <Line {...props} />
}

function Line({ spec, value, onChange }: WidgetProps<TextSpec>) {
  const id = useId()
  return (
    <div className="widget">
      <label htmlFor={id}>{spec.label}</label>
      <input
        id={id}
        className="field wide"
        value={value}
        placeholder={spec.placeholder}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}

function LongText({ spec, value, onChange, onHeight }: WidgetProps<TextSpec>) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const measure = useCallback(() => {
    const element = field.current
    if (!element || element.offsetParent === null) return
    element.style.height = '0'
    const height = Math.min(HIGHEST, Math.max(LOWEST, element.scrollHeight + 2))
    element.style.height = `${height}px`
    onHeight?.(height)
  }, [onHeight])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(measure, [value, measure])
  useEffect(() => {
    let width = 0
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width !== width) measure()
      width = entry?.contentRect.width ?? width
    })
    observer.observe(field.current!)
    return () => observer.disconnect()
  }, [measure])
  return (
    <div className="widget tall">
      <label htmlFor={id}>{spec.label}</label>
      <textarea
        id={id}
        ref={field}
        className="field"
        spellCheck={false}
        value={value}
        placeholder={spec.placeholder}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}
