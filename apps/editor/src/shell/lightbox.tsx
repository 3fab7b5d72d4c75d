import type { ImageAsset } from '@loom/protocol'
import { ActionIcon, Button, Group, Modal, Text } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { api, said } from '../api'
import { HeatLayer, useAttentionBehind } from '../attention/heat-layer'
import { captionsOf } from '../document/captions'
import { type Batch, nextCompared, pairOf, roleOf } from '../document/pairs'
import { ChevronIcon, DownloadIcon } from '../icons'
import { download } from '../library/files'
import { openRun } from '../library/open-run'
import { complain } from '../notify'
import { type Lightbox as Shown, setUi, useUi } from '../ui-store'
import { Compare, type Side } from './compare'
import { LookBar } from './look-bar'
import { useFlicker } from './use-flicker'

const close = () => setUi({ lightbox: null })

/** A picture as large as the window allows; pixels stay sharp when it is a small one. */
export function Lightbox() {
  const shown = useUi((state) => state.lightbox)
  return (
    <Modal
      opened={shown !== null}
      onClose={close}
      size="auto"
      centered
      withCloseButton={false}
      padding={0}
      aria-label="Image"
    >
      {shown && <Picture shown={shown} />}
    </Modal>
  )
}

function Picture({ shown }: { shown: Shown }) {
  const { images, at, run, node } = shown
  const [comparing, setComparing] = useState(false)
  const flicker = useFlicker()
  const rows = useAttentionBehind(node ?? '')?.attention.prompts.length ?? 1
  const image = images[at]
  if (!image) return null
  const count = images.length
  const batch = { count, rows }
  const [left, right] = pairOf(at, batch)
  const two = comparing && left !== right
  const go = (by: number) =>
    setUi({ lightbox: { ...shown, at: two ? nextCompared(at, by, batch) : (at + by + count) % count } })
  const openIts = () => {
    close()
    if (run) void openRun(run).catch((error) => complain('It could not be opened', said(error)))
  }
  const sideOf = (place: number): Side => ({
    label: labelOf(images, place, batch),
    picture: <Large image={images[place]!} at={place} node={node} />,
  })
  const keyed = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') go(1)
    else if (event.key === 'ArrowLeft') go(-1)
    else if (event.key === 'f' && two && !event.repeat) flicker.hold()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go through the pictures
    <div className="lightbox" onKeyDown={keyed} onKeyUp={flicker.letGo}>
      <div className="lightbox-stage">
        {two ? (
          <Compare left={sideOf(left)} right={sideOf(right)} only={flicker.side} />
        ) : (
          <Large image={image} at={at} node={node} />
        )}
      </div>
      {node && <LookBar node={node} pictures={two ? [left, right] : [at]} />}
      <Group justify="space-between" gap="sm" p="sm" wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          {image.width} × {image.height}
          {image.name && ` · ${image.name}`}
        </Text>
        <Group gap="xs" wrap="nowrap">
          {two && (
            <Button
              size="xs"
              variant="default"
              title="Hold to see them in turns; the key F does the same"
              onPointerDown={flicker.hold}
              onKeyDown={(event) => event.key === ' ' && flicker.hold()}
            >
              Hold to flicker
            </Button>
          )}
          {images.length > 1 && (
            <>
              <Button
                size="xs"
                variant={comparing ? 'light' : 'default'}
                aria-pressed={comparing}
                onClick={() => setComparing(!comparing)}
              >
                Compare
              </Button>
              <ActionIcon variant="default" aria-label="Previous image" className="turn-left" onClick={() => go(-1)}>
                <ChevronIcon />
              </ActionIcon>
              <ActionIcon variant="default" aria-label="Next image" className="turn-right" onClick={() => go(1)}>
                <ChevronIcon />
              </ActionIcon>
            </>
          )}
          {run && (
            <Button size="xs" variant="default" onClick={openIts}>
              Open workflow
            </Button>
          )}
          <Button
            size="xs"
            leftSection={<DownloadIcon />}
            data-autofocus
            onClick={() => download(api.assets.url(image.id), image.name ?? image.id)}
          >
            Download
          </Button>
        </Group>
      </Group>
    </div>
  )
}

/** A batch of a source with its edits says so; other pictures have names or numbers. */
function labelOf(images: Shown['images'], at: number, batch: Batch): string {
  if (batch.rows > 1) return roleOf(at, batch)
  return captionsOf(images)?.[at] ?? `Image ${at + 1}`
}

function Large({ image, at, node }: { image: ImageAsset; at: number; node: string | undefined }) {
  return (
    <div className="large">
      <img
        src={api.assets.url(image.id)}
        alt={image.name ?? 'Result'}
        draggable={false}
        data-small={image.width <= 256 || undefined}
        style={{ aspectRatio: `${image.width} / ${image.height}` }}
      />
      {node && <HeatLayer node={node} at={at} image={image} />}
    </div>
  )
}
