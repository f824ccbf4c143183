import { SimpleGrid, Text } from '@mantine/core';
import type { Call } from '../api/index.ts';
import { clockTime, plainWords } from '../parts/format.ts';
import { Section } from '../parts/section.tsx';

/** Label and value; nothing is shown for a value that is not there. */
type Fact = [string, string | undefined];

/** How the call went, in figures. */
export function CallFacts({ call }: { call: Call }) {
  const facts: Fact[] = [
    ['Ended by', call.disconnection_reason && plainWords(call.disconnection_reason)],
    ['Length', call.duration_ms === undefined ? undefined : clockTime(call.duration_ms)],
    ['Kind', call.call_type === 'web_call' ? 'Web call' : `Phone call, ${call.direction}`],
    ['Agent version', `v${call.agent_version}`],
    ...(call.call_type === 'phone_call'
      ? ([
          ['From', call.from_number],
          ['To', call.to_number],
          ['Given to', call.transfer_destination ?? undefined],
          ['SIP status', call.sip_status === undefined ? undefined : String(call.sip_status)],
        ] as Fact[])
      : []),
    ['Model requests', call.llm_token_usage && String(call.llm_token_usage.num_requests)],
    [
      'Tokens each',
      call.llm_token_usage && call.llm_token_usage.average > 0
        ? Math.round(call.llm_token_usage.average).toLocaleString()
        : undefined,
    ],
  ];
  const variables = { ...call.retell_llm_dynamic_variables, ...call.collected_dynamic_variables };
  return (
    <Section title="Call">
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs" data-testid="call-facts">
        {[...facts, ...Object.entries(variables).map(([name, value]): Fact => [`{{${name}}}`, String(value)])]
          .filter(([, value]) => value !== undefined)
          .map(([label, value]) => (
            <div key={label}>
              <Text size="xs" c="var(--rb-quiet)">
                {label}
              </Text>
              <Text size="sm" className="rb-number">
                {value}
              </Text>
            </div>
          ))}
      </SimpleGrid>
    </Section>
  );
}
