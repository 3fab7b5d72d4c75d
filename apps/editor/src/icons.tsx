import type { ReactNode } from 'react'

type IconProps = { readonly size?: number | undefined }

/** A line icon on a 16 × 16 grid, drawn in the colour of the text. */
function Icon({ size = 16, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

export const PlayIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M4.5 3v10l8-5z" fill="currentColor" />
  </Icon>
)
export const AtOnceIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M9 2 4 9h3.5L7 14l5-7H8.5z" />
  </Icon>
)
export const StopIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <rect x="4" y="4" width="8" height="8" rx="1.2" fill="currentColor" />
  </Icon>
)
export const SaveIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M3 3h8l2 2v8H3zM5.5 3v3.5h4.5V3M5 13V9.5h6V13" />
  </Icon>
)
export const OpenIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M2 12.5v-9h4l1.5 1.8H14v7.2zM2 7.3h12" />
  </Icon>
)
export const PlusIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M8 3v10M3 8h10" />
  </Icon>
)
export const UndoIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M5.5 3 2.5 6l3 3M2.8 6H10a3.3 3.3 0 0 1 0 6.6H7" />
  </Icon>
)
export const RedoIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="m10.5 3 3 3-3 3M13.2 6H6a3.3 3.3 0 0 0 0 6.6h3" />
  </Icon>
)
export const GalleryIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <rect x="2" y="2" width="5" height="5" rx="1" />
    <rect x="9" y="2" width="5" height="5" rx="1" />
    <rect x="2" y="9" width="5" height="5" rx="1" />
    <rect x="9" y="9" width="5" height="5" rx="1" />
  </Icon>
)
export const SearchIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <circle cx="7" cy="7" r="4.2" />
    <path d="m10.2 10.2 3.3 3.3" />
  </Icon>
)
export const DiceIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <rect x="2.5" y="2.5" width="11" height="11" rx="2.4" />
    <path d="M5.6 5.6h.01M10.4 5.6h.01M8 8h.01M5.6 10.4h.01M10.4 10.4h.01" strokeWidth="2" />
  </Icon>
)
export const RepeatIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M3 7.2A3.7 3.7 0 0 1 6.7 3.5H12M10 1.5l2.2 2L10 5.5M13 8.8a3.7 3.7 0 0 1-3.7 3.7H4M6 14.5l-2.2-2L6 10.5" />
  </Icon>
)
export const ImageIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
    <path d="m2.5 11.5 3.4-3.4 2.6 2.6 2-2 3 3" />
    <circle cx="10.7" cy="5.8" r="1" />
  </Icon>
)
export const CloseIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
)
export const MenuIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.2" />
  </Icon>
)
export const FitIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />
  </Icon>
)
export const MinusIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M3 8h10" />
  </Icon>
)
export const DownloadIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M8 2.5v7.5M4.8 7.2 8 10.3l3.2-3.1M3 13.3h10" />
  </Icon>
)
export const ChevronIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="m4.5 6.2 3.5 3.6 3.5-3.6" />
  </Icon>
)
export const WarningIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M8 2.3 14.3 13H1.7zM8 6.5v3M8 11.2h.01" />
  </Icon>
)
export const SidebarIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M2.5 3h11v10h-11zM6.2 3v10" />
  </Icon>
)
export const BrushIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M13.3 2.7 7.2 8.8M5.2 8.4c1.4 0 2.4 1 2.4 2.3 0 1.9-1.7 2.8-5.1 2.8 1-.8.8-1.7.8-2.8 0-1.3.8-2.3 1.9-2.3z" />
  </Icon>
)
export const EraserIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M6 13h7.5M9.2 3.2l3.6 3.6-5.4 5.4a1.4 1.4 0 0 1-2 0l-1.6-1.6a1.4 1.4 0 0 1 0-2zM6.4 6l3.6 3.6" />
  </Icon>
)
export const FillIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="m6.8 2.5 5.4 5.4-4.4 4.4a1.2 1.2 0 0 1-1.7 0L2.4 8.6a1.2 1.2 0 0 1 0-1.7zM2.2 8h10M14 10.2c.7 1.1 1 1.6 1 2.1a1 1 0 0 1-2 0c0-.5.3-1 1-2.1z" />
  </Icon>
)
export const InvertIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <circle cx="8" cy="8" r="5.5" />
    <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
  </Icon>
)
export const TrashIcon = ({ size }: IconProps) => (
  <Icon size={size}>
    <path d="M3 4.5h10M6 4.5V3h4v1.5M4.2 4.5l.6 8.5h6.4l.6-8.5" />
  </Icon>
)
