// What is doubtful in a Retell LLM, kept as it was sent.

import { transitionToolName } from '../../conversation/index.ts';
import {
  modelWarnings,
  promptSizeWarnings,
  warning,
  type EngineWarning,
  type PlacedTool,
} from '../engine-document/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { promptsOf, type RetellLlmConfig } from './checks.ts';

export function warningsOfRetellLlm(deps: Pick<ResourceDeps, 'thinking'>, config: RetellLlmConfig): EngineWarning[] {
  const models = [
    { path: 'model', model: config.model },
    { path: 's2s_model', model: config.s2s_model },
  ];
  return [
    ...modelWarnings(deps, models),
    ...unreachableStates(config),
    ...hiddenTransitions(config),
    ...promptSizeWarnings(promptsOf(config)),
  ];
}

/** All its tools, with where they stand. */
export function toolsOfRetellLlm({ general_tools, states }: RetellLlmConfig): PlacedTool[] {
  return [
    ...(general_tools ?? []).map((tool, i) => ({ path: `general_tools[${i}]`, tool })),
    ...(states ?? []).flatMap(({ tools }, i) =>
      (tools ?? []).map((tool, k) => ({ path: `states[${i}].tools[${k}]`, tool })),
    ),
  ];
}

/** States that no edge leads to, from the starting one on. */
function unreachableStates(config: RetellLlmConfig): EngineWarning[] {
  const states = new Map((config.states ?? []).map((state) => [state.name, state]));
  const reached = new Set<string>();
  const todo = [config.starting_state];
  for (let name = todo.pop(); name != null; name = todo.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    todo.push(...(states.get(name)?.edges ?? []).map((edge) => edge.destination_state_name));
  }
  return (config.states ?? []).flatMap(({ name }, i) =>
    reached.has(name)
      ? []
      : [warning('unreachable_state', `states[${i}]`, `No edge leads to the state ${JSON.stringify(name)}.`)],
  );
}

/** Of edges that the model would know by one name, it is offered the first. */
function hiddenTransitions(config: RetellLlmConfig): EngineWarning[] {
  return (config.states ?? []).flatMap((state, i) => {
    const names = (state.edges ?? []).map((edge) => transitionToolName(edge.destination_state_name));
    return names.flatMap((name, k) =>
      names.indexOf(name) === k
        ? []
        : [warning('hidden_transition', `states[${i}].edges[${k}]`, `Another edge is offered as ${name} already.`)],
    );
  });
}
