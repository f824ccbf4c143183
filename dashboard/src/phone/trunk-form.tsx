// The fields of a SIP trunk, with a word of help each; what few need is folded away.

import {
  Button,
  Collapse,
  Group,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { RemoveButton } from '../parts/remove-button.tsx';
import type { TrunkDraft } from './trunk-draft.ts';

interface TrunkFormProps {
  draft: TrunkDraft;
  onChange: (draft: TrunkDraft) => void;
  targetHelp?: string;
  /** Passwords that the server has already. */
  has?: { password: boolean; inboundPassword: boolean };
}

type Set = (fields: Partial<TrunkDraft>) => void;

export function TrunkForm({ draft, onChange, targetHelp, has }: TrunkFormProps) {
  const [opened, { toggle }] = useDisclosure(draft.registrar + draft.proxy + draft.inboundUsername !== '');
  const set: Set = (fields) => onChange({ ...draft, ...fields });
  return (
    <Stack gap="md" data-testid="trunk-form">
      <TextInput
        label="Name"
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-testid="trunk-name"
      />
      <Targets draft={draft} set={set} help={targetHelp} />
      <NativeSelect
        label="Transport"
        description="As the provider says. TLS encrypts the signalling."
        data={[{ value: '', label: 'As address and DNS say' }, 'UDP', 'TCP', 'TLS']}
        value={draft.transport}
        onChange={(event) => set({ transport: event.currentTarget.value as TrunkDraft['transport'] })}
        data-testid="trunk-transport"
      />
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label="User name"
          description="Empty where the provider knows this server by its address."
          autoComplete="off"
          miw={200}
          value={draft.username}
          onChange={(event) => set({ username: event.currentTarget.value })}
          data-testid="trunk-username"
        />
        <PasswordInput
          label="Password"
          description="Of the trunk, not of the provider's web page."
          placeholder={has?.password ? 'unchanged' : undefined}
          autoComplete="new-password"
          miw={200}
          value={draft.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
          data-testid="trunk-password"
        />
      </Group>
      <TagsInput
        label="Networks that may call in"
        description="Addresses or networks like 203.0.113.0/24, beside the addresses that calls are sent to."
        placeholder={draft.networks.length > 0 ? undefined : 'Type one and press Enter'}
        splitChars={[',', ' ', '\n']}
        value={draft.networks}
        onChange={(networks) => set({ networks })}
        data-testid="trunk-networks"
      />
      <div>
        <Button
          variant="subtle"
          px="xs"
          onClick={toggle}
          aria-expanded={opened}
          rightSection={<IconChevronDown size={15} style={{ transform: opened ? 'rotate(180deg)' : undefined }} />}
          data-testid="trunk-more"
        >
          Registration, encryption and more
        </Button>
        <Collapse expanded={opened}>
          <MoreFields draft={draft} set={set} has={has} />
        </Collapse>
      </div>
    </Stack>
  );
}

function Targets({ draft: { targets }, set, help }: { draft: TrunkDraft; set: Set; help: string | undefined }) {
  const change = (index: number, fields: Partial<TrunkDraft['targets'][number]>) =>
    set({ targets: targets.map((target, i) => (i === index ? { ...target, ...fields } : target)) });
  const several = targets.length > 1;
  return (
    <Stack gap={6}>
      {targets.map((target, index) => (
        <Group key={index} align="flex-end" wrap="nowrap" gap="xs">
          <TextInput
            label={index === 0 ? 'Calls are sent to' : undefined}
            aria-label="Calls are sent to"
            description={index === 0 ? (help ?? 'Host, with a port where it is not 5060.') : undefined}
            placeholder="sip.example.com"
            value={target.uri}
            onChange={(event) => change(index, { uri: event.currentTarget.value })}
            style={{ flex: 1 }}
            data-testid={`trunk-target-${index}`}
          />
          {several && (
            <>
              <NumberInput
                label={index === 0 ? 'Priority' : undefined}
                aria-label="Priority: the lowest first"
                w={76}
                min={0}
                max={65_535}
                value={target.priority}
                onChange={(priority) => change(index, { priority: Number(priority) })}
              />
              <NumberInput
                label={index === 0 ? 'Weight' : undefined}
                aria-label="Weight: the share among equals"
                w={76}
                min={0}
                max={65_535}
                value={target.weight}
                onChange={(weight) => change(index, { weight: Number(weight) })}
              />
              <RemoveButton
                label={`Remove ${target.uri || 'this address'}`}
                onClick={() => set({ targets: targets.filter((_, i) => i !== index) })}
              />
            </>
          )}
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => set({ targets: [...targets, { uri: '', priority: targets.length, weight: 1 }] })}
      >
        Another address, when the first is down
      </Button>
    </Stack>
  );
}

function MoreFields({ draft, set, has }: { draft: TrunkDraft; set: Set; has: TrunkFormProps['has'] }) {
  return (
    <Stack gap="md" pt="xs">
      <TextInput
        label="Register at"
        description="For providers that want this server to log in. Empty for all others."
        placeholder="sip.example.com"
        value={draft.registrar}
        onChange={(event) => set({ registrar: event.currentTarget.value })}
        data-testid="trunk-registrar"
      />
      <TextInput
        label="Outbound proxy"
        description="Where everything is sent first, whatever the addresses above. Empty for most."
        placeholder="sip:sbc.example.com:5060"
        value={draft.proxy}
        onChange={(event) => set({ proxy: event.currentTarget.value })}
        data-testid="trunk-proxy"
      />
      <NativeSelect
        label="Encryption of the sound (SRTP)"
        description="Its keys are secret with TLS only."
        data={[
          { value: 'never', label: 'Never' },
          { value: 'offered', label: 'Offered' },
          { value: 'required', label: 'Required' },
        ]}
        value={draft.srtp}
        onChange={(event) => set({ srtp: event.currentTarget.value as TrunkDraft['srtp'] })}
      />
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label="User name of callers"
          description="Lets a switch without a fixed address call in."
          autoComplete="off"
          miw={200}
          value={draft.inboundUsername}
          onChange={(event) => set({ inboundUsername: event.currentTarget.value })}
        />
        <PasswordInput
          label="Password of callers"
          description="Make it long: scanners guess."
          placeholder={has?.inboundPassword ? 'unchanged' : undefined}
          autoComplete="new-password"
          miw={200}
          value={draft.inboundPassword}
          onChange={(event) => set({ inboundPassword: event.currentTarget.value })}
        />
      </Group>
    </Stack>
  );
}
