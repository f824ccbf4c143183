// What a page that loads `/web-client.js` by a plain script tag finds: `RetellWebClient`, `RetellClient`, and the global name of the official bundle.

import { RetellClient } from './retell-client.ts';
import { RetellWebClient } from './retell-web-client.ts';

Object.assign(globalThis, { RetellClient, RetellWebClient, retellClientJsSdk: { RetellWebClient } });
