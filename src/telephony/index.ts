// The door of telephony by SIP; carriers have their own (carriers/index.ts).

export { createSipEdge, type SipEdge, type SipEdgeOptions } from './sip-edge.ts';
export type { SpeakTest } from './trunk-test/trunk-test.ts';
