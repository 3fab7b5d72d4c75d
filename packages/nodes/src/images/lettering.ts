/** Letters as lines of a pen: top of tall ones at 0, of small ones at 5, baseline at 14, descenders to 18. */
const [SPACE, BETWEEN] = [4, 3.2]
const BOWL = 'a4 4.5 0 1 1 8 0a4 4.5 0 1 1-8 0'
const ARCH = 'C0 6.4 1.7 5 3.9 5C6.2 5 7.5 6.4 7.5 8.7V14'

/** Width and SVG path of a glyph. */
const GLYPHS: Readonly<Record<string, readonly [width: number, path: string]>> = {
  a: [8, `M8 5V14M0 9.5${BOWL}`],
  b: [8, `M0 0V14M0 9.5${BOWL}`],
  c: [7.4, 'M7.4 7A4 4.5 0 1 0 7.4 12'],
  d: [8, `M8 0V14M0 9.5${BOWL}`],
  e: [8, 'M0 9.5H8A4 4.5 0 1 0 7 12.4'],
  f: [5.5, 'M5.5 .3C3.5-.3 2 .7 2 3V14M0 5H5'],
  g: [8, `M8 5V14.3C8 17 6.5 18 4.3 18C2.8 18 1.6 17.5.8 16.7M0 9.5${BOWL}`],
  h: [7.5, `M0 0V14M0 8.7${ARCH}`],
  i: [0, 'M0 5V14M0 1.2V1.3'],
  j: [2, 'M2 5V15.5C2 17.3 1.2 18 0 18M2 1.2V1.3'],
  k: [7.2, 'M0 0V14M7 5L0 10.5M2.8 8.4L7.2 14'],
  l: [0, 'M0 0V14'],
  m: [12.4, 'M0 5V14M0 8.5C0 6.3 1.4 5 3.2 5C5.1 5 6.2 6.3 6.2 8.5V14M6.2 8.5C6.2 6.3 7.6 5 9.4 5C11.3 5 12.4 6.3 12.4 8.5V14'],
  n: [7.5, `M0 5V14M0 8.7${ARCH}`],
  o: [8, `M0 9.5${BOWL}`],
  p: [8, `M0 5V18M0 9.5${BOWL}`],
  q: [8, `M8 5V18M0 9.5${BOWL}`],
  r: [4.8, 'M0 5V14M0 8.7C0 6.4 1.5 5 3.4 5C3.9 5 4.4 5.1 4.8 5.2'],
  s: [6.7, 'M6.4 6.7C5.9 5.6 4.8 5 3.4 5C1.6 5 .4 5.9.4 7.3C.4 8.8 1.8 9.2 3.4 9.5C5.2 9.8 6.7 10.3 6.7 11.8C6.7 13.2 5.3 14 3.5 14C1.9 14 .7 13.3 0 12.1'],
  t: [5.4, 'M2.2 1.5V11C2.2 13.2 3.2 14 5.4 13.9M0 5H5.2'],
  u: [7.5, 'M0 5V10.3C0 12.6 1.3 14 3.6 14C5.8 14 7.5 12.6 7.5 10.3M7.5 5V14'],
  v: [7.6, 'M0 5L3.8 14L7.6 5'],
  w: [11.6, 'M0 5L2.9 14L5.8 5.6L8.7 14L11.6 5'],
  x: [7, 'M0 5L7 14M7 5L0 14'],
  y: [7.6, 'M0 5L3.8 14M7.6 5L3.4 15.4C2.7 17.2 1.9 18 .4 17.9'],
  z: [7, 'M.3 5H6.7L0 14H7'],
  '0': [8.4, 'M0 7a4.2 7 0 1 1 8.4 0a4.2 7 0 1 1-8.4 0'],
  '1': [3.6, 'M0 2.8L3.6 0V14'],
  '2': [8, 'M.3 3.6C.6 1.3 2.1 0 4 0C6.2 0 7.8 1.4 7.8 3.7C7.8 7.2 3 10 0 14H8'],
  '3': [8, 'M.4 2.4C1.1.9 2.4 0 4 0C6.1 0 7.5 1.3 7.5 3.3C7.5 5.4 5.9 6.6 3.6 6.6C6.3 6.6 8 8 8 10.3C8 12.5 6.3 14 4 14C2.1 14 .6 13 0 11.2'],
  '4': [8.6, 'M6.3 14V0L0 9.8H8.6'],
  '5': [8, 'M7.3 0H1.4L.8 6.3C1.7 5.6 2.8 5.2 4 5.2C6.4 5.2 8 7 8 9.5C8 12.2 6.3 14 3.9 14C2 14 .6 13 0 11.4'],
  '6': [8.4, 'M7.2 1.6C6.4.6 5.4 0 4.3 0C1.7 0 0 3 0 8V9.4a4.2 4.6 0 1 1 8.4 0a4.2 4.6 0 1 1-8.4 0'],
  '7': [8, 'M0 0H8L2.8 14'],
  '8': [8.2, 'M.6 3.4a3.5 3.4 0 1 1 7 0a3.5 3.4 0 1 1-7 0M0 10.4a4.1 3.6 0 1 1 8.2 0a4.1 3.6 0 1 1-8.2 0'],
  '9': [8.4, 'M1.2 12.4C2 13.4 3 14 4.1 14C6.7 14 8.4 11 8.4 6V4.6a4.2 4.6 0 1 0-8.4 0a4.2 4.6 0 1 0 8.4 0'],
  '#': [8.4, 'M3 1L1.5 13M7.5 1L6 13M.6 4.6H8.4M0 9.4H7.8'],
  '-': [4.5, 'M0 9H4.5'],
  "'": [0, 'M0 0V3.6'],
  '/': [5, 'M0 15L5-1'],
  ',': [1, 'M1 13.4V14L0 16.4'],
  '.': [0, 'M0 13.9V14'],
} // biome-ignore format: a glyph a line
/** Of a letter that is not here: a box. */
const MISSING: readonly [number, string] = [6, 'M0 3H6V14H0Z']

/** Height of a line above and below the baseline together. */
export const LINE = 18

/**
 * A text as one path to draw with round pens of 1.6, as wide as told and `LINE` high. Small letters only, as CLIP reads them,
 * accents left out. Drawn here because a machine may have no fonts at all.
 */
export function lettering(text: string): { width: number; path: string } {
  const plain = text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'")
  let pen = 0
  const parts = [...plain].map((letter) => {
    if (letter === ' ') {
      pen += SPACE
      return ''
    }
    const [width, path] = GLYPHS[letter] ?? MISSING
    const placed = `<path transform="translate(${pen.toFixed(2)})" d="${path}"/>`
    pen += width + BETWEEN
    return placed
  })
  return { width: Math.max(0, pen - BETWEEN), path: parts.join('') }
}
