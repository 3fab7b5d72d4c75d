import { isLink, type ParamSpec, type Problem } from '@loom/protocol'
import { type ComponentType, useCallback, useMemo, useRef } from 'react'
import { api, said, useModels } from '../api'
import { setInput } from '../document/commands'
import { paramSocketY, type Row } from '../document/node-layout'
import { type DrawnSpec, specOf } from '../document/specs'
import { change, select, selectionNow, useGraph } from '../graph-store'
import { complain } from '../notify'
import { toggleRandomised, useSettings } from '../settings'
import { specsNow } from '../specs-store'
import { widgets } from '../widgets'
import { type Pictures, PicturesContext, SeedChanges } from '../widgets/surroundings'
import type { WidgetProps } from '../widgets/widget'
import { geometry } from './geometry'
import { keepFromDragging } from './keep-from-dragging'
import { PromptChips } from './prompt-chips'
import { SocketDot, type SocketEmitter } from './socket-dot'

type ParamRowProps = {
  readonly id: string
  readonly row: Row & { kind: 'param' }
  readonly problems: readonly Problem[]
  readonly emit: SocketEmitter
}

/** A parameter on a node: its socket, and its widget unless a wire gives the value. */
export function ParamRow({ id, row: { param, height, linked }, problems, emit }: ParamRowProps) {
  const wrong = problems.find((problem) => problem.input === param.name)
  return (
    <div
      className="param"
      data-input={param.name}
      data-wrong={wrong ? true : undefined}
      style={{ height }}
      title={wrong?.message ?? param.description}
    >
      <SocketDot
        node={id}
        side="input"
        name={param.name}
        label={param.label}
        type={param.socket}
        linked={linked}
        quiet
        top={paramSocketY(height)}
        emit={emit}
      />
      {linked ? <span className="param-linked">{param.label}</span> : <ParamControl id={id} param={param} />}
    </div>
  )
}

/** Joins a widget to the document; the only place that knows both. */
function ParamControl({ id, param }: { id: string; param: ParamSpec }) {
  const { name } = param
  const stored = useGraph((state) => state.document.nodes[id]?.inputs[name])
  const value = stored === undefined || stored === null || isLink(stored) ? param.default : stored
  const onChange = useCallback(
    (next: ParamSpec['default']) => change(`Change ${name}`, setInput(id, name, next), { gesture: `${id}.${name}` }),
    [id, name],
  )
  const heights = useRef({ field: 0, chips: 0 })
  const setHeight = useCallback(
    (part: 'field' | 'chips', height: number) => {
      heights.current[part] = height
      const { field, chips } = heights.current
      if (field > 0) geometry.setField(id, name, field + chips)
    },
    [id, name],
  )
  const onHeight = useCallback((height: number) => setHeight('field', height), [setHeight])
  const onChipsHeight = useCallback((height: number) => setHeight('chips', height), [setHeight])
  const weighed = useGraph((state) => isWeighed(specOf(state.document, id, specsNow()), param))
  const spec = useLiveOptions(param)
  const seed = useSeedChanges(id, name)
  const Widget = widgets[param.kind] as ComponentType<WidgetProps<ParamSpec>>
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the fields inside take the keys
    <div
      className="param-control"
      onPointerDown={(event) => {
        keepFromDragging(event)
        if (!selectionNow().has(id)) select([id])
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <PicturesContext.Provider value={pictures}>
        <SeedChanges.Provider value={seed}>
          <Widget spec={spec} value={value as never} onChange={onChange} onHeight={onHeight} />
          {weighed && <PromptChips id={id} input={name} text={String(value)} onHeight={onChipsHeight} />}
        </SeedChanges.Provider>
      </PicturesContext.Provider>
    </div>
  )
}

/** A sentence whose words have weights: the declaration has both. */
const isWeighed = (spec: DrawnSpec | undefined, param: ParamSpec) =>
  (param.name === 'text' || param.name === 'edited') &&
  param.kind === 'text' &&
  param.multiline &&
  spec?.params.some(({ kind, name }) => kind === 'text' && name === 'weights')

/** A choice among models offers those the server has now. */
function useLiveOptions(param: ParamSpec): ParamSpec {
  const { data: models } = useModels()
  return useMemo(() => {
    if (param.kind !== 'choice' || param.source !== 'models' || !models) return param
    const fitting = models.filter(({ role }) => role === (param.role ?? 'checkpoint'))
    return { ...param, options: fitting.map(({ name, title }) => ({ value: name, label: title ?? name })) }
  }, [param, models])
}

function useSeedChanges(id: string, name: string) {
  const document = useGraph((state) => state.document.name)
  const changes = useSettings((state) => state.randomised[document]?.includes(`${id}.${name}`) ?? false)
  return useMemo(
    () => ({ changes, toggle: () => toggleRandomised(document, `${id}.${name}`) }),
    [changes, document, id, name],
  )
}

const pictures: Pictures = {
  upload: (file) => api.assets.upload(file).catch((error) => Promise.reject(new Error(said(error)))),
  url: api.assets.url,
  failed: (message) => complain('The picture was not taken', message),
}
