// Test cases, batches and runs.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface TestsTables {
  test_case_definitions: TestCaseDefinitionTable;
  batch_tests: BatchTestTable;
  test_runs: TestRunTable;
}

/** Which engine is tested. `engine_version` null: whatever is the latest when it runs. The id of a custom LLM is its address. */
interface TestedEngine {
  engine_type: 'retell-llm' | 'custom-llm' | 'conversation-flow';
  engine_id: string;
  engine_version: number | null;
}

export interface TestCaseDefinitionTable extends TestedEngine {
  workspace_id: string;
  test_case_definition_id: string;
  /** Every field of the contract's definition but ids and times. */
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}

export interface BatchTestTable extends TestedEngine {
  workspace_id: string;
  test_case_batch_job_id: string;
  status: 'in_progress' | 'complete';
  pass_count: number;
  fail_count: number;
  error_count: number;
  total_count: number;
  /** What its runs run with (`configurations`); null for batches older than simulations, whose runs end as errors. */
  configuration_hash: ColumnType<string | null, string | null | undefined, string | null>;
  /** Tools that no mock fits are run for real. */
  runs_unmocked_tools: Generated<boolean>;
  created_at: Ms;
  modified_at: Ms;
}

/** One case of one batch. `pending` until something takes it up, `in_progress` while it is played, then with its result. */
export interface TestRunTable {
  workspace_id: string;
  test_case_job_id: string;
  test_case_batch_job_id: string;
  /** Its place in the batch, from 0. */
  position: number;
  test_case_definition_id: string;
  status: 'pending' | 'in_progress' | 'pass' | 'fail' | 'error';
  /** The definition as it was when the batch was made, as its get operation shows it. */
  definition: JSONColumnType<Record<string, unknown>>;
  transcript: JSONColumnType<Record<string, unknown>> | null;
  result_explanation: string | null;
  /** Who plays it now. Whoever is not named here any more may write nothing. */
  player: ColumnType<string | null, string | null | undefined, string | null>;
  /** How often it was taken up. */
  plays: Generated<number>;
  /** How far it has come, to go on from in another process; null before and after. */
  progress: NullableJson<Record<string, unknown>>;
  /** The conversation that it replays; null for all others. */
  recorded: NullableJson<Record<string, unknown>>;
  /** How each metric was judged, as the contract shows it. */
  metric_results: NullableJson<Record<string, unknown>[]>;
  created_at: Ms;
  modified_at: Ms;
}

/** JSON as text in, JSON out; may be left out of a new row. */
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
