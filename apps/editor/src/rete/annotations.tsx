import type { Group, Note } from '@loom/protocol'
import { contains } from '../document/boxes'
import { all, moveNodes, patchGroup, patchNote, removeGroup, removeNote } from '../document/commands'
import { change, documentNow, endGesture, useGraph } from '../graph-store'
import { CloseIcon } from '../icons'
import { geometry } from './geometry'
import { useCanvasDrag } from './use-canvas-drag'

/** Frames and notes, drawn under the nodes; running ignores them. */
export function Annotations() {
  const groups = useGraph((state) => state.document.groups)
  const notes = useGraph((state) => state.document.notes)
  return (
    <>
      {groups?.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is named by its place
        <GroupFrame key={index} group={group} index={index} />
      ))}
      {notes?.map((note, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a note is named by its place
        <NoteCard key={index} note={note} index={index} />
      ))}
    </>
  )
}

const place = ({ at: [x, y], size: [width, height] }: Group | Note) => ({
  transform: `translate(${x}px, ${y}px)`,
  width,
  height,
})

function GroupFrame({ group, index }: { group: Group; index: number }) {
  const gesture = `group ${index}`
  const move = useCanvasDrag(() => {
    const frame = { x: group.at[0], y: group.at[1], width: group.size[0], height: group.size[1] }
    const inside = Object.keys(documentNow().nodes).filter((id) => contains(frame, geometry.box(id)))
    const starts = inside.map((id) => [id, documentNow().nodes[id]!.at] as const)
    return (dx, dy) => {
      const places = new Map(starts.map(([id, [x, y]]) => [id, [Math.round(x + dx), Math.round(y + dy)] as const]))
      const at: Group['at'] = [Math.round(group.at[0] + dx), Math.round(group.at[1] + dy)]
      change('Move group', all(patchGroup(index, { at }), moveNodes(places)), { gesture })
    }
  })
  const resize = useCanvasDrag(() => (dx, dy) => {
    const size: Group['size'] = [
      Math.max(120, Math.round(group.size[0] + dx)),
      Math.max(80, Math.round(group.size[1] + dy)),
    ]
    change('Resize group', patchGroup(index, { size }), { gesture })
  })
  return (
    <section className="group-frame" style={place(group)} aria-label={`Group ${group.title}`}>
      <div className="group-title on-canvas" onPointerDown={move}>
        <input
          aria-label="Group title"
          value={group.title}
          size={Math.max(6, group.title.length)}
          onPointerDown={(event) => event.stopPropagation()}
          onChange={(event) =>
            change('Rename group', patchGroup(index, { title: event.currentTarget.value }), { gesture })
          }
          onBlur={endGesture}
        />
        <button type="button" aria-label="Remove group" onClick={() => change('Ungroup', removeGroup(index))}>
          <CloseIcon size={12} />
        </button>
      </div>
      <div className="resize-corner on-canvas" onPointerDown={resize} />
    </section>
  )
}

function NoteCard({ note, index }: { note: Note; index: number }) {
  const gesture = `note ${index}`
  const move = useCanvasDrag(() => (dx, dy) => {
    const at: Note['at'] = [Math.round(note.at[0] + dx), Math.round(note.at[1] + dy)]
    change('Move note', patchNote(index, { at }), { gesture })
  })
  const resize = useCanvasDrag(() => (dx, dy) => {
    const size: Note['size'] = [
      Math.max(120, Math.round(note.size[0] + dx)),
      Math.max(64, Math.round(note.size[1] + dy)),
    ]
    change('Resize note', patchNote(index, { size }), { gesture })
  })
  return (
    <section className="note-card on-canvas" style={place(note)} aria-label="Note">
      <div className="note-grip" onPointerDown={move}>
        <span>Note</span>
        <button
          type="button"
          aria-label="Remove note"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => change('Remove note', removeNote(index))}
        >
          <CloseIcon size={12} />
        </button>
      </div>
      <textarea
        aria-label="Note text"
        data-scrolls
        value={note.text}
        placeholder="Write a note…"
        onPointerDown={(event) => event.stopPropagation()}
        onChange={(event) => change('Write note', patchNote(index, { text: event.currentTarget.value }), { gesture })}
        onBlur={endGesture}
      />
      <div className="resize-corner" onPointerDown={resize} />
    </section>
  )
}
