// Tries a trunk out, step by step, for the person who sets it up: each step says what it found, and what to do where something is wrong. What
// one step shows to be impossible the next ones leave out.

import { isPrivateAddress } from '../../interfaces/network-address.ts';
import type { DialWish, PhoneLeg } from '../../interfaces/phone-edge.ts';
import type {
  SipTrunk,
  TrunkCare,
  TrunkDirectory,
  TrunkTestReport,
  TrunkTestStep,
} from '../../interfaces/sip-trunk.ts';
import { firstHop } from '../sip/first-hop.ts';
import type { SipRoute, SipUserAgent } from '../sip/sip-call.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import type { Hop } from '../sip/transport/flow.ts';
import { locate, type SipResolver } from '../sip/transport/locate.ts';
import type { SipUserAgentOptions } from '../sip/user-agent-options.ts';
import { formatHostPort } from '../sip/uri.ts';
import type { TurnedAway } from '../screen/strangers.ts';
import { meaningOf, meaningOfCode } from '../trunk/status-words.ts';
import { askForLife } from '../trunk/target-health.ts';
import { routeTo } from '../trunk/target.ts';
import { askRegistrar } from '../trunk/ask-registrar.ts';
import { tryConnection } from './try-connection.ts';
import { ringPhone } from './ring-phone.ts';
import { seenAddress } from './seen-address.ts';
import { failed, passed, skipped, warned } from './steps.ts';

/** Says a sentence to whoever answered; resolves when it was said, or when they hung up. */
export type SpeakTest = (leg: PhoneLeg, signal: AbortSignal) => Promise<void>;

export interface TrunkTestDeps {
  agent: Pick<SipUserAgent, 'request' | 'listening'>;
  resolver: SipResolver;
  tls: SipUserAgentOptions['tls'] | null;
  publicAddress: string | null;
  speak: SpeakTest | null;
  random: () => number;
  timers: Pick<SipTimers, 'after'>;
  /** Calls that were not let in lately, by their source, the latest first; of all workspaces. */
  turnedAway(): TurnedAway[];
  directory: Pick<TrunkDirectory, 'forNumber'>;
  /** Does this server keep the trunk registered? */
  registersHere(trunkId: string): boolean;
  dialBy(trunk: SipTrunk, wish: DialWish): TestedLeg;
}

export interface TestedLeg extends PhoneLeg {
  readonly heard: { anything: boolean; codec: string | null };
  /** Resolves when sound of the far side came for the first time. */
  readonly firstSound: Promise<void>;
}

type Step = TrunkTestStep;
/** For a transport that nobody asked for. */
const PROBE_MS = 1_000;
const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;

export function createTrunkTest(deps: TrunkTestDeps): TrunkCare['test'] {
  return async (trunk, { ring }, signal) => {
    const steps: Step[] = [listenStep(deps)];
    let isReachable = false;
    for (const { uri } of trunk.targets) {
      if (signal.aborted) break;
      const found = await targetSteps(deps, trunk, uri);
      steps.push(...found);
      isReachable ||= found.every(({ result }) => result !== 'failed');
    }
    steps.push(await credentialStep(deps, trunk, isReachable), await inboundStep(deps, trunk));
    if (ring && isReachable) steps.push(...(await ringPhone(deps, trunk, ring, signal)));
    else if (ring) steps.push(skipped('ring', 'No call is made while the trunk cannot be reached.'));
    return reportOf(steps);
  };
}

function reportOf(steps: Step[]): TrunkTestReport {
  return { ok: steps.every(({ result }) => result !== 'failed'), steps };
}

/** Whoever is called from the internet must be reachable from there. */
function listenStep({ agent, publicAddress }: TrunkTestDeps): Step {
  const at = agent.listening.map((one) => `${one.transport} ${formatHostPort({ host: one.address, port: one.port })}`);
  const found = `This server listens at ${at.join(', ')}.`;
  const isLocal = agent.listening.every(({ address }) => /^127\.|^::1$/.test(address));
  if (!isLocal) return { step: 'listen', target: publicAddress, result: 'ok', found, advice: null };
  return {
    step: 'listen',
    target: null,
    result: 'warning',
    mistake: 'listens_locally',
    found: `${found} Only programs on this machine can reach that.`,
    advice: 'To be called, set HOST=0.0.0.0 (or name an address in RINGBACK_SIP_LISTEN), and open that port.',
  };
}

