import { Component, type ErrorInfo, type ReactNode } from 'react'

type BoundaryProps = { readonly children: ReactNode; readonly instead: (error: Error, again: () => void) => ReactNode }

/** Keeps a mistake in one part of the page from taking the rest, and the document, with it. */
export class Boundary extends Component<BoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack)
  }

  override render(): ReactNode {
    const { error } = this.state
    return error ? this.props.instead(error, () => this.setState({ error: null })) : this.props.children
  }
}
