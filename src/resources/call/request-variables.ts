// The dynamic variables that a call begins with.

import type { Row } from '../../storage/index.ts';
import type { CallSettings } from './details.ts';

/** Those of the call's creation, with what update-call laid over them before the call began. */
export function requestVariables(row: Row<'calls'>): Record<string, unknown> {
  const { override_dynamic_variables } = row.details as CallSettings;
  return { ...row.retell_llm_dynamic_variables, ...override_dynamic_variables };
}
