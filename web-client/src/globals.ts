// What a page that loads `/web-client.js` by a plain script tag finds: `RetellWebClient`, and the global name of the official bundle.

import { RetellWebClient } from './retell-web-client.ts';

Object.assign(globalThis, { RetellWebClient, retellClientJsSdk: { RetellWebClient } });
