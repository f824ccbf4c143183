// Places the sound of one leg on the bridge's time line as it arrives: no playout delay, holes become silence, and where the line runs ahead
// of arrival it loses a little of its silence: after a first packet that came late, after a hole, of a peer whose clock runs fast. The wait for
// the end of a turn counts from these times, so what the line is ahead is what the caller would wait too long.

import type { Us } from '../../interfaces/clock.ts';

export interface LegInputOptions {
  /** The time line in order and without holes; `at`: media time of the first sample. `came`: false of silence that fills a hole. */
  deliver(pcm: Int16Array, rateHz: number, at: Us, came: boolean): void;
}

export interface LegInput {
  sound(pcm: Int16Array, rateHz: number, now: Us): void;
  /** Fills with silence what did not come. */
  tick(now: Us): void;
  /** Media time of the last packet; null before the first. */
  readonly lastPacketAt: Us | null;
  dump(): { filledMs: number; droppedMs: number };
}

/** So late may sound be before silence takes its place. */
const toleranceUs = 80_000;
const fillUs = 20_000;
/** Ahead of time by this much, quiet frames are left out; by `maxLeadUs`, any frame. */
const leadUs = 60_000;
const maxLeadUs = 600_000;
/** So many packets tell how far the line is ahead; the quickest of them is left this little ahead, the slowest no further behind than that. */
const judgedPackets = 50;
const settledLeadUs = 5_000;
const settledLagUs = toleranceUs / 2;
/** About -50 dBFS. */
const quietRms = 100;

export function createLegInput(options: LegInputOptions): LegInput {
  let rateHz = 16000;
  let cursor: Us | null = null;
  let lastPacketAt: Us | null = null;
  const counts = { filledMs: 0, droppedMs: 0 };
  const leads = { count: 0, least: Infinity, most: -Infinity };
  /** So much silence is still to be left out. */
  let surplusUs = 0;

  function judge(lead: Us): void {
    leads.count++;
    leads.least = Math.min(leads.least, lead);
    leads.most = Math.max(leads.most, lead);
    if (leads.count < judgedPackets) return;
    const surplus = Math.min(leads.most - settledLeadUs, leads.least + settledLagUs);
    surplusUs = surplus >= settledLeadUs ? surplus : 0;
    forgetLeads();
  }

  function forgetLeads(): void {
    leads.count = 0;
    leads.least = Infinity;
    leads.most = -Infinity;
  }

  /** Without as much of its beginning as the line is ahead. */
  function shortened(pcm: Int16Array): Int16Array {
    const dropped = Math.min(pcm.length, Math.round((surplusUs * rateHz) / 1e6));
    const droppedUs = (dropped * 1e6) / rateHz;
    counts.droppedMs += droppedUs / 1000;
    surplusUs = dropped < pcm.length ? 0 : Math.max(0, surplusUs - droppedUs);
    forgetLeads();
    return pcm.subarray(dropped);
  }

  function fillUpTo(end: Us): void {
    while (cursor !== null && cursor + fillUs <= end) {
      options.deliver(new Int16Array((rateHz * fillUs) / 1e6), rateHz, cursor, false);
      cursor += fillUs;
      counts.filledMs += fillUs / 1000;
    }
  }

  return {
    sound(pcm, hz, now) {
      rateHz = hz;
      lastPacketAt = now;
      const lengthUs = (pcm.length * 1e6) / hz;
      cursor ??= Math.max(0, now - lengthUs);
      if (now - lengthUs - cursor > toleranceUs) fillUpTo(now - lengthUs);
      const lead = cursor + lengthUs - now;
      if (lead > maxLeadUs || (lead > leadUs && rms(pcm) < quietRms)) {
        counts.droppedMs += lengthUs / 1000;
        return;
      }
      judge(lead);
      const kept = surplusUs > 0 && rms(pcm) < quietRms ? shortened(pcm) : pcm;
      if (kept.length === 0) return;
      options.deliver(kept, hz, Math.round(cursor), true);
      cursor += (kept.length * 1e6) / hz;
    },
    tick(now) {
      if (cursor !== null && now - cursor > toleranceUs + fillUs) fillUpTo(now - toleranceUs);
    },
    get lastPacketAt() {
      return lastPacketAt;
    },
    dump: () => ({ ...counts }),
  };
}

/** Root mean square of a frame, 0..32768. */
export function rms(pcm: Int16Array): number {
  let sum = 0;
  for (let i = 0; i < pcm.length; i++) sum += pcm[i]! * pcm[i]!;
  return Math.sqrt(sum / Math.max(1, pcm.length));
}
