// Adds a number: one that its owner has already, or one that is rented from a carrier whose account is set up.

import { Button, Group, Modal, NativeSelect, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAgents, useChangeNumber, useTelephony } from '../api/index.ts';
import type { SipTrunk } from '../api/index.ts';
import { Problem } from '../parts/problem.tsx';
import { useOnce } from '../parts/use-once.ts';

export function AddNumberDialog({ trunks, onClose }: { trunks: SipTrunk[]; onClose: () => void }) {
  const carriers = useTelephony().data?.carriers ?? [];
  const agents = useAgents();
  const change = useChangeNumber();
  const adding = useOnce(change);
  const navigate = useNavigate();
  const [kind, setKind] = useState<'import' | 'buy'>('import');
  const [number, setNumber] = useState('');
  const [chosenTrunk, setChosenTrunk] = useState<string | null>(null);
  // They may come after this opens.
  const trunkId = chosenTrunk ?? trunks[0]?.sip_trunk_id ?? '';
  const [agentId, setAgentId] = useState('');
  const [areaCode, setAreaCode] = useState('');
  const [carrier, setCarrier] = useState<string>('');
  const bound = agentId ? [{ agent_id: agentId, weight: 1 }] : undefined;
  const typed = number.replace(/[\s().-]/g, '');
  const own = { phone_number: typed, ...(trunkId ? { sip_trunk_id: trunkId } : {}) };
  const rented = {
    ...(typed ? { phone_number: typed } : {}),
    ...(areaCode ? { area_code: Number(areaCode) } : {}),
    number_provider: carrier || carriers[0],
  };
  const add = () =>
    adding.send(
      { kind, body: { ...(kind === 'import' ? own : rented), inbound_agents: bound, outbound_agents: bound } },
      (added) => {
        onClose();
        if (added) void navigate(`/phone/numbers/${encodeURIComponent(added.phone_number)}`);
      },
    );
  return (
    <Modal opened onClose={onClose} title="Add a number" centered closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack data-testid="add-number-dialog">
        {carriers.length > 0 && (
          <SegmentedControl
            data={[
              { value: 'import', label: 'I have one' },
              { value: 'buy', label: 'Buy one' },
            ]}
            value={kind}
            onChange={(value) => setKind(value as typeof kind)}
            data-testid="number-kind"
          />
        )}
        <TextInput
          label="Number"
          description={
            kind === 'import' ? 'With + and country, as the provider has it.' : 'Empty: any with the area code.'
          }
          placeholder="+14155550123"
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          data-autofocus
          data-testid="number-value"
        />
        {kind === 'import' && typed !== '' && !isPublic(typed) && (
          <Text size="sm" c="orange" role="status" data-testid="not-public">
            This is no number of the public network, like +14155550123: only a switch of your own can call it.
          </Text>
        )}
        {kind === 'import' ? (
          <NativeSelect
            label="SIP trunk"
            data={[
              ...trunks.map(({ sip_trunk_id, name }) => ({ value: sip_trunk_id, label: name })),
              { value: '', label: 'None yet' },
            ]}
            value={trunkId}
            onChange={(event) => setChosenTrunk(event.currentTarget.value)}
            data-testid="number-trunk"
          />
        ) : (
          <Group grow>
            <TextInput
              label="Area code"
              value={areaCode}
              inputMode="numeric"
              onChange={(event) => setAreaCode(event.currentTarget.value.replace(/\D/g, ''))}
            />
            <NativeSelect
              label="From"
              data={carriers.map((one) => ({ value: one, label: one === 'twilio' ? 'Twilio' : 'Telnyx' }))}
              value={carrier || carriers[0]}
              onChange={(event) => setCarrier(event.currentTarget.value)}
            />
          </Group>
        )}
        <NativeSelect
          label="Agent"
          description="Answers, and is the one that calls from it. Shares and more on the number's page."
          data={[
            { value: '', label: 'Nobody yet' },
            ...(agents.data ?? []).map(({ agent }) => ({
              value: agent.agent_id,
              label: agent.agent_name || agent.agent_id,
            })),
          ]}
          value={agentId}
          onChange={(event) => setAgentId(event.currentTarget.value)}
          data-testid="number-agent"
        />
        <Problem error={change.error} title="The number was not added" />
        {kind === 'buy' && (
          <Text size="sm" c="var(--rb-quiet)">
            The carrier charges its rent to your account there.
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            onClick={add}
            loading={adding.isBegun}
            disabled={kind === 'import' ? typed === '' : typed === '' && areaCode === ''}
            data-testid="confirm-add-number"
          >
            {kind === 'import' ? 'Add it' : 'Buy it'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** In E.164 form, as far as its signs say. */
function isPublic(number: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(number);
}