async function targetSteps(deps: TrunkTestDeps, trunk: SipTrunk, uri: string): Promise<Step[]> {
  const route = routeTo(trunk, uri);
  if (!route)
    return [
      failed('resolve', uri, {
        mistake: 'no_address',
        found: `${uri} is no SIP address.`,
        advice: 'Write a host name.',
      }),
    ];
  const { step, hops } = await resolveStep(deps, route, uri);
  const [hop] = hops;
  if (!hop) return [step];
  const connection = await connectionSteps(deps, hop);
  const last = connection.at(-1);
  if (last?.result === 'failed') {
    // Whose certificate is wrong speaks TLS: that is no question of transport.
    const isCertificate = last.mistake?.startsWith('certificate_') === true;
    return [step, ...connection, ...(isCertificate ? [] : await otherTransport(deps, route, hop))];
  }
  const options = await optionsSteps(deps, route, hop);
  return [step, ...connection, ...options];
}

async function resolveStep(deps: TrunkTestDeps, route: SipRoute, uri: string): Promise<{ step: Step; hops: Hop[] }> {
  const { host } = firstHop(route);
  try {
    const hops = await locate(firstHop(route), route.transport, deps);
    if (hops.length === 0) return { step: failed('resolve', uri, meaningOfCode('ENOTFOUND', host)), hops };
    const places = hops.map((hop) => `${hop.transport} ${formatHostPort({ host: hop.address, port: hop.port })}`);
    const found = `${host} is at ${[...new Set(places)].slice(0, 6).join(', ')}.`;
    return { step: { step: 'resolve', target: uri, result: 'ok', found, advice: null }, hops };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EAI_AGAIN';
    return { step: failed('resolve', uri, meaningOfCode(code, host)), hops: [] };
  }
}

async function connectionSteps(deps: TrunkTestDeps, hop: Hop): Promise<Step[]> {
  const where = placeOf(hop);
  if (hop.transport === 'udp')
    return [skipped('connect', 'UDP has no connections; the next step shows whether anybody is there.', where)];
  const tried = await tryConnection(hop, deps.tls);
  const step = tried.stage;
  if (!tried.ok) {
    const before: Step[] = step === 'tls' ? [passed('connect', where, `${where} takes the connection.`)] : [];
    return [...before, failed(step, where, meaningOfCode(tried.code, step === 'tls' ? hop.name : where))];
  }
  const connected = passed('connect', where, `${where} takes the connection.`);
  return hop.transport === 'tls' ? [connected, passed('tls', where, tried.found)] : [connected];
}

async function optionsSteps(deps: TrunkTestDeps, route: SipRoute, hop: Hop): Promise<Step[]> {
  const where = placeOf(hop);
  const response = await askForLife(deps.agent, route);
  const isSilent = response.headers.length === 0;
  if (isSilent)
    return [failed('options', where, meaningOf(response, where)), ...(await otherTransport(deps, route, hop))];
  const step = passed('options', where, `${where} answers (${response.status} ${response.reason}).`);
  return [step, ...addressSteps(deps, seenAddress(response), where)];
}

/** The far side tells how it sees us; sound is sent to where we say that we are. */
function addressSteps({ publicAddress, agent }: TrunkTestDeps, seen: string | null, where: string): Step[] {
  if (seen === null || isPrivateAddress(seen)) return [];
  if (publicAddress !== null) {
    if (publicAddress === seen) return [];
    return [
      warned('options', where, {
        mistake: 'wrong_public_address',
        found: `${where} sees this server at ${seen}, and RINGBACK_PUBLIC_IP says ${publicAddress}.`,
        advice: `Set RINGBACK_PUBLIC_IP=${seen}, or calls stay silent on one side.`,
      }),
    ];
  }
  if (agent.listening.some(({ address }) => address === seen)) return [];
  return [
    warned('options', where, {
      mistake: 'private_address',
      found: `${where} sees this server at ${seen}, but it stands behind a router and calls itself by its private address.`,
      advice: `Set RINGBACK_PUBLIC_IP=${seen} and let the UDP ports of RINGBACK_RTP_PORTS through, or callers are not heard.`,
    }),
  ];
}

