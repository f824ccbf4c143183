// Which page stands at which address.

import { lazy } from 'react';
import { createBrowserRouter, createRoutesFromElements, Navigate, Route, RouterProvider } from 'react-router';
import { AgentListPage } from './agents/agent-list-page.tsx';
import { CallListPage } from './calls/call-list-page.tsx';
import { FailedPage } from './shell/failed-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';
import { SignInGate } from './shell/sign-in-gate.tsx';

// Heavy pages (WebRTC, waveforms) arrive when they are opened.
const AgentPage = lazy(async () => ({ default: (await import('./agent/agent-page.tsx')).AgentPage }));
const CallPage = lazy(async () => ({ default: (await import('./call/call-page.tsx')).CallPage }));
const PhonePage = lazy(async () => ({ default: (await import('./phone/phone-page.tsx')).PhonePage }));
const ConnectPage = lazy(async () => ({ default: (await import('./phone/connect-page.tsx')).ConnectPage }));
const TrunkPage = lazy(async () => ({ default: (await import('./phone/trunk-page.tsx')).TrunkPage }));
const NumberPage = lazy(async () => ({ default: (await import('./phone/number-page.tsx')).NumberPage }));
const BatchListPage = lazy(async () => ({ default: (await import('./batches/batch-list-page.tsx')).BatchListPage }));
const NewBatchPage = lazy(async () => ({ default: (await import('./batches/new-batch-page.tsx')).NewBatchPage }));
const BatchPage = lazy(async () => ({ default: (await import('./batches/batch-page.tsx')).BatchPage }));
const HelpPage = lazy(async () => ({ default: (await import('./help/help-page.tsx')).HelpPage }));

const router = createBrowserRouter(
  createRoutesFromElements(
    <Route
      errorElement={<FailedPage />}
      element={
        <SignInGate>
          <Shell />
        </SignInGate>
      }
    >
      <Route errorElement={<FailedPage />}>
        <Route index element={<Navigate to="/agents" replace />} />
        <Route path="agents" element={<AgentListPage />} />
        <Route path="agents/:agentId" element={<AgentPage />} />
        <Route path="phone" element={<PhonePage />} />
        <Route path="phone/connect" element={<ConnectPage />} />
        <Route path="phone/trunks/:trunkId" element={<TrunkPage />} />
        <Route path="phone/numbers/:number" element={<NumberPage />} />
        <Route path="batches" element={<BatchListPage />} />
        <Route path="batches/new" element={<NewBatchPage />} />
        <Route path="batches/:batchId" element={<BatchPage />} />
        <Route path="calls" element={<CallListPage />} />
        <Route path="calls/:callId" element={<CallPage />} />
        <Route path="help/*" element={<HelpPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Route>,
  ),
);

export function App() {
  return <RouterProvider router={router} />;
}
