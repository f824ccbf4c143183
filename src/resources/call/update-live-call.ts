// Changes a running call: what its agent knows and does, and fields of its record.

import type { RequestBody } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { updateCall, type CallPlace } from './calls.ts';
import { commandCall, ongoingCall } from './command-call.ts';

/** Fields first, then the agent, which may speak with the new variables. Throws 422 for a call that does not run. */
export async function updateLiveCall(
  deps: ResourceDeps,
  place: CallPlace,
  body: RequestBody<'updateLiveCall'>,
): Promise<{ success: boolean }> {
  const row = await ongoingCall(deps, place);
  const { fields_to_override: fields, call_control: control } = body;
  if (fields) {
    const { metadata, data_storage_setting, override_dynamic_variables } = fields;
    await updateCall(deps, place, {
      ...(metadata === undefined ? {} : { metadata }),
      ...(data_storage_setting === undefined ? {} : { data_storage_setting }),
      ...(override_dynamic_variables === undefined ? {} : { override_dynamic_variables }),
    });
  }
  const { additional_context: context, trigger_response: respond } = control ?? {};
  if (context !== undefined || respond === true)
    await commandCall(deps, row, {
      do: 'update',
      ...(context === undefined ? {} : { context }),
      respond: respond === true,
    });
  return { success: true };
}
