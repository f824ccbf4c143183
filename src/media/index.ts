// The door of the media room.

export { keepMediaHost, type KeptMediaHost } from './host/keep-media-host.ts';
export { startMediaHost, type MediaHostOptions, type RunningMediaHost } from './host/start-media-host.ts';
export {
  createLiveKitEndpoint,
  type Admission,
  type HttpAnswer,
  type Incoming,
  type LiveKitEndpoint,
  type LiveKitEndpointOptions,
} from './webrtc/endpoint.ts';
export { createGateway, type Gateway, type GatewayOptions } from './webrtc/gateway.ts';
export type { CallClient, HeardPacket, JoinOptions } from './webrtc/call-client.ts';
export { joinCall } from './webrtc/client.ts';
export { decodeWav, encodeWav, repairWav, wavHeader, wavHeaderBytes, type WavSound } from './wav.ts';
export type { AudioCodec, OpenPhonePeer, RtpNews, RtpOrder, RtpSession, SrtpKeys } from './rtp/rtp-protocol.ts';
export { createResampler, resample, type Resampler } from './resample.ts';
export { decodePcma, decodePcmu, encodePcma, encodePcmu } from './codec/g711.ts';
