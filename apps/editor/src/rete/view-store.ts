import { create } from 'zustand'
import type { View } from '../document/boxes'

/** How the canvas is seen: a place p of it is at p·k + (x, y) on the screen. */
export const useView = create<View>(() => ({ x: 0, y: 0, k: 1 }))
