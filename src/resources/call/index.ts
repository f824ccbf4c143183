export { getAgentMediaStream } from './agent-media-stream.ts';
export { createAccessTokens } from './access-token.ts';
export type { AccessTokens } from './access-token.ts';
export { deleteCall, getCall, updateCall } from './calls.ts';
export { listCalls, listCallsV3 } from './list-calls.ts';
export type { ListedCall } from './list-calls.ts';
export { callFilterOf } from './list-filter.ts';
export { FILES_LIVE_MS, forgetContent, isStrict } from './privacy.ts';
export { rerunCallAnalysis } from './rerun-call-analysis.ts';
export type { CallPlace } from './calls.ts';
export { openCallLine } from './call-line.ts';
export type { CallLine } from './call-line.ts';
export {
  checkedTask,
  createPhoneCall,
  insertPhoneCall,
  ownNumber,
  refuseDestination,
  routePhoneCall,
} from './create-phone-call.ts';
export type { PhoneCallRoute, PhoneCallWish } from './create-phone-call.ts';
export { createWebCall } from './create-web-call.ts';
export { createWebCallV3 } from './create-web-call-v3.ts';
export { SHOWN_DETAILS } from './details.ts';
export type { CallSettings } from './details.ts';
export { recordingKeys } from './files.ts';
export { callsPerSecond, queueDial, releaseDueDials } from './dial-queue.ts';
export { placeCall } from './place-call.ts';
export type { PlaceCallDeps } from './place-call.ts';
export { checkOverriddenBases } from './call-request.ts';
export { choiceByWebhook } from './phone/inbound-agent.ts';
export type { InboundAgentDeps } from './phone/inbound-agent.ts';
export { refuseReferral } from './phone/refuse-referral.ts';
export { createPhoneCalls } from './phone/phone-calls.ts';
export type { PhoneCalls, PhoneCallsDeps } from './phone/phone-calls.ts';
export type { PhoneEdges } from './phone/place-phone-call.ts';
export { registerPhoneCall } from './register-phone-call.ts';
export { createFollowers } from './follow-call.ts';
export type { Follower, Followers } from './follow-call.ts';
export { listenLiveCall } from './listen-live-call.ts';
export { renderCall } from './render.ts';
export type { CallObject } from './render.ts';
export { createLiveCalls } from './live-calls.ts';
export type { LiveCalls } from './live-calls.ts';
export { createLiveTranscript } from './live-transcript.ts';
export type { LiveTranscript, LiveTranscriptItem } from './live-transcript.ts';
export type { CallCommand, CommandAnswer, LiveCall, LiveCallDeps } from './live-call.ts';
export { stopCall } from './stop-call.ts';
export { tellTextToCall } from './tell-text.ts';
export { takeOverLiveCall } from './take-over-live-call.ts';
export { updateLiveCall } from './update-live-call.ts';
export type { CallWatcher, StopWatching } from './watchers.ts';
export { createCallRecovery } from './recover.ts';
export type { CallRecovery, RecoverDeps } from './recover.ts';
