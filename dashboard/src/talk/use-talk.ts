// Runs one call at a time for the Talk panel: microphone, web call, client, and its events into the state.

import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { RetellWebClient } from '../../../web-client/src/index.ts';
import type { Speaker } from '../../../web-client/src/index.ts';
import { createWebCall } from '../api/index.ts';
import { holdMicrophone } from './microphone.ts';
import { problemOf, TalkError } from './talk-error.ts';
import { idle, step } from './talk-state.ts';
import type { TalkEvent, TalkProblem, TalkState } from './talk-state.ts';

export interface Talk {
  state: TalkState;
  /** Never rejects. */
  start(): Promise<void>;
  hangUp(): void;
  setMuted(on: boolean): void;
  /** 0..1 right now. */
  level(of: Speaker): number;
}

export function useTalk(agentId: string): Talk {
  const [state, dispatch] = useReducer(step, idle);
  const queries = useQueryClient();
  const current = useRef<RetellWebClient | null>(null);

  const hangUp = useCallback(() => {
    const client = current.current;
    current.current = null;
    client?.stopCall();
    dispatch({ is: 'over', nowMs: Date.now() });
  }, []);
  useEffect(() => hangUp, [agentId, hangUp]);

  const start = async () => {
    if (current.current) return;
    const client = new RetellWebClient({ serverUrl: location.origin });
    current.current = client;
    const wanted = () => current.current === client;
    const tell = (event: TalkEvent) => {
      if (wanted()) dispatch(event);
    };
    client.once('call_ended', () => {
      tell({ is: 'over', nowMs: Date.now() });
      if (wanted()) current.current = null;
      void queries.invalidateQueries({ queryKey: ['calls'] });
    });
    tell({ is: 'asked' });
    try {
      await run(client, agentId, tell, wanted);
    } catch (error) {
      tell({ is: 'failed', problem: problemOf(error) });
      if (wanted()) current.current = null;
      client.stopCall();
    }
  };

  const setMuted = (on: boolean) => {
    if (on) current.current?.mute();
    else current.current?.unmute();
    dispatch({ is: 'muted', on });
  };

  return { state, start, hangUp, setMuted, level: (of) => current.current?.level(of) ?? 0 };
}

/** From the microphone to a joined call. `wanted` turns false when the person hung up meanwhile. */
async function run(
  client: RetellWebClient,
  agentId: string,
  tell: (event: TalkEvent) => void,
  wanted: () => boolean,
): Promise<void> {
  const microphone = await holdMicrophone();
  try {
    if (!wanted()) return;
    const call = await createWebCall(agentId);
    if (!wanted()) return;
    tell({ is: 'created', callId: call.call_id });
    listen(client, tell);
    let joined = false;
    client.once('call_started', () => (joined = true));
    await client.startCall({ accessToken: call.access_token, measureLevels: true });
    if (!joined && wanted()) throw new TalkError(unreachable);
    client.on('error', (text) => tell({ is: 'warned', problem: { title: 'Something is wrong', text } }));
    await client.startAudioPlayback().catch(() => tell({ is: 'warned', problem: silenced }));
  } finally {
    microphone.release();
  }
}

function listen(client: RetellWebClient, tell: (event: TalkEvent) => void): void {
  client.on('call_started', () => tell({ is: 'started', nowMs: Date.now() }));
  client.on('reconnecting', () => tell({ is: 'reconnecting', on: true }));
  client.on('reconnected', () => tell({ is: 'reconnecting', on: false }));
  client.on('agent_start_talking', () => tell({ is: 'talking', who: 'agent', on: true }));
  client.on('agent_stop_talking', () => tell({ is: 'talking', who: 'agent', on: false }));
  client.on('user_start_talking', () => tell({ is: 'talking', who: 'user', on: true }));
  client.on('user_stop_talking', () => tell({ is: 'talking', who: 'user', on: false }));
  client.on('update', ({ transcript }) => tell({ is: 'update', transcript }));
  client.on('partial', ({ text }) => tell({ is: 'partial', text }));
  client.on('turn_latency', (event) => tell({ is: 'latency', event }));
  client.on('tool_call', (event) => tell({ is: 'tool_call', event }));
  client.on('tool_result', (event) => tell({ is: 'tool_result', event }));
  client.on('substituted', (event) => tell({ is: 'substituted', event }));
}

const silenced: TalkProblem = {
  title: 'This browser plays no sound',
  text: 'The call runs and hears you. Allow this page to play sound (the icon at the left of the address bar), then talk again.',
};

const unreachable: TalkProblem = {
  title: 'The call could not be joined',
  text: 'The server took the call but this browser got no media connection. Sound goes over UDP: on another machine than the server, RINGBACK_PUBLIC_IP must name an address that this browser reaches, and RINGBACK_UDP_PORTS must be open.',
};
