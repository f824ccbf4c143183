// What `npm start` says once it can be used: where, with which key, and what hears, thinks and speaks.

import type { ProviderStatus } from './interfaces/providers.ts';
import type { RunningServer } from './start-server.ts';

export function welcome(
  server: Pick<RunningServer, 'url' | 'newKey' | 'providers' | 'database'>,
  signInUrl: string,
): string {
  const key =
    server.newKey === null
      ? []
      : [`  API key    ${server.newKey}   (shown once; npx ringback key create makes another)`];
  return [
    '',
    `Ringback runs.`,
    '',
    `  Open       ${signInUrl}`,
    `             (works once, for ten minutes; npx ringback sign-in makes another)`,
    `  API        ${server.url}   RETELL_BASE_URL for the official SDKs; reference at ${server.url}/docs`,
    ...key,
    `  Database   ${server.database}`,
    '',
    ...providerTable(server.providers()),
    '',
  ].join('\n');
}

const HEADINGS: Record<ProviderStatus['role'], string> = {
  hearing: 'Hearing',
  thinking: 'Thinking',
  speaking: 'Speaking',
};

/** One line per role: what is used, how it is, and how to change it. */
function providerTable(statuses: readonly ProviderStatus[]): string[] {
  return statuses.flatMap((status) => [
    `  ${HEADINGS[status.role].padEnd(10)} ${status.provider} ${status.name}: ${status.detail}`,
    `  ${''.padEnd(10)} to change: ${status.change}`,
  ]);
}
