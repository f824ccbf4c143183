// One number: who answers and calls, who may be called, and by which trunk.

import { Anchor, Button, Grid, Group, NativeSelect, Skeleton, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useAgents, useChangeNumber, useChatAgents, useNumbers, useTrunks } from '../api/index.ts';
import type { PhoneNumber } from '../api/index.ts';
import { DocLink } from '../help/doc-link.tsx';
import { CopyId } from '../parts/copy-id.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { UnreadablePage } from '../parts/unreadable-page.tsx';
import { AgentShares } from './agent-shares.tsx';
import { draftOfNumber, numberChanges, type NumberDraft } from './number-draft.ts';

export function NumberPage() {
  const { number: wanted = '' } = useParams();
  const numbers = useNumbers();
  const number = numbers.data?.find(({ phone_number }) => phone_number === wanted);
  if (number) return <NumberView key={wanted} number={number} />;
  if (numbers.isPending) return <Skeleton height={320} radius="lg" />;
  const error = numbers.error ?? new Error('There is no such number.');
  return <UnreadablePage title="Number" error={error} what="The number" back={{ to: '/phone', label: 'Phone' }} />;
}

function NumberView({ number }: { number: PhoneNumber }) {
  const [draft, setDraft] = useState(() => draftOfNumber(number));
  const change = useChangeNumber();
  const set = (fields: Partial<NumberDraft>) => {
    change.reset();
    setDraft({ ...draft, ...fields });
  };
  const body = numberChanges(draft, number);
  const save = () =>
    change.mutate(
      { kind: 'update', number: number.phone_number, body },
      { onSuccess: (saved) => saved && setDraft(draftOfNumber(saved)) },
    );
  return (
    <>
      <PageHead title={number.phone_number_pretty || number.phone_number} sub={<CopyId id={number.phone_number} />}>
        <RemoveNumber number={number} />
        <Button
          onClick={save}
          loading={change.isPending}
          disabled={Object.keys(body).length === 0}
          data-testid="save-number"
        >
          Save
        </Button>
      </PageHead>
      <Stack gap="lg">
        <Problem error={change.error} title="The number was not saved" />
        {change.isSuccess && <Text size="sm">Saved.</Text>}
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Stack gap="lg">
              <Agents draft={draft} set={set} />
              <Texts number={number} draft={draft} set={set} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <Line number={number} draft={draft} set={set} />
          </Grid.Col>
        </Grid>
        <Anchor component={Link} to="/phone" size="sm">
          Phone
        </Anchor>
      </Stack>
    </>
  );
}

interface PartProps {
  draft: NumberDraft;
  set: (fields: Partial<NumberDraft>) => void;
}

function Agents({ draft, set }: PartProps) {
  const agents = useAgents().data ?? [];
  return (
    <Section title="Agents">
      <AgentShares
        label="Who answers"
        nobody="Nobody: callers are refused, unless the webhook names an agent."
        shares={draft.inbound}
        agents={agents}
        onChange={(inbound) => set({ inbound })}
        testId="inbound-shares"
      />
      <AgentShares
        label="Who calls from it"
        nobody="Nobody: each call must name its agent."
        shares={draft.outbound}
        agents={agents}
        onChange={(outbound) => set({ outbound })}
        testId="outbound-shares"
      />
      <TextInput
        label="Webhook for calls in"
        description="Asked before the call is answered; may choose the agent and set variables."
        placeholder="https://example.com/inbound"
        value={draft.inboundWebhook}
        onChange={(event) => set({ inboundWebhook: event.currentTarget.value })}
        data-testid="inbound-webhook"
      />
    </Section>
  );
}

