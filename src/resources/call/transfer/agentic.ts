// An agentic transfer's talk: another agent speaks with whoever answers, and decides whether the caller is connected.

import type { AgenticTransfer, LineOutcome, PhoneLine } from '../../../interfaces/phone-line.ts';
import { createSwappingEngine, currentConfiguration, resolveAgent, runnableEngine } from '../../agent/index.ts';
import type { ResolvedAgent, RunnableEngine } from '../../agent/index.ts';
import { ApiError } from '../../../contract/index.ts';
import type { VariableValues } from '../../../conversation/index.ts';
import { answerRuleOf } from '../../../voice/index.ts';
import { renderCall } from '../render.ts';
import { requestVariables } from '../request-variables.ts';
import { voicemailMessage } from '../voicemail-message.ts';
import { startConsult, type Consult, type Decision } from './consult.ts';
import { openConsultRecord, type ConsultRecord } from './consult-record.ts';
import type { Party } from './party.ts';
import type { Attempt } from './transfers.ts';
import { unlessStopped } from './unless-stopped.ts';

const GIVEN_UP: Decision = { do: 'fail', why: 'cancelled', detail: 'The transfer agent gave the transfer up.' };
const TOO_LATE: Decision = { do: 'fail', why: 'cancelled', detail: 'The transfer took too long and was given up.' };

/** Throws the signal's reason when that fires; the talk is over then. */
export async function consultAgent(
  given: Attempt,
  party: Party,
  how: AgenticTransfer,
  found: TransferAgent,
): Promise<Decision> {
  const { row, voice, bridge, signal } = given;
  const variables = { ...requestVariables(row), ...voice.collected() };
  const record = await openConsultRecord(given, found.resolved, variables);
  let consult: Consult;
  try {
    consult = await startTalk(given, party, found, record, variables);
  } catch (error) {
    await record.finish({ reason: 'error_retell', detail: 'the transfer agent could not be started' });
    throw error;
  }
  const { clock } = bridge;
  const cancel = clock.at(clock.now() + how.timeoutMs * 1000, () =>
    consult.decide(how.onTimeout === 'bridge' ? { do: 'bridge' } : TOO_LATE),
  );
  try {
    const decision = await unlessStopped(consult.decided, signal);
    return decision.do === 'fail' && decision.why === 'cancelled' && decision !== TOO_LATE ? GIVEN_UP : decision;
  } catch (error) {
    consult.decide(GIVEN_UP);
    await consult.decided;
    throw error;
  } finally {
    cancel();
  }
}

async function startTalk(
  given: Attempt,
  party: Party,
  found: TransferAgent,
  record: ConsultRecord,
  variables: VariableValues,
): Promise<Consult> {
  const { deps, stage, journal, voice, own } = given;
  const { row } = record;
  const subject = (): object => renderCall(row, deps.publicUrl);
  const chosen = await voice.choose(found.agent);
  const outfit = { ...chosen, settings: { ...chosen.settings, answer: answerRuleOf(found.agent, { bridges: true }) } };
  const { engine } = await createSwappingEngine(
    { ...deps, thinking: (name) => deps.providers.thinking(name) },
    {
      workspaceId: row.workspace_id,
      agent: found.agent,
      engine: found.engine,
      variables,
      session: {
        type: 'voice',
        startedAtMs: row.start_timestamp ?? deps.wallClock(),
        call_id: row.call_id,
        call_type: row.call_type,
        direction: 'outbound',
        ...(row.from_number === null ? {} : { from_number: row.from_number }),
        to_number: given.wish.destination,
        details: subject,
      },
      line: consultingLine(party),
      warn: (text) => record.journal.note({ is: 'note', level: 'warn', text }),
    },
  );
  return startConsult({
    ...{ deps, stage, journal, party, subject, engine, outfit, record, own },
    choose: voice.choose,
    voicemailMessage: (stopped) =>
      voicemailMessage(
        deps,
        row,
        { agent: found.agent, defaults: {}, collected: voice.collected, model: voice.model },
        stopped,
      ),
  });
}

export interface TransferAgent {
  ok: true;
  resolved: ResolvedAgent;
  agent: Record<string, unknown>;
  engine: RunnableEngine;
}

/** Before anybody is called: who is to talk, or why nobody can. */
export async function findTransferAgent(
  { deps, row }: Pick<Attempt, 'deps' | 'row'>,
  { agent: { agentId, version } }: AgenticTransfer,
): Promise<TransferAgent | { ok: false; detail: string }> {
  try {
    const resolved = await resolveAgent(deps.db, row.workspace_id, agentId, version, 'voice');
    const configuration = await currentConfiguration(deps.db, resolved.agent, resolved.variables);
    const runnable = runnableEngine(configuration);
    if (runnable.engine) return { ok: true, resolved, agent: configuration.agent, engine: runnable.engine };
    return { ok: false, detail: 'The transfer agent cannot run here.' };
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, detail: `The transfer agent is not there: ${error.message}` };
    throw error;
  }
}

/** The decision itself is what its session ends with. */
function consultingLine(party: Party): PhoneLine {
  const decided = async (): Promise<LineOutcome> => ({ ok: true });
  return {
    dialsRawNumbers: false,
    async press(digits) {
      if (!party.dtmf) return { ok: false, why: 'not_possible', detail: 'This line takes no keys.' };
      party.shared.send({ do: 'dtmf', digits, gapMs: 100 });
      return { ok: true };
    },
    transfer: async () => ({ ok: false, why: 'not_possible', detail: 'A transfer agent cannot transfer.' }),
    consultation: { bridge: decided, cancel: decided },
  };
}
