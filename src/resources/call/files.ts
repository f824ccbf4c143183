// The files of a call in the blob store, all in one unguessable folder.

/** `filesKey`: the call's 64 hex digits. */
export function recordingKeys(filesKey: string): Record<'mono' | 'multiChannel' | 'log' | 'contents', string> {
  return {
    mono: `${filesKey}/recording.wav`,
    multiChannel: `${filesKey}/recording_multichannel.wav`,
    log: `${filesKey}/public.log`,
    contents: `${filesKey}/knowledge_base_retrieved_contents.json`,
  };
}