function Texts({ number, draft, set }: PartProps & { number: PhoneNumber }) {
  const agents = useChatAgents();
  return (
    <Section title="Texts">
      <Text size="sm" c="var(--rb-quiet)">
        {number.phone_number_type === 'custom' &&
          'Texts go through numbers of Twilio or Telnyx, not through a SIP trunk. '}
        Chat agents write them. <DocLink path={'docs/text-messages.md'}>How texts work</DocLink>
      </Text>
      <Problem error={agents.error} title="The chat agents could not be read" />
      <AgentShares
        label="Who answers texts"
        nobody={
          agents.data?.length === 0
            ? 'There is no chat agent yet; the API makes them (create-chat-agent).'
            : 'Nobody, unless the webhook names an agent.'
        }
        shares={draft.inboundTexts}
        agents={agents.data ?? []}
        onChange={(inboundTexts) => set({ inboundTexts })}
        testId="inbound-texts"
      />
      <AgentShares
        label="Who writes first"
        nobody="Nobody: each chat by text must name its agent."
        shares={draft.outboundTexts}
        agents={agents.data ?? []}
        onChange={(outboundTexts) => set({ outboundTexts })}
        testId="outbound-texts"
      />
      <TextInput
        label="Webhook for texts in"
        placeholder="https://example.com/inbound-sms"
        value={draft.smsWebhook}
        onChange={(event) => set({ smsWebhook: event.currentTarget.value })}
      />
    </Section>
  );
}

function Line({ number, draft, set }: PartProps & { number: PhoneNumber }) {
  const trunks = useTrunks().data ?? [];
  return (
    <Section title="Line">
      <TextInput
        label="Nickname"
        value={draft.nickname}
        onChange={(event) => set({ nickname: event.currentTarget.value })}
        data-testid="nickname"
      />
      {number.phone_number_type === 'custom' && (
        <NativeSelect
          label="SIP trunk"
          data={[
            { value: '', label: number.sip_outbound_trunk_config?.termination_uri || 'None' },
            ...trunks.map(({ sip_trunk_id, name }) => ({ value: sip_trunk_id, label: name })),
          ]}
          value={draft.trunkId}
          onChange={(event) => set({ trunkId: event.currentTarget.value })}
        />
      )}
      {draft.trunkId && (
        <Anchor component={Link} to={`/phone/trunks/${draft.trunkId}`} size="sm">
          Open the trunk, to try it or to ring your phone
        </Anchor>
      )}
      <TagsInput
        label="Countries that may call in"
        description="Two letters each, like US. Empty: all."
        value={draft.inboundCountries}
        onChange={(inboundCountries) => set({ inboundCountries })}
      />
      <TagsInput
        label="Countries that may be called"
        description="Two letters each, like US. Empty: all."
        value={draft.outboundCountries}
        onChange={(outboundCountries) => set({ outboundCountries })}
        data-testid="outbound-countries"
      />
      <TextInput
        label="Fallback number"
        description="Is called when no agent is free."
        placeholder="+14155550123"
        value={draft.fallback}
        onChange={(event) => set({ fallback: event.currentTarget.value })}
        data-testid="fallback"
      />
    </Section>
  );
}

function RemoveNumber({ number }: { number: PhoneNumber }) {
  const [asked, setAsked] = useState(false);
  const change = useChangeNumber();
  const navigate = useNavigate();
  const isRented = number.phone_number_type !== 'custom';
  const remove = () =>
    change.mutate({ kind: 'delete', number: number.phone_number }, { onSuccess: () => void navigate('/phone') });
  if (!asked)
    return (
      <Button variant="default" onClick={() => setAsked(true)} data-testid="remove-number">
        {isRented ? 'Give it back' : 'Remove'}
      </Button>
    );
  return (
    <Group gap="xs">
      <Problem error={change.error} title="It was not removed" />
      <Button variant="default" onClick={() => setAsked(false)}>
        Keep it
      </Button>
      <Button color="red" loading={change.isPending} onClick={remove} data-testid="confirm-remove-number">
        {isRented ? 'Give it back to the carrier' : 'Remove the number'}
      </Button>
    </Group>
  );
}
