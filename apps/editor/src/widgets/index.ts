import { BooleanWidget } from './boolean-widget'
import { ChoiceWidget } from './choice-widget'
import { ImageWidget } from './image-widget'
import { MaskWidget } from './mask-widget'
import { NumberWidget } from './number-widget'
import { SeedWidget } from './seed-widget'
import { TextWidget } from './text-widget'
import type { Widgets } from './widget'

/** A widget for every kind of parameter; leaving one out does not compile. */
export const widgets: Widgets = {
  number: NumberWidget,
  text: TextWidget,
  boolean: BooleanWidget,
  choice: ChoiceWidget,
  seed: SeedWidget,
  image: ImageWidget,
  mask: MaskWidget,
}
