// A process for tests: the far end of a trunk. It takes every call that comes by SIP, rings, is busy for most and answers some, and prints a line of
// JSON (`FarEndLine`) when one comes and when it is over here. Its first line is its port.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { header } from '../../src/telephony/sip/header.ts';
import { createOfferAnswer } from '../../src/telephony/sip/sdp/offer-answer.ts';
import type { SipCall } from '../../src/telephony/sip/sip-call.ts';
import { startAgent } from '../../src/telephony/sip/two-agents.fixture.ts';

/** `at`: ms since the epoch. `call_id`: as our header says it; `wire`: the Call-ID. */
export type FarEndLine =
  { is: 'invite'; at: number; to: string; call_id: string; wire: string } | { is: 'over'; at: number; wire: string };

const RING_MS = 900;
const TALK_MS = 300;
/** Every so many calls, one is answered. */
const ANSWERED = 8;

const sound = createSocket('udp4');
sound.bind(0, '127.0.0.1');
await once(sound, 'listening');
const agent = await startAgent();
let calls = 0;
agent.onInvite((call) => void take(call, ++calls % ANSWERED === 0));
writeSync(1, `${agent.listening[0]?.port}\n`);

async function take(call: SipCall, answers: boolean): Promise<void> {
  const { request, id: wire } = call;
  const to = /^sips?:([^@;]+)/.exec(request.uri)?.[1] ?? request.uri;
  tell({ is: 'invite', at: Date.now(), to, call_id: header(request, 'X-Ringback-Call-Id') ?? '', wire });
  let isOver = false;
  const end = (): void => {
    if (!isOver) tell({ is: 'over', at: Date.now(), wire });
    isOver = true;
  };
  call.onEvent((event) => {
    if (event.is === 'failed' || event.is === 'ended') end();
  });
  call.ring();
  await pause(RING_MS);
  if (isOver) return;
  if (answers) {
    const talk = createOfferAnswer();
    const local = { address: '127.0.0.1', port: sound.address().port, codecs: ['pcmu' as const] };
    const answer = talk.answer(request.body.toString(), {
      ...local,
      direction: { send: true, receive: true },
      srtp: 'off',
    });
    if (!answer.ok) throw new Error(`offer: ${answer.reason}`);
    call.accept(answer.sdp);
    await pause(TALK_MS);
    end();
    call.hangup();
  } else {
    end();
    call.reject(486);
  }
}

function tell(line: FarEndLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
