// What is doubtful in a stored document: kept as it was sent, and told where a call may stumble.

import type { Schema } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';

export type EngineWarning = Schema<'EngineWarning'>;

/** A model's name that no provider of this installation answers for: calls run with another one. */
export function modelWarnings(
  deps: Pick<ResourceDeps, 'thinking'>,
  models: { path: string; model: unknown; node?: { id: string; name?: string } }[],
): EngineWarning[] {
  return models.flatMap(({ path, model, node }): EngineWarning[] => {
    if (typeof model !== 'string') return [];
    const { substituted, name } = deps.thinking(model);
    if (!substituted) return [];
    const message = `Calls run with ${name} instead of ${JSON.stringify(model)}: ${substituted.why}.`;
    return [warning('substituted_model', path, message, node)];
  });
}

export function warning(
  code: string,
  path: string,
  message: string,
  node?: { id: string; name?: string },
): EngineWarning {
  return {
    code,
    path,
    ...(node ? { node_id: node.id } : {}),
    ...(node?.name === undefined ? {} : { node_name: node.name }),
    message,
  };
}
