import type { Call } from '../api/index.ts';
import { clockTime, plainWords } from '../parts/format.ts';
import { FactGrid } from '../parts/fact-grid.tsx';
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
      <FactGrid
        facts={[
          ...facts,
          ...Object.entries(variables).map(([name, value]): Fact => [`{{${name}}}`, String(value)]),
        ].filter((fact): fact is [string, string] => fact[1] !== undefined)}
        cols={2}
        testId="call-facts"
      />
    </Section>
  );
}
