export { backfillContactAnalysisData, backfillContacts } from './backfill.ts';
export type { BackfillContactsDeps } from './backfill.ts';
export { jobStatus } from './contact-jobs.ts';
export {
  createContact,
  deleteContact,
  getContact,
  getContactByPhone,
  listContacts,
  updateContact,
} from './contacts.ts';
export type { Contact, ContactPlace } from './contacts.ts';
export { listContactConversations } from './conversations.ts';
export { doNotCall } from './do-not-call.ts';
export { createContactImport, forgetContactUploads, importContacts, uploadContactImportFile } from './import.ts';
export type { ImportContactsDeps } from './import.ts';
export { noteEndedCall } from './note-conversation.ts';
