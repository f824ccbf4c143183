import { Grid, Select, Stack, Text, TextInput } from '@mantine/core';
import type { AgentWithEngine } from '../api/index.ts';
import { CopyId } from '../parts/copy-id.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { TalkPanel } from '../talk/talk-panel.tsx';
import { languages } from './languages.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { OtherEngine } from './other-engine.tsx';
import { PromptSection } from './prompt-section.tsx';
import { PublishButton } from './publish-button.tsx';
import { SaveBar } from './save-bar.tsx';
import { SettingSection } from './setting-section.tsx';
import { callLimits, hearing, turnTaking, voiceSettings } from './settings.ts';
import { useDraft } from './use-draft.ts';
import { VoicePicker } from './voice-picker.tsx';

export function AgentEditor({ stored }: { stored: AgentWithEngine }) {
  const form = useDraft(stored);
  const { agent, llm } = form.draft;
  const onSetting = (field: string, value: unknown) => form.setAgent({ [field]: value });
  const name = stored.agent.agent_name || 'Unnamed agent';
  return (
    <>
      <PageHead title={name} sub={<CopyId id={agent.agent_id} />}>
        <SaveBar dirty={form.dirty} saving={form.saving} onSave={() => void form.save()} onDiscard={form.discard} />
        <PublishButton stored={stored} save={form.save} dirty={form.dirty} />
      </PageHead>
      <LeaveDialog leaving={form.leaving} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 5 }} order={{ base: 1, lg: 2 }}>
          <div style={{ position: 'sticky', top: 76 }}>
            <TalkPanel agentId={agent.agent_id} beforeTalk={form.save} unsaved={form.dirty} />
          </div>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }} order={{ base: 2, lg: 1 }}>
          <Stack gap="lg">
            <Problem error={form.error} title="It was not saved" onClose={form.dismissError} />
            <Section title="Agent">
              <TextInput
                label="Name"
                value={agent.agent_name ?? ''}
                onChange={(event) => form.setAgent({ agent_name: event.currentTarget.value })}
                data-testid="agent-name"
              />
            </Section>
            {llm ? <PromptSection llm={llm} onChange={form.setLlm} /> : <OtherEngine engine={agent.response_engine} />}
            <SettingSection group={voiceSettings} values={agent} onChange={onSetting}>
              <VoicePicker value={agent.voice_id} onChange={(voice_id) => form.setAgent({ voice_id })} />
              <Select
                label="Language"
                data={languages}
                value={typeof agent.language === 'string' ? agent.language : 'en-US'}
                onChange={(language) => language && onSetting('language', language)}
                searchable
                allowDeselect={false}
                data-testid="language"
              />
            </SettingSection>
            <SettingSection group={turnTaking} values={agent} onChange={onSetting} />
            <SettingSection group={hearing} values={agent} onChange={onSetting} />
            <SettingSection group={callLimits} values={agent} onChange={onSetting} />
            <Text size="xs" c="var(--rb-quiet)">
              Every other setting of the API is stored and returned as well; set it with update-agent.
            </Text>
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}
