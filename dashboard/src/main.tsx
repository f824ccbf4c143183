// Starts the page.

import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/index.ts';
import { App } from './app.tsx';
import { theme } from './theme.ts';

/** Pauses double from one second on; the server's windows of counting requests are ten seconds long. */
const triesWhenThrottled = 4;

function mayTryAgain(failures: number, error: Error): boolean {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 429) return failures < triesWhenThrottled;
  return failures < 2 && !(status >= 400 && status < 500);
}

const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 2000, retry: mayTryAgain } } });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
