import { Button, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { api, said } from '../api'
import { setInput } from '../document/commands'
import { change } from '../graph-store'
import { complain } from '../notify'
import { type MaskDrawing, setUi, useUi } from '../ui-store'
import { greyPng } from './grey-png'
import { MaskDesk } from './mask-desk'
import { readMask } from './read-mask'
import { Sheet } from './sheet'

const close = () => setUi({ drawing: null })

/** A picture to draw a mask on, over the whole window. */
export function MaskEditor() {
  const drawing = useUi((state) => state.drawing)
  const [sheet, setSheet] = useState<Sheet>()
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    setSheet(undefined)
    setAsking(false)
    if (!drawing) return
    let gone = false
    const { picture, mask } = drawing
    readMask(api.assets.url(picture), mask ? api.assets.url(mask) : undefined).then(
      (read) => gone || setSheet(new Sheet(read)),
      (error) => {
        if (gone) return
        complain('The mask cannot be drawn', said(error))
        close()
      },
    )
    return () => {
      gone = true
    }
  }, [drawing])
  const leave = () => (sheet?.canUndo && !asking ? setAsking(true) : asking ? setAsking(false) : close())
  return (
    <Modal
      opened={drawing !== null}
      onClose={leave}
      size="min(1120px, 96vw)"
      yOffset="2dvh"
      centered
      withCloseButton={false}
      padding={0}
      aria-label="Draw a mask"
    >
      {drawing && sheet && (
        <MaskDesk sheet={sheet} picture={api.assets.url(drawing.picture)} onSave={() => save(drawing, sheet)}>
          {asking ? (
            <>
              <span role="alert">Leave without what you drew?</span>
              <Button size="xs" variant="default" data-autofocus onClick={() => setAsking(false)}>
                Draw on
              </Button>
              <Button size="xs" color="red" variant="light" onClick={close}>
                Discard
              </Button>
            </>
          ) : (
            <>
              <Button size="xs" variant="default" onClick={leave}>
                Cancel
              </Button>
              <Button size="xs" onClick={() => save(drawing, sheet)}>
                Save the mask
              </Button>
            </>
          )}
        </MaskDesk>
      )}
    </Modal>
  )
}

/** The mask becomes an image of the server and its id a value of the node: one step that undo takes back. */
async function save({ node, input }: MaskDrawing, { mask }: Sheet): Promise<void> {
  try {
    const { id } = await api.assets.upload(await greyPng(mask))
    change('Draw a mask', setInput(node, input, id))
    close()
  } catch (error) {
    complain('The mask was not saved', said(error))
  }
}
