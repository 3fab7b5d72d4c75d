import type { AttentionResult, ImageAsset, Workflow } from '@loom/protocol'

/** Pixels of one picture: RGB, 8 bits each, row by row from the top left. */
export type Picture = { readonly width: number; readonly height: number; readonly rgb: Uint8Array }

/** Makes a picture of where a node is; undefined where the last one is to stay. */
export type Preview = () => Picture | undefined | Promise<Picture | undefined>

/** `done` of `total` steps; `preview` is asked for only when somebody looks. */
export type Progress = { readonly done: number; readonly total: number; readonly preview?: Preview }

/**
 * How previews of a latent are made: by a small decoder where there is one and it takes hardly any time (`auto`), or
 * whatever it takes (`decoder`), or always by mixing its channels (`linear`), or not at all.
 */
export type Previews = 'auto' | 'decoder' | 'linear' | 'off'

/** Where images are kept, by content. */
export interface Assets {
  read(id: string): Promise<Uint8Array>
  /** Stores a picture's file, a PNG when nothing is said; gives its asset. */
  write(
    file: Uint8Array,
    about: { width: number; height: number; name?: string },
    type?: 'png' | 'jpg' | 'webp',
  ): Promise<ImageAsset>
}

/** A model file or folder by its name, and what it is for: checkpoint, vae, lora, … */
export type ListedModel = { readonly name: string; readonly role: string }

/** The models at hand; a name never leads outside the folders they are in. */
export interface ModelShelf {
  listed(): readonly ListedModel[]
  /** Folder or file of a model; throws with the names there are. */
  locate(name: string): string
}

/** What the host of a run gives to its nodes. */
export interface Host {
  readonly assets: Assets
  readonly models: ModelShelf
  /** Where models compute: `auto`, `cpu`, `webgpu`, … */
  readonly device: string
  /** The folder for what can be made again, such as weights in another precision. */
  readonly cache?: string
  /** Bytes that nodes may keep from one run for the next, besides their results; none where left out. */
  readonly keepBytes?: number
  /** `auto` where left out. */
  readonly previews?: Previews
}

/** What a node's `run` gets beside its inputs. */
export interface RunContext extends Host {
  readonly signal: AbortSignal
  /** The document that runs, for what carries it along. */
  readonly workflow: Workflow
  /** Await it: it gives the preview time to leave before the next step holds the thread. */
  progress(progress: Progress): Promise<void>
  /** Whether some node of the run takes this output; one declared `onDemand` may be left undefined when not. */
  wants(output: string): boolean
  /** Somebody looks on: tell what is worth seeing, too. Outputs must not differ for it. */
  readonly observe: boolean
  /** Tells what the pictures of this node attended to. */
  tellAttention(attention: AttentionResult): void
  /** Tells a person, in a sentence, what they should know though the node goes on; told again when its result is reused. */
  warn(message: string): void
  /** Shows images on the node. */
  show(images: readonly ImageAsset[]): void
}
