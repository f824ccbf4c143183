// `ringback sign-in`: prints a fresh link to the pages. It needs the server's data folder (or RINGBACK_SECRET_KEY) and its database.

import { createSignInLink } from '../resources/sign-in/index.ts';
import { withWorkspace } from './with-workspace.ts';

if (process.argv.length > 2) {
  console.error('Usage: ringback sign-in (it takes no arguments)');
  process.exit(2);
}

await withWorkspace(({ config, envelope, workspaceId, runningUrl }) => {
  const publicUrl =
    runningUrl ?? config.publicUrl ?? `${config.tls ? 'https' : 'http'}://${config.host}:${config.port}`;
  console.log(createSignInLink({ envelope, now: Date.now }, { workspaceId, publicUrl }));
  return Promise.resolve();
});
