// REFER of ours and the subscriptions they make (RFC 3515): what the far side tells of the calls that it makes for us.

import { header } from '../header.ts';
import type { SipHeader, SipRequest, SipResponse } from '../message.ts';
import { parseParams } from '../params.ts';
import type { SipCall } from '../sip-call.ts';
import type { SipTimers } from '../sip-timers.ts';

export interface ReferOptions {
  replaces?: SipCall;
  headers?: SipHeader[];
}

export interface Referrals {
  /**
   * Resolves with the last status told, or that of a refusal; 100 when the call ended or the signal came before any; 408 when the far side took
   * it and says no more: no NOTIFY in 64*T1 (Timer N, RFC 6665 section 4.1.2), or no other before the subscription expires.
   */
  subscribe(id: number, send: () => Promise<SipResponse>, signal: AbortSignal): Promise<number>;
  /** Takes a NOTIFY; false when it belongs to no REFER of ours (481). */
  take(notify: SipRequest): boolean;
  close(): void;
}

interface Subscription {
  status: number;
  /** A NOTIFY came; it may overtake the answer. */
  isTold: boolean;
  /** Waits for the next word, so long. */
  wait(ms: number): void;
  done(status: number): void;
}

/** Of a subscription whose NOTIFY does not say, and the longest that one is believed; s. */
const USUAL_EXPIRES_S = 180;
const MOST_EXPIRES_S = 600;

export function createReferrals(timers: Pick<SipTimers, 'after' | 'patienceMs'>): Referrals {
  /** By the CSeq number of the REFER: `id` of its events. */
  const subscriptions = new Map<number, Subscription>();

  /** Without an id it is the first REFER (RFC 3515 section 2.4.6); one that was sent again with credentials has another CSeq. */
  function find(id: string | undefined): Subscription | undefined {
    const first = id === undefined || subscriptions.size === 1 ? subscriptions.values().next().value : undefined;
    return subscriptions.get(Number(id)) ?? first;
  }

  return {
    subscribe: (id, send, signal) =>
      new Promise((resolve) => {
        let stopWaiting: () => void = () => {};
        const done = (status: number) => {
          stopWaiting();
          subscriptions.delete(id);
          signal.removeEventListener('abort', abort);
          resolve(status);
        };
        const abort = () => done(subscription.status);
        const wait = (ms: number) => {
          stopWaiting();
          stopWaiting = timers.after(ms, () => done(408));
        };
        const subscription: Subscription = { status: 100, isTold: false, wait, done };
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        // The NOTIFY may overtake the answer, so the subscription stands before the REFER is sent.
        subscriptions.set(id, subscription);
        void send().then((response) => {
          const silent = header(response, 'Refer-Sub')?.trim().toLowerCase() === 'false';
          if (response.status >= 300 || silent) done(response.status);
          else if (subscriptions.get(id) === subscription && !subscription.isTold) wait(timers.patienceMs);
        });
      }),
    take(notify) {
      const [name, ...rest] = (header(notify, 'Event') ?? '').split(';');
      if (name?.trim().toLowerCase() !== 'refer') return false;
      const subscription = find(parseParams(rest.length > 0 ? `;${rest.join(';')}` : '')?.id);
      if (!subscription) return false;
      const status = /^SIP\/2\.0 ([1-6]\d\d)/.exec(notify.body.toString('latin1'))?.[1];
      if (status) subscription.status = Number(status);
      const [state = '', ...params] = (header(notify, 'Subscription-State') ?? '').split(';');
      if (subscription.status >= 200 || state.trim().toLowerCase() === 'terminated') {
        subscription.done(subscription.status);
        return true;
      }
      const expiresS = Number(parseParams(params.length > 0 ? `;${params.join(';')}` : '')?.expires ?? NaN);
      subscription.isTold = true;
      subscription.wait((expiresS > 0 ? Math.min(expiresS, MOST_EXPIRES_S) : USUAL_EXPIRES_S) * 1_000);
      return true;
    },
    close() {
      for (const { status, done } of [...subscriptions.values()]) done(status);
    },
  };
}

/** Refer-To with the dialog that is to be replaced, as its far side knows it (RFC 3891 section 5), and who asks (RFC 3892). */
export function referHeaders(to: string, { replaces, headers = [] }: ReferOptions, local: string): SipHeader[] {
  const other = replaces?.stored();
  const value = other && `${other.callId};to-tag=${other.remoteTag};from-tag=${other.localTag}`;
  const uri = value ? `${to}${to.includes('?') ? '&' : '?'}Replaces=${encodeURIComponent(value)}` : to;
  return [
    { name: 'Refer-To', value: `<${uri}>` },
    { name: 'Referred-By', value: /<[^>]*>/.exec(local)?.[0] ?? local },
    ...headers,
  ];
}
