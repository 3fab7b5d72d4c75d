import type { ImageAsset } from '@loom/protocol'
import { api } from '../api'
import { HeatLayer } from '../attention/heat-layer'
import { captionsOf } from '../document/captions'
import { specOf } from '../document/specs'
import { useGraph } from '../graph-store'
import { ImageIcon } from '../icons'
import { useRun } from '../run/run-store'
import { specsNow } from '../specs-store'
import { setUi } from '../ui-store'
import { keepFromDragging } from './keep-from-dragging'

/** The pictures of a node: the newest preview while it works, or the images it made. */
export function NodePicture({ id, height }: { id: string; height: number }) {
  const shows = useGraph((state) => specOf(state.document, id, specsNow())?.shows)
  const images = useRun((state) => state.nodes[id]?.images)
  const preview = useRun((state) => state.previews[id])
  const stale = useRun((state) => state.nodes[id]?.phase === 'stale' && state.status !== 'done')
  const cached = useRun((state) => state.nodes[id]?.cached)
  const run = useRun((state) => state.run)
  return (
    <div className="picture" style={{ height }} data-stale={stale || undefined}>
      {images && images.length > 0 ? (
        <Images id={id} images={images} run={run} />
      ) : preview ? (
        <img className="preview" src={preview} alt="Preview of the newest step" draggable={false} />
      ) : (
        <div className="picture-empty">
          <ImageIcon size={22} />
          <span>
            {cached
              ? 'Unchanged: taken from the cache'
              : shows === 'preview'
                ? 'The picture forms here'
                : 'The image comes here'}
          </span>
        </div>
      )}
    </div>
  )
}

function Images({ id, images, run }: { id: string; images: readonly ImageAsset[]; run: string | null }) {
  const columns = Math.ceil(Math.sqrt(images.length))
  const captions = captionsOf(images)
  return (
    <div className="images" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {images.map((image, at) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: two of them may be the same picture
          key={`${image.id} ${at}`}
          type="button"
          aria-label={`Enlarge image ${at + 1}`}
          onPointerDown={keepFromDragging}
          onClick={() => setUi({ lightbox: { images, at, node: id, ...(run && { run }) } })}
        >
          <span className="images-one" style={{ aspectRatio: `${image.width} / ${image.height}` }}>
            <img src={api.assets.url(image.id)} alt={image.name ?? 'Result'} draggable={false} />
            <HeatLayer node={id} at={at} image={image} />
          </span>
          {captions && <span className="images-caption">{captions[at]}</span>}
        </button>
      ))}
    </div>
  )
}
