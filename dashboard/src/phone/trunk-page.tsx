// One trunk: how it is, whether it works, and its settings.

import { Anchor, Badge, Button, Grid, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useDeleteTrunk, useSaveTrunk, useTrunks } from '../api/index.ts';
import type { SipTrunk } from '../api/index.ts';
import { CopyId } from '../parts/copy-id.tsx';
import { agoText } from '../parts/format.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { UnreadablePage } from '../parts/unreadable-page.tsx';
import { targetWords } from './health-words.ts';
import { draftOfTrunk, trunkBody } from './trunk-draft.ts';
import { TrunkForm } from './trunk-form.tsx';
import { TrunkTest } from './trunk-test.tsx';

export function TrunkPage() {
  const { trunkId = '' } = useParams();
  const trunks = useTrunks();
  const trunk = trunks.data?.find(({ sip_trunk_id }) => sip_trunk_id === trunkId);
  if (trunk) return <TrunkView key={trunkId} trunk={trunk} />;
  if (trunks.isPending) return <Skeleton height={320} radius="lg" />;
  const error = trunks.error ?? new Error('There is no such trunk.');
  return <UnreadablePage title="SIP trunk" error={error} what="The trunk" back={{ to: '/phone', label: 'Phone' }} />;
}

function TrunkView({ trunk }: { trunk: SipTrunk }) {
  return (
    <>
      <PageHead title={trunk.name} sub={<CopyId id={trunk.sip_trunk_id} />}>
        <DeleteTrunk trunk={trunk} />
      </PageHead>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Stack gap="lg">
            <TrunkHealth trunk={trunk} />
            <TrunkTest trunkId={trunk.sip_trunk_id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <TrunkSettings trunk={trunk} />
        </Grid.Col>
      </Grid>
      <Anchor component={Link} to="/phone" size="sm" mt="lg" display="inline-block">
        Phone
      </Anchor>
    </>
  );
}

function TrunkSettings({ trunk }: { trunk: SipTrunk }) {
  const [draft, setDraft] = useState(() => draftOfTrunk(trunk));
  const save = useSaveTrunk(trunk.sip_trunk_id);
  const submit = () => save.mutate(trunkBody(draft, trunk), { onSuccess: (saved) => setDraft(draftOfTrunk(saved)) });
  return (
    <Section title="Settings">
      <TrunkForm
        draft={draft}
        onChange={(next) => {
          save.reset();
          setDraft(next);
        }}
        has={{ password: trunk.has_auth_password ?? false, inboundPassword: trunk.has_inbound_auth_password ?? false }}
      />
      <Problem error={save.error} title="The trunk was not saved" />
      <Group>
        <Button onClick={submit} loading={save.isPending} data-testid="save-trunk">
          Save
        </Button>
        {save.isSuccess && <Text size="sm">Saved.</Text>}
      </Group>
    </Section>
  );
}

function TrunkHealth({ trunk: { health } }: { trunk: SipTrunk }) {
  if (!health) return null;
  return (
    <Section title="Health">
      {health.targets.map(({ uri, state, detail, checked_timestamp }) => {
        const { text, color } = targetWords(state);
        return (
          <div key={uri} data-testid="target-health">
            <Group gap="xs">
              <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {uri}
              </Text>
              <Badge variant="light" color={color} tt="none">
                {text}
              </Badge>
            </Group>
            <Text size="sm" c="var(--rb-quiet)">
              {detail}
              {checked_timestamp !== null && ` Looked at ${agoText(checked_timestamp)}.`}
            </Text>
          </div>
        );
      })}
      {health.registration && (
        <Text size="sm">Registration: {health.registration.detail || health.registration.state}</Text>
      )}
    </Section>
  );
}

function DeleteTrunk({ trunk }: { trunk: SipTrunk }) {
  const [asked, setAsked] = useState(false);
  const remove = useDeleteTrunk();
  const navigate = useNavigate();
  if (!asked)
    return (
      <Button variant="default" onClick={() => setAsked(true)} data-testid="delete-trunk">
        Delete
      </Button>
    );
  return (
    <Stack gap="xs" align="flex-end">
      <Problem error={remove.error} title="It was not deleted" />
      <Group gap="xs">
        <Button variant="default" onClick={() => setAsked(false)}>
          Keep it
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate(trunk.sip_trunk_id, { onSuccess: () => void navigate('/phone') })}
          data-testid="confirm-delete-trunk"
        >
          Delete the trunk
        </Button>
      </Group>
    </Stack>
  );
}
