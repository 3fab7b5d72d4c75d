import { exportDocument } from '../library/files'

/** Instead of a page that broke: the document is still there. */
export function Crashed({ error, again }: { error: Error; again: () => void }) {
  return (
    <div className="crashed" role="alert">
      <h1>Something on this page broke</h1>
      <p>{error.message}</p>
      <p>Your workflow is kept in this browser.</p>
      <div>
        <button type="button" onClick={again}>
          Try again
        </button>
        <button type="button" onClick={() => location.reload()}>
          Reload
        </button>
        <button type="button" onClick={exportDocument}>
          Export the workflow
        </button>
      </div>
    </div>
  )
}
