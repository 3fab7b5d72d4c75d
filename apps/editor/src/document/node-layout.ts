import { type InputSpec, isLink, type OutputSpec, type ParamSpec, type WorkflowNode } from '@loom/protocol'
import type { DrawnSpec } from './specs'

/** CSS pixels at zoom 1. `node.css` draws what is counted here, so wires find sockets without asking the page. */
const HEADER = 36
const PORT_ROW = 26
const FIELD_ROW = 34
const LABEL = 22
const FOLD_ROW = 26
const GAP = 8
const PICTURE_PADDING = 10
const MIN_TEXT = 60
const IMAGE_FIELD = 112

export type Row =
  | {
      readonly kind: 'ports'
      readonly top: number
      readonly height: number
      readonly input?: InputSpec
      readonly output?: OutputSpec
    }
  | {
      readonly kind: 'param'
      readonly top: number
      readonly height: number
      readonly param: ParamSpec
      readonly linked: boolean
      /** Middle of its socket below the top of the row: beside its label. */
      readonly socket: number
    }
  /** Opens and closes what is folded away; `hidden` parameters are. */
  | { readonly kind: 'fold'; readonly top: number; readonly height: number; readonly hidden: number }
  | { readonly kind: 'picture'; readonly top: number; readonly height: number }

type Dot = { readonly x: number; readonly y: number; readonly type: string }
export type NodeLayout = {
  readonly width: number
  readonly height: number
  readonly rows: readonly Row[]
  readonly inputs: Readonly<Record<string, Dot>>
  readonly outputs: Readonly<Record<string, Dot>>
}

/** Heights of fields that grow with their text, by input name, and of the chips below them. */
export type FieldHeights = Readonly<Record<string, number>>
export const chipsOf = (input: string) => `${input} chips`

export function nodeWidth(spec: DrawnSpec, node: WorkflowNode): number {
  if (node.width !== undefined) return node.width
  if (spec.params.some((param) => param.kind === 'text' && param.multiline)) return 290
  if (spec.params.length > 0 || spec.shows !== 'nothing') return 264
  return 200
}

/** A picture field shows its picture already. */
const hasPicture = (spec: DrawnSpec) => spec.shows !== 'nothing' && !spec.params.some((param) => param.kind === 'image')

/** Room for the longest label beside a field; longer ones are cut. About 6.4 px a letter. */
export function labelWidth({ params }: Pick<DrawnSpec, 'params'>): number {
  const beside = params.filter((param) => param.kind !== 'image' && !(param.kind === 'text' && param.multiline))
  const longest = Math.max(0, ...beside.map(({ label }) => label.length))
  return Math.min(112, Math.max(62, Math.round(longest * 6.4) + 4))
}

/** An advanced parameter that the document leaves as it is declared; one that is set or wired stays in sight. */
const isFolded = ({ advanced, name }: ParamSpec, { inputs }: WorkflowNode) => advanced && inputs[name] === undefined

/** Where everything in a node's box is, from its declaration alone. */
export function layoutNode(spec: DrawnSpec, node: WorkflowNode, fields: FieldHeights = {}): NodeLayout {
  const width = nodeWidth(spec, node)
  const rows: Row[] = []
  const inputs: Record<string, Dot> = {}
  const outputs: Record<string, Dot> = {}
  if (node.collapsed) {
    const y = HEADER / 2
    for (const { name, type } of spec.inputs) inputs[name] = { x: 0, y, type }
    for (const { name, socket } of spec.params) inputs[name] = { x: 0, y, type: socket }
    for (const { name, type } of spec.outputs) outputs[name] = { x: width, y, type }
    return { width, height: HEADER, rows, inputs, outputs }
  }
  let top = HEADER + GAP / 2
  for (let place = 0; place < Math.max(spec.inputs.length, spec.outputs.length); place++) {
    const [input, output] = [spec.inputs[place], spec.outputs[place]]
    const y = top + PORT_ROW / 2
    if (input) inputs[input.name] = { x: 0, y, type: input.type }
    if (output) outputs[output.name] = { x: width, y, type: output.type }
    rows.push({ kind: 'ports', top, height: PORT_ROW, ...(input && { input }), ...(output && { output }) })
    top += PORT_ROW
  }
  const folded = new Set(node.unfolded ? [] : spec.params.filter((param) => isFolded(param, node)))
  for (const param of spec.params) {
    if (folded.has(param)) continue
    const linked = isLink(node.inputs[param.name])
    const field = linked ? PORT_ROW : paramHeight(param, fields)
    const socket = (field > FIELD_ROW ? LABEL : field) / 2
    const height = field + (fields[chipsOf(param.name)] ?? 0)
    inputs[param.name] = { x: 0, y: top + socket, type: param.socket }
    rows.push({ kind: 'param', top, height, param, linked, socket })
    top += height
  }
  if (folded.size > 0 || (node.unfolded && spec.params.some(({ advanced }) => advanced))) {
    for (const { name, socket } of folded) inputs[name] = { x: 0, y: top + FOLD_ROW / 2, type: socket }
    rows.push({ kind: 'fold', top, height: FOLD_ROW, hidden: folded.size })
    top += FOLD_ROW
  }
  if (hasPicture(spec)) {
    const height = width - 2 * PICTURE_PADDING + GAP
    rows.push({ kind: 'picture', top, height })
    top += height
  }
  return { width, height: top + GAP, rows, inputs, outputs }
}

function paramHeight(param: ParamSpec, fields: FieldHeights): number {
  if (param.kind === 'text' && param.multiline) return LABEL + (fields[param.name] ?? MIN_TEXT) + GAP
  if (param.kind === 'image') return LABEL + IMAGE_FIELD + GAP
  return FIELD_ROW
}
