// The door of the room: the guarded way out.

export { createEgress } from './create-egress.ts';
export type { EgressOptions } from './create-egress.ts';
