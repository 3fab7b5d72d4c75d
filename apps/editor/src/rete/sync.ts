import type { Workflow } from '@loom/protocol'
import type { NodeEditor } from 'rete'
import type { AreaPlugin } from 'rete-area-plugin'
import { documentNow } from '../graph-store'
import { geometry } from './geometry'
import { type Extra, type Schemes, ViewNode } from './schemes'
import type { Visibility } from './visibility'
import type { Wires } from './wires'

/** Brings rete's nodes to the state of the document. One pass at a time; a pass always ends at the newest document. */
export function syncWith(
  editor: NodeEditor<Schemes>,
  area: AreaPlugin<Schemes, Extra>,
  wires: Wires,
  visibility: Visibility,
): () => Promise<void> {
  let drawn: Workflow['nodes'] = {}
  let passes = Promise.resolve()

  async function pass(): Promise<void> {
    const document = documentNow()
    if (document.nodes === drawn) return
    const before = drawn
    drawn = document.nodes
    const gone = Object.keys(before).filter((id) => !document.nodes[id])
    const come = Object.keys(document.nodes).filter((id) => !before[id])
    await Promise.all(gone.map((id) => editor.removeNode(id)))
    for (const id of gone) {
      visibility.forget(id)
      geometry.forget(id)
    }
    await Promise.all(come.map((id) => editor.addNode(new ViewNode(id))))
    wires.sync(document)
    for (const [id, node] of Object.entries(document.nodes)) {
      if (node === before[id]) continue
      const view = area.nodeViews.get(id)
      if (view && (view.position.x !== node.at[0] || view.position.y !== node.at[1]))
        void view.translate(node.at[0], node.at[1])
      wires.place(id)
    }
    visibility.schedule()
  }

  return () => (passes = passes.then(pass))
}
