// The SIP messages of a call as a diagram: this server on the left, each far side on the right; a click shows the message.

import { Anchor, Code, Group, Loader, ScrollArea, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ownFileUrl, useCallLog } from '../api/index.ts';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { parseLadder, peersOf, type LadderMessage } from './parse-ladder.ts';
import classes from './sip-ladder.module.css';

const ROW = 34;
const HEAD = 40;
const TIMES = 76;
const COLUMN = 300;
const MARGIN = 60;

export function SipLadder({ url, pcapUrl }: { url: string | undefined; pcapUrl: string | undefined }) {
  const file = useCallLog(url);
  const messages = useMemo(() => parseLadder(file.data ?? ''), [file.data]);
  if (!url && !pcapUrl) return null;
  return (
    <Section title="SIP">
      {url && file.isPending && <Loader size="sm" />}
      <Problem error={file.error} title="The SIP messages could not be read" />
      {messages.length > 0 && <Ladder messages={messages} />}
      <Group gap="md">
        {url && (
          <Anchor href={ownFileUrl(url)} download="sip-ladder.txt" size="sm" data-testid="ladder-text">
            Download as text
          </Anchor>
        )}
        {pcapUrl && (
          <Anchor href={ownFileUrl(pcapUrl)} download="call.pcap" size="sm" data-testid="pcap">
            Packets (PCAP)
          </Anchor>
        )}
        <Text size="xs" c="var(--rb-quiet)">
          Passwords and keys are left out.
        </Text>
      </Group>
    </Section>
  );
}

function Ladder({ messages }: { messages: LadderMessage[] }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const peers = peersOf(messages);
  const width = TIMES + MARGIN + peers.length * COLUMN + MARGIN;
  const height = HEAD + messages.length * ROW + 8;
  const startMs = messages[0]?.atMs ?? 0;
  const xOf = (column: number) => TIMES + MARGIN + column * COLUMN;
  return (
    <>
      <ScrollArea.Autosize mah={460} type="auto" tabIndex={0}>
        <svg width={width} height={height} role="group" aria-label="SIP messages" data-testid="sip-ladder">
          {['Ringback', ...peers].map((name, column) => (
            <g key={name}>
              <text x={xOf(column)} y={18} textAnchor="middle" className={classes.name}>
                {name}
              </text>
              <line x1={xOf(column)} x2={xOf(column)} y1={28} y2={height} className={classes.life} />
            </g>
          ))}
          {messages.map((message, index) => (
            <MessageRow
              key={index}
              message={message}
              y={HEAD + index * ROW}
              afterMs={message.atMs - startMs}
              near={xOf(0)}
              far={xOf(peers.indexOf(message.peer) + 1)}
              width={width}
              chosen={chosen === index}
              onChoose={() => setChosen(chosen === index ? null : index)}
            />
          ))}
        </svg>
      </ScrollArea.Autosize>
      {chosen !== null && messages[chosen] && (
        <Code block fz="xs" data-testid="sip-message" mah={360} style={{ overflow: 'auto' }}>
          {messages[chosen].text}
        </Code>
      )}
      {chosen === null && (
        <Text size="xs" c="var(--rb-quiet)">
          Click a message to read it.
        </Text>
      )}
    </>
  );
}

interface RowProps {
  message: LadderMessage;
  y: number;
  afterMs: number;
  /** x of this server and of the far side. */
  near: number;
  far: number;
  width: number;
  chosen: boolean;
  onChoose: () => void;
}

function MessageRow({ message, y, afterMs, near, far, width, chosen, onChoose }: RowProps) {
  const { sent, label, hasSound, isRefusal, isRequest, peer } = message;
  const [from, to] = sent ? [near, far - 6] : [far, near + 6];
  const line = y + 25;
  const kind = isRefusal ? 'refusal' : isRequest ? 'request' : 'response';
  const tip = sent
    ? `${to + 6},${line} ${to - 3},${line - 5} ${to - 3},${line + 5}`
    : `${to - 6},${line} ${to + 3},${line - 5} ${to + 3},${line + 5}`;
  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={`${label} ${sent ? 'to' : 'from'} ${peer}, after ${secondsText(afterMs)}`}
      className={classes.row}
      data-kind={kind}
      data-testid="ladder-row"
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <rect x={0} y={y + 4} width={width} height={ROW - 4} rx={4} className={classes.ground} data-chosen={chosen} />
      <text x={8} y={line} className={classes.time}>
        {secondsText(afterMs)}
      </text>
      <line x1={from} x2={to} y1={line} y2={line} className={classes.arrow} />
      <polygon points={tip} className={classes.tip} />
      <text x={(near + far) / 2} y={line - 6} textAnchor="middle" className={classes.label}>
        {label}
        {hasSound ? ' + SDP' : ''}
      </text>
    </g>
  );
}

function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
