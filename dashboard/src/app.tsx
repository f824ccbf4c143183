// Which page stands at which address.

import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { AgentListPage } from './agents/agent-list-page.tsx';
import { useSignedOut } from './api/index.ts';
import { CallListPage } from './calls/call-list-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './shell/sign-in-page.tsx';

// Heavy pages (WebRTC, waveforms) arrive when they are opened.
const AgentPage = lazy(async () => ({ default: (await import('./agent/agent-page.tsx')).AgentPage }));
const CallPage = lazy(async () => ({ default: (await import('./call/call-page.tsx')).CallPage }));

export function App() {
  if (useSignedOut()) return <SignInPage />;
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Navigate to="/agents" replace />} />
        <Route path="agents" element={<AgentListPage />} />
        <Route path="agents/:agentId" element={<AgentPage />} />
        <Route path="calls" element={<CallListPage />} />
        <Route path="calls/:callId" element={<CallPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
