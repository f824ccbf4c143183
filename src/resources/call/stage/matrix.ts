// Who hears whom in a call: one owner of the bridge's matrix, whatever transfers and supervisors do at the same time.

import type { Bridge, Route, SourceId } from '../../../interfaces/bridge.ts';
import type { LegId } from '../../../interfaces/leg.ts';

/**
 * - `talk`: the caller and the agent, or the person who took over.
 * - `hold`: the caller hears the sound of waiting. `party`, whom the call may be given to, hears the voice of the transfer, and not the
 *   caller. `early`: the caller hears the party's own network instead (ringing, announcements).
 * - `joined`: the caller and the party hear each other; both hear what is announced.
 */
export type Scene =
  { is: 'talk' } | { is: 'hold'; party: LegId | null; early: boolean } | { is: 'joined'; party: LegId };

export interface Cast {
  caller: LegId;
  scene: Scene;
  /** Who speaks with the caller in a talk: the agent, a leg, or nobody any more. */
  speaker: SourceId | null;
  /** They hear everybody, and nobody hears them unless they speak. */
  listeners: readonly LegId[];
}

export interface Matrix {
  /** What is left out stays as it is. */
  set(change: Partial<Omit<Cast, 'caller'>>): void;
  readonly scene: Scene;
}

export function createMatrix({ bridge, caller }: { bridge: Pick<Bridge, 'routes'>; caller: LegId }): Matrix {
  let cast: Cast = { caller, scene: { is: 'talk' }, speaker: 'agent', listeners: [] };
  bridge.routes(routesOf(cast));
  return {
    set(change) {
      cast = { ...cast, ...change };
      bridge.routes(routesOf(cast));
    },
    get scene() {
      return cast.scene;
    },
  };
}

/** The whole matrix. */
export function routesOf({ caller, scene, speaker, listeners }: Cast): Route[] {
  const pairs = pairsOf(caller, scene, speaker);
  const heard = new Set<SourceId>([caller, ...pairs.map(([from]) => from).filter((from) => from !== 'music')]);
  if (scene.is !== 'talk' && scene.party !== null) heard.add(scene.party);
  for (const to of listeners) for (const from of heard) if (from !== to) pairs.push([from, to]);
  return pairs.map(([from, to]) => ({ from, to, gain: 1 }));
}

type Pair = [from: SourceId, to: LegId];

function pairsOf(caller: LegId, scene: Scene, speaker: SourceId | null): Pair[] {
  switch (scene.is) {
    case 'talk':
      return speaker === null ? [] : [[speaker, caller]];
    case 'hold': {
      const { party, early } = scene;
      if (party === null) return [['music', caller]];
      return [
        [early ? party : 'music', caller],
        ['transferAgent', party],
      ];
    }
    case 'joined': {
      const { party } = scene;
      const both = [caller, party];
      const announced = both.flatMap((to): Pair[] => [
        ['transferAgent', to],
        ['music', to],
      ]);
      return [[caller, party], [party, caller], ...announced];
    }
    default:
      return scene satisfies never;
  }
}
