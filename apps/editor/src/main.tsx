import './no-eval'
import './styles/mantine.css'
import './styles/tokens.css'
import './styles/frame.css'
import './styles/header.css'
import './styles/side-panels.css'
import './styles/canvas-tools.css'
import './styles/notices.css'
import './styles/pick-list.css'
import './styles/dialogs.css'
import './styles/lightbox.css'
import './styles/narrow.css'
import './styles/canvas.css'
import './styles/node.css'
import './styles/widgets.css'
import './styles/mask.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { queries } from './api'
import { App } from './app'
import { Boundary } from './shell/boundary'
import { Crashed } from './shell/crashed'
import { theme } from './theme'

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} forceColorScheme="dark">
    <QueryClientProvider client={queries}>
      <Notifications position="bottom-left" limit={4} />
      <Boundary instead={(error, again) => <Crashed error={error} again={again} />}>
        <App />
      </Boundary>
    </QueryClientProvider>
  </MantineProvider>,
)
