// Why an MCP server cannot be used, in words for a user.

import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode, McpError as RpcError } from '@modelcontextprotocol/sdk/types.js';
import { EgressError } from '../../../interfaces/egress.ts';
import { mayHaveArrived } from '../may-have-arrived.ts';

/** `message` is fit for a user and does not repeat headers, query values or what the server wrote. */
export class McpError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'McpError';
  }
}

/** The cause in words; what the server wrote stays out of it. */
export function mcpWords(error: unknown): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each instanceof EgressError || each instanceof McpError) return each.message;
    const status = httpStatus(each);
    if (status !== null) return statusWords(status);
    const { code } = each as { code?: unknown };
    if (code === ErrorCode.RequestTimeout) return 'it did not answer in time';
    if (code === ErrorCode.ConnectionClosed) return 'it closed the connection';
  }
  return 'its answer is not what the Model Context Protocol promises';
}

/** What the server itself says of a question that it refuses; null for all other failures. */
export function serverRefusal(error: unknown): string | null {
  if (!(error instanceof RpcError)) return null;
  return isOutcomeUnknown(error) ? null : error.message;
}

/** The question may have reached the server, and its answer did not reach us. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof EgressError) return mayHaveArrived(error);
  const { code } = (error ?? {}) as { code?: unknown };
  return code === ErrorCode.RequestTimeout || code === ErrorCode.ConnectionClosed;
}

/** The session is gone at the server, which has done nothing with what it was asked. */
export function isSessionLost(error: unknown): boolean {
  return httpStatus(error) === 404;
}

/** The transport with server-sent events has no class of its own for this. */
function httpStatus(error: unknown): number | null {
  if (error instanceof StreamableHTTPError) return error.code ?? 0;
  const found = error instanceof Error && /^Error POSTing to endpoint \(HTTP (\d+)\)/.exec(error.message);
  return found ? Number(found[1]) : null;
}

function statusWords(status: number): string {
  if (status === 401 || status === 403)
    return `it refuses our credentials (status ${status}); see its headers and query_params`;
  if (status < 100) return 'its answer is neither JSON nor a stream of events';
  return `it answered with status ${status}`;
}
