import { isLink, type ParamSpec, type Problem } from '@loom/protocol'
import { type ComponentType, type ReactNode, useCallback, useMemo } from 'react'
import { api, said, useModels } from '../api'
import { setInput } from '../document/commands'
import { chipsOf, type Row } from '../document/node-layout'
import { sentenceAt, weighedTexts } from '../document/sentence'
import { specOf } from '../document/specs'
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
export function ParamRow({ id, row: { param, height, linked, socket }, problems, emit }: ParamRowProps) {
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
        top={socket}
        emit={emit}
      />
      {linked ? <Linked id={id} param={param} /> : <ParamControl id={id} param={param} />}
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
  const onHeight = useCallback((height: number) => geometry.setField(id, name, height), [id, name])
  const spec = useLiveOptions(param)
  const seed = useSeedChanges(id, name)
  const Widget = widgets[param.kind] as ComponentType<WidgetProps<ParamSpec>>
  return (
    <Surface id={id} className="param-control">
      <PicturesContext.Provider value={pictures}>
        <SeedChanges.Provider value={seed}>
          <Widget spec={spec} value={value as never} onChange={onChange} onHeight={onHeight} />
        </SeedChanges.Provider>
      </PicturesContext.Provider>
      <Words id={id} input={name} />
    </Surface>
  )
}

/** A parameter whose value comes by a wire; the words that it brings can be weighed and looked at all the same. */
function Linked({ id, param }: { id: string; param: ParamSpec }) {
  return (
    <>
      <span className="param-linked">{param.label}</span>
      <Surface id={id} className="param-words">
        <Words id={id} input={param.name} />
      </Surface>
    </>
  )
}

/** Keeps what happens in a node's fields from moving the node. */
function Surface({ id, className, children }: { id: string; className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the fields inside take the keys
    <div
      className={className}
      onPointerDown={(event) => {
        keepFromDragging(event)
        if (!selectionNow().has(id)) select([id])
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  )
}

/** The chips of a sentence whose words have weights; none where nobody knows it yet. */
function Words({ id, input }: { id: string; input: string }) {
  const weighed = useGraph((state) => weighedTexts(specOf(state.document, id, specsNow())).includes(input))
  const text = useGraph((state) => (weighed ? sentenceAt(state.document, specsNow(), id, input) : undefined))
  const onHeight = useCallback((height: number) => geometry.setField(id, chipsOf(input), height), [id, input])
  return weighed ? <PromptChips id={id} input={input} text={text ?? ''} onHeight={onHeight} /> : null
}

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
