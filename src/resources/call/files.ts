// The files of a call in the blob store, all in one unguessable folder.

export type CallFile = 'mono' | 'multiChannel' | 'log' | 'contents' | 'ladder' | 'capture';

/** `filesKey`: the call's 64 hex digits. */
export function recordingKeys(filesKey: string): Record<CallFile, string> {
  return {
    mono: `${filesKey}/recording.wav`,
    multiChannel: `${filesKey}/recording_multichannel.wav`,
    log: `${filesKey}/public.log`,
    contents: `${filesKey}/knowledge_base_retrieved_contents.json`,
    ladder: `${filesKey}/sip_ladder.txt`,
    capture: `${filesKey}/packets.pcap`,
  };
}
