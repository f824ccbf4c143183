export { checkVoice, getVoice, listVoices, vendorOf } from './voices.ts';