/** Does the same host answer by another transport? Then that is the mistake. */
async function otherTransport(deps: TrunkTestDeps, route: SipRoute, hop: Hop): Promise<Step[]> {
  const others = TRANSPORTS.filter((transport) => transport !== hop.transport);
  for (const transport of others) {
    const port = hop.port === 5060 || hop.port === 5061 ? null : hop.port;
    const there = { ...firstHop(route), port, params: {} };
    const other = route.proxy ? { proxy: there } : { target: there };
    const response = await askForLife(deps.agent, { ...route, ...other, transport }, PROBE_MS);
    if (response.headers.length > 0)
      return [
        failed('options', placeOf(hop), {
          mistake: 'wrong_transport',
          found: `${there.host} answers by ${transport.toUpperCase()}, not by ${hop.transport.toUpperCase()}.`,
          advice: `Set transport to ${transport.toUpperCase()}.`,
        }),
      ];
  }
  return [];
}

async function credentialStep(deps: TrunkTestDeps, trunk: SipTrunk, isReachable: boolean): Promise<Step> {
  if (!trunk.credentials)
    return skipped('credentials', 'The trunk has none: the provider has to know the address of this server.');
  if (!trunk.registration)
    return skipped('credentials', 'They are asked for when a call is made: let a phone ring to try them.');
  if (!isReachable) return skipped('credentials', 'Not tried while the trunk cannot be reached.');
  const where = trunk.registration.registrar;
  const response = await askRegistrar(deps.agent, trunk, deps.registersHere(trunk.trunkId));
  if (response === null) return failed('credentials', where, meaningOfCode('ENOTFOUND', where));
  if (response.status < 300) return passed('credentials', where, `${where} accepts user name and password.`);
  if (response.status === 423) return passed('credentials', where, `${where} accepts user name and password.`);
  return failed('credentials', where, meaningOf(response, where));
}

/** The latest that called a number of this trunk: whoever calls others is no business of its owner. */
async function turnedAwayFrom({ turnedAway, directory }: TrunkTestDeps, trunk: SipTrunk): Promise<TurnedAway | null> {
  for (const one of turnedAway()) {
    const dialled = one.dialled === null ? null : await directory.forNumber(trunk.workspaceId, one.dialled);
    if (dialled?.trunkId === trunk.trunkId) return one;
  }
  return null;
}

async function inboundStep(deps: TrunkTestDeps, trunk: SipTrunk): Promise<Step> {
  const latest = await turnedAwayFrom(deps, trunk);
  if (latest)
    return warned('inbound', latest.address, {
      mistake: 'unknown_address',
      found: `A call from ${latest.address} was not let in ${Math.round(latest.agoMs / 1_000)} s ago: no trunk names that address.`,
      advice: `If it was your provider, add ${latest.address} to the networks that may call in (inbound_networks); if you do not know it, it was a stranger.`,
    });
  const { networks, credentials } = trunk.inbound;
  const ways = [
    'the addresses of its targets',
    ...(networks.length > 0 ? [networks.join(', ')] : []),
    ...(credentials ? ['whoever knows inbound_auth_username and its password'] : []),
  ];
  const found = `Calls are let in from ${ways.join(' and from ')}.`;
  if (networks.length > 0 || credentials || trunk.registration) return passed('inbound', null, found);
  return warned('inbound', null, {
    mistake: 'few_networks',
    found: found,
    advice:
      'Most providers call from other addresses than they are called at: put their list into the networks that may call in (inbound_networks).',
  });
}

const placeOf = (hop: Hop): string => `${hop.transport} ${formatHostPort({ host: hop.address, port: hop.port })}`;
