import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Warm apricot: the one accent. */
const apricot: MantineColorsTuple = [
  '#fff1e6',
  '#ffe0cb',
  '#ffc79f',
  '#ffb481',
  '#ffa668',
  '#ff9d5c',
  '#f58a45',
  '#d97335',
  '#b55c27',
  '#8d471d',
]

/** Ink: cool neutrals from text to the ground of the canvas. */
const ink: MantineColorsTuple = [
  '#e8eaee',
  '#c9ced7',
  '#a3abb9',
  '#7f8898',
  '#4d5666',
  '#343c4a',
  '#262c37',
  '#1b2029',
  '#14181f',
  '#0e1116',
]

export const theme = createTheme({
  primaryColor: 'apricot',
  primaryShade: 5,
  colors: { apricot, dark: ink },
  autoContrast: true,
  fontFamily: "Inter, 'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  defaultRadius: 'md',
  headings: { fontWeight: '600' },
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { color: 'dark.6', withArrow: false } },
    Button: { styles: { label: { fontWeight: 550 } } },
  },
})
