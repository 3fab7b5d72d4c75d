/** Wordmark: two threads crossing in a weave, and the name. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 132 24" role="img" aria-label="Latent Loom">
      <g fill="none" strokeWidth="2.4" strokeLinecap="round">
        <path d="M3 7c6 0 6 10 12 10s6-10 6-10" stroke="var(--accent)" />
        <path d="M3 17c6 0 6-10 12-10s6 10 6 10" stroke="#8fa2ff" opacity=".85" />
        <path d="M8.4 11.6c.4.5.8 1 1.2 1.4" stroke="var(--accent)" />
      </g>
      <text x="31" y="16.6" className="logo-text">
        <tspan className="logo-light">Latent</tspan> <tspan>Loom</tspan>
      </text>
    </svg>
  )
}
