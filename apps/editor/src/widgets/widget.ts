import type {
  BooleanSpec,
  ChoiceSpec,
  ImageSpec,
  MaskSpec,
  NumberSpec,
  ParamKind,
  ParamSpec,
  SeedSpec,
  TextSpec,
} from '@loom/protocol'
import type { ComponentType } from 'react'

export type { BooleanSpec, ChoiceSpec, ImageSpec, MaskSpec, NumberSpec, SeedSpec, TextSpec }

/** A widget knows its spec and its value; not rete, the graph or the server. */
export type WidgetProps<Spec extends ParamSpec> = {
  readonly spec: Spec
  readonly value: Spec['default']
  readonly onChange: (value: Spec['default']) => void
  /** Set where the field grows with its content: its new height, CSS pixels. */
  readonly onHeight?: (height: number) => void
}

export type Widgets = { readonly [Kind in ParamKind]: ComponentType<WidgetProps<Extract<ParamSpec, { kind: Kind }>>> }
