// The text of a call's SIP ladder (src/telephony/sip/ladder-text.ts), message by message.

export interface LadderMessage {
  atMs: number;
  /** By this server. */
  sent: boolean;
  transport: string;
  /** Address of the far side, without its port: connections change theirs. */
  peer: string;
  /** `INVITE`, or `200 OK` with the method that it answers. */
  label: string;
  isRequest: boolean;
  /** Begins at 300: a refusal or a challenge. */
  isRefusal: boolean;
  hasSound: boolean;
  text: string;
}

const HEAD = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([<>]) (\w+) (\S+):(\d+)$/;

/** What is no ladder gives none; a message that was cut is shown as far as it goes. */
export function parseLadder(text: string): LadderMessage[] {
  const messages: { head: RegExpExecArray; lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const head = HEAD.exec(line);
    if (head) messages.push({ head, lines: [] });
    else messages.at(-1)?.lines.push(line);
  }
  return messages.map(({ head, lines }) => messageOf(head, lines.join('\n').trimEnd()));
}

/** The far sides, in the order in which they appear. */
export function peersOf(messages: LadderMessage[]): string[] {
  return [...new Set(messages.map(({ peer }) => peer))];
}

function messageOf([, at = '', direction, transport = '', peer = '']: RegExpExecArray, text: string): LadderMessage {
  const [first = ''] = text.split('\n', 1);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  const answered = /^CSeq:\s*\d+\s+(\S+)/im.exec(text)?.[1];
  return {
    atMs: Date.parse(at),
    sent: direction === '>',
    transport,
    peer,
    label: response ? `${response[1]} ${response[2]}${answered ? ` (${answered})` : ''}` : (first.split(' ')[0] ?? ''),
    isRequest: !response,
    isRefusal: response !== null && Number(response[1]) >= 300,
    hasSound: /^Content-Type:\s*application\/sdp/im.test(text),
    text,
  };
}
