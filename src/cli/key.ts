// `ringback key create [name] | list | revoke <id>`: API keys of the first workspace.

import { createApiKey, listApiKeys, revokeApiKey } from '../resources/api-key/index.ts';
import { plainLine } from './plain-line.ts';
import { withWorkspace } from './with-workspace.ts';

const [action, argument] = process.argv.slice(2);

switch (action) {
  case 'create':
    await withWorkspace(async ({ deps, workspaceId }) => {
      const { key, info } = await createApiKey(deps, { workspaceId, name: argument ?? 'command line' });
      console.log(`${key}\n(${info.api_key_id}; shown once)`);
    });
    break;
  case 'list':
    await withWorkspace(async ({ deps, workspaceId }) => {
      for (const key of await listApiKeys(deps, workspaceId)) {
        const marks = [key.is_webhook_key ? 'signs webhooks' : '', key.revoked_at === null ? '' : 'revoked'].filter(
          Boolean,
        );
        console.log(
          `${key.api_key_id}  ${new Date(key.created_at).toISOString()}  ${plainLine(key.name)}  ${marks.join(', ')}`.trimEnd(),
        );
      }
    });
    break;
  case 'revoke':
    if (argument === undefined) usage();
    else await withWorkspace(({ deps, workspaceId }) => revokeApiKey(deps, { workspaceId, apiKeyId: argument }));
    break;
  default:
    usage();
}

function usage(): void {
  console.error('Usage: ringback key create [name] | list | revoke <id of a key>');
  process.exitCode = 2;
}
