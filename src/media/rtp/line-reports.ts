// The reports of a line (RTCP): ours, each five seconds give or take half of it (RFC 3550 section 6.2), theirs, and the quality that both tell.

import { randomBytes } from 'node:crypto';
import type { LineQuality } from '../../interfaces/phone-edge.ts';
import { meanOpinion } from './mean-opinion.ts';
import { qualityEveryMs } from './phone-peer.ts';
import type { Reception } from './reception.ts';
import { readRtcp, shortNtp, writeRtcp } from './rtcp.ts';
import type { RtpIn } from './rtp-in.ts';
import type { RtpOut } from './rtp-out.ts';

export interface LineReportsDeps {
  nowMs(): number;
  reception: Reception;
  input: RtpIn;
  output: RtpOut;
  send(bytes: Buffer): void;
  tell(quality: LineQuality): void;
}

export interface LineReports {
  /** Theirs; false when these bytes are no report. */
  take(bytes: Uint8Array): boolean;
  tick(nowMs: number): void;
  /** The last report, with a goodbye, and the quality of the whole. */
  leave(): void;
}

const frameMs = 20;
/** Two parties need not spread their first reports as a conference must: the sooner, the sooner the round trip is known. */
const firstReportMs = 500;
/** A round trip longer than this is a forged or broken report. */
const longestRoundTripMs = 10_000;

export function createLineReports(deps: LineReportsDeps): LineReports {
  const { nowMs, reception, input, output } = deps;
  const cname = randomBytes(9).toString('base64url');
  let nextMs: number | null = null;
  let toldMs = nowMs();
  let packetsBefore = 0;
  let theirs: { ntp: number; atMs: number } | null = null;
  let roundTripMs: number | null = null;
  let remoteLost: number | null = null;

  function report(leaving: boolean): void {
    const now = nowMs();
    const { sent } = output;
    const isSending = sent.packets > packetsBefore;
    packetsBefore = sent.packets;
    const lastReport = theirs && { ntp: theirs.ntp, agoMs: now - theirs.atMs };
    const received = reception.report();
    deps.send(
      writeRtcp({ ssrc: output.ssrc, nowMs: now, sent: isSending ? sent : null, received, lastReport, cname, leaving }),
    );
  }

  function quality(): LineQuality {
    const { received, expected, jitterMs } = reception.totals;
    const { codec, holdMs } = input.dump();
    const { packets } = output.sent;
    const loss = expected > 0 ? Math.max(0, (expected - received) / expected) : 0;
    const remoteLoss = remoteLost === null ? null : Math.min(1, Math.max(0, remoteLost / Math.max(1, packets)));
    const delayMs = (roundTripMs ?? 0) / 2 + frameMs + holdMs + 2 * jitterMs;
    return {
      codec,
      packetsReceived: received,
      packetsSent: packets,
      loss,
      remoteLoss,
      jitterMs: Math.round(jitterMs * 10) / 10,
      roundTripMs: roundTripMs === null ? null : Math.round(roundTripMs * 10) / 10,
      // Where nothing came, nothing was understood.
      mos: meanOpinion({ loss: received > 0 ? loss : 1, delayMs }),
    };
  }

  return {
    take(bytes) {
      const read = readRtcp(bytes, output.ssrc);
      if (!read) return false;
      const now = nowMs();
      if (read.ntp !== null) theirs = { ntp: read.ntp, atMs: now };
      if (!read.heard) return true;
      remoteLost = read.heard.cumulativeLost;
      const trip = ((shortNtp(now) - read.heard.lastReport - read.heard.delay) >>> 0) / 65.536;
      if (read.heard.lastReport !== 0 && trip < longestRoundTripMs) roundTripMs = trip;
      return true;
    },
    tick(now) {
      nextMs ??= now + firstReportMs;
      if (now >= nextMs) {
        report(false);
        nextMs = now + qualityEveryMs * (0.5 + Math.random());
      }
      if (now - toldMs >= qualityEveryMs) {
        toldMs = now;
        deps.tell(quality());
      }
    },
    leave() {
      report(true);
      deps.tell(quality());
    },
  };
}
