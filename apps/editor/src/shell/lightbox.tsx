import { ActionIcon, Button, Group, Modal, Text } from '@mantine/core'
import { api, said } from '../api'
import { ChevronIcon, DownloadIcon } from '../icons'
import { download } from '../library/files'
import { openRun } from '../library/open-run'
import { complain } from '../notify'
import { type Lightbox as Shown, setUi, useUi } from '../ui-store'

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

function Picture({ shown: { images, at, run } }: { shown: Shown }) {
  const image = images[at]
  if (!image) return null
  const go = (by: number) => {
    const lightbox: Shown = { images, at: (at + by + images.length) % images.length, ...(run && { run }) }
    setUi({ lightbox })
  }
  const openIts = () => {
    close()
    if (run) void openRun(run).catch((error) => complain('It could not be opened', said(error)))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go through the pictures
    <div
      className="lightbox"
      onKeyDown={(event) => (event.key === 'ArrowRight' ? go(1) : event.key === 'ArrowLeft' && go(-1))}
    >
      <img
        src={api.assets.url(image.id)}
        alt={image.name ?? 'Result'}
        data-small={image.width <= 256 || undefined}
        style={{ aspectRatio: `${image.width} / ${image.height}` }}
      />
      <Group justify="space-between" gap="sm" p="sm" wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          {image.width} × {image.height}
          {image.name && ` · ${image.name}`}
        </Text>
        <Group gap="xs" wrap="nowrap">
          {images.length > 1 && (
            <>
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
