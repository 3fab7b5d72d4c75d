import { ClassicPreset, type GetSchemes } from 'rete'
import type { ReactArea2D } from 'rete-react-plugin'

/** Rete's stand-in for a node of the document: its id and size. Values, sockets and wires live in the document alone. */
export class ViewNode extends ClassicPreset.Node {
  width = 0
  height = 0
  constructor(id: string) {
    super('')
    this.id = id
  }
}

export type Schemes = GetSchemes<ViewNode, ClassicPreset.Connection<ClassicPreset.Node, ClassicPreset.Node>>
export type Extra = ReactArea2D<Schemes>
