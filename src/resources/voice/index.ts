export { addCommunityVoice, cloneVoice, searchCommunityVoice } from './custom-voices.ts';
export { checkVoice, vendorOf } from './voices.ts';
export { getWorkspaceVoice, listWorkspaceVoices, spokenVoiceId, withOwnVoices } from './workspace-voices.ts';
