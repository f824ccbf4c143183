// conversation: says or writes its words, waits for the user.

import { talking } from './talking.ts';

export const conversation = talking;
